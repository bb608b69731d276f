"""Of all services that a text names, those it asks for: what is only said in passing gives way."""

from collections.abc import Collection, Iterable, Mapping

from app.classification.reading import Hit, Reading
from app.classification.vocabulary import EXACT
from app.taxonomy.snapshot import Taxonomy

#: Services by code: how sure, and the words that say so.
Asked = dict[str, tuple[float, list[Hit]]]

#: From so sure on, a word that is weak by itself stands beside others.
_RESOLVED = 0.75
#: So many characters before a service say whether it is asked for.
_RIGHT_BEFORE = 40
#: So near to the word for a course stands what it is about.
_ABOUT = 40
#: So near to an approval stands, in Chinese, what is wanted for it.
_ABOUT_THAT = 6
_APPROVALS = frozenset({"market_authorisation", "registration"})


def without_weak(reading: Reading, found: Asked) -> Asked:
    """Words that come up in passing count only where nothing else is asked for."""
    weak = reading.rules.services["weak"]
    strong = {code: each for code, each in found.items() if code not in weak or each[0] > weak[code]}
    if not strong:
        return found
    return {code: each for code, each in found.items() if code in strong or weak[code] >= _RESOLVED}


def beside(reading: Reading, found: Asked) -> Asked:
    """What becomes another service beside a third: a representative for a trial."""
    for third, others in reading.rules.services["beside"].items():
        if third in found:
            found = {others.get(code, code): each for code, each in found.items()}
    return found


def without_topics(reading: Reading, found: Asked) -> Asked:
    """What a course is about is not asked for beside it."""
    for course in reading.rules.services["topics_of"]:
        if course not in found:
            continue
        kept = {code: each for code, each in found.items() if code == course}
        for code, (score, hits) in found.items():
            apart = [hit for hit in hits if not _is_topic(reading, hit, found[course][1])]
            if apart and code != course:
                kept[code] = (score, apart)
        return kept
    return found


def _is_topic(reading: Reading, hit: Hit, courses: Iterable[Hit]) -> bool:
    clause = reading.clause(hit)
    return any(
        reading.clause(course) == clause
        and min(abs(course.start - hit.end), abs(hit.start - course.end)) < _ABOUT
        for course in courses
    )


def without_mentions(reading: Reading, found: Asked, taxonomy: Taxonomy) -> Asked:
    """What is mostly mentioned as one's own counts beside other asks only where it is asked for."""
    families = {taxonomy.services[code].family for code in found}
    if len(families) < 2:
        return found
    only_asked = reading.rules.services["only_asked"]
    return {
        code: (score, hits)
        for code, (score, hits) in found.items()
        if code not in only_asked or any(hit.is_way or _is_asked_for(reading, hit) for hit in hits)
    }


def _is_asked_for(reading: Reading, hit: Hit) -> bool:
    return bool(reading.rules.asking.search(reading.key[max(hit.start - _RIGHT_BEFORE, 0) : hit.start]))


def without_means(reading: Reading, found: Asked) -> Asked:
    """What is only the way to something else that is asked for, unless the writer says that they need it."""
    instead: Mapping[str, list[str]] = reading.rules.services["instead"]
    means = {each for code in found for each in instead.get(code, ())}
    return {
        code: (score, hits)
        for code, (score, hits) in found.items()
        if code not in means or any(_is_sought(reading, hit) for hit in hits)
    }


def _is_sought(reading: Reading, hit: Hit) -> bool:
    before = reading.key[max(hit.start - _RIGHT_BEFORE, 0) : hit.start]
    return hit.kind == EXACT and not hit.is_way and bool(reading.rules.between["sought"].search(before))


def without_purposes(reading: Reading, found: Asked, taxonomy: Taxonomy) -> Asked:
    """An approval that another service is only for, or whose holder is to change, is not asked for itself."""
    others = {
        (hit.start, hit.end)
        for code, (_, hits) in found.items()
        for hit in hits
        if taxonomy.services[code].family not in _APPROVALS
    }
    if not others:
        return found
    return {
        code: (score, hits)
        for code, (score, hits) in found.items()
        if taxonomy.services[code].family not in _APPROVALS
        or not hits
        or not all(_is_purpose(reading, hit, others) for hit in hits)
    }


def _is_purpose(reading: Reading, hit: Hit, others: Collection[tuple[int, int]]) -> bool:
    key, between = reading.key, reading.rules.between
    after = between["qualifies"].match(key, hit.end)
    if after and any(0 <= start - after.end() <= _ABOUT_THAT and start >= hit.end for start, _ in others):
        return True
    if between["moved"].match(key, hit.end):
        return True
    return any(
        end <= hit.start and between["for_that"].fullmatch(key, end, hit.start) is not None
        for _, end in others
    )
