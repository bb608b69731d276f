"""From a query to what it finds: concepts, firms, articles and words, in one order everywhere.

The order is made of things both databases know alike: how a document answers (``asking``), its kind, the
editors' order; between firms that answer equally well, whose turn it is today. Nothing else, so that neither
payment nor a long description moves anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby

from app.search import marks, spelling
from app.search.asking import (
    ABOUT,
    EXACT,
    FULL,
    IN_LEAD,
    NAMED,
    NOT_ASKED,
    PART_NAMED,
    Questions,
)
from app.search.concepts import FAMILY, MARKET, REGULATOR, SECTOR, SERVICE, TERM
from app.search.documents import ARTICLE, FIRM
from app.search.edition import Words
from app.search.lexicon import Sense
from app.search.nearest import nearest
from app.search.reading import Named, Reading, read
from app.search.store import Answer, answers

Turn = Callable[[str], bytes]

#: Results shown before all others, whatever their kind.
FIRST = 5
_CONCEPTS = (SERVICE, REGULATOR, MARKET, SECTOR, FAMILY, TERM)
#: Of the first results, how many may be concepts where there is something else to show.
_MOST_CONCEPTS = 3
#: Services that follow from market and product alone, put before these.
_MOST_PARTICULAR = 1
#: Firms of a query that anybody looks at; the directory has them all.
_LOOKED_AT = 20
#: Of each kind, where nothing holds all of the query.
_MOST_NEAR = 10
#: Whose name is the query, what the query says, what else holds its words, what else its words may mean.
_WHOLE, _SAID, _FOUND, _ALSO = range(4)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    kind: str
    code: str
    #: How it answers; see ``asking``. ``NOT_ASKED`` where the query names it and no more.
    rank: int
    #: Whether the query names it, or asks for it in so many words.
    is_said: bool = False
    #: The id of a firm or article.
    target_id: int | None = None


@dataclass(frozen=True, eq=False)
class Findings:
    """What a query finds, each list best first."""

    reading: Reading
    #: Services, markets, authorities, products and words of the glossary.
    concepts: tuple[Hit, ...]
    firms: tuple[Hit, ...]
    articles: tuple[Hit, ...]
    #: Whether more firms answer than were looked at; then those shown are today's.
    has_more_firms: bool = False
    #: What was looked for instead; empty where the query itself was.
    corrected: str = ""
    #: The words that nothing holds, as they were typed.
    missing: tuple[str, ...] = ()
    #: Whether nothing holds all of the query, so that these only come near.
    is_near: bool = False

    @cached_property
    def first(self) -> tuple[Hit, ...]:
        """The best of every kind: what was named, then who offers it, then what is written about it."""
        return tuple(_first(self))

    def __bool__(self) -> bool:
        return bool(self.concepts or self.firms or self.articles)


def find(text: str, known: Words, *, demo: bool, turn: Turn, corrects: bool = True) -> Findings:
    """Everything that a query finds; one statement, two or three more where its words are not found together.

    corrects: whether a word nobody knows may be taken for one that somebody does.
    """
    reading = read(text, known)
    if not reading:
        return Findings(reading, (), (), ())
    found = _found(reading, known, demo=demo, turn=turn)
    if _is_full(found):
        return found
    better = spelling.corrected(reading) if corrects else ""
    if better:
        again = _found(read(better, known), known, demo=demo, turn=turn)
        if again:
            found = replace(again, corrected=better)
    return found if _is_full(found) else _with_nearest(found, demo=demo)


def _with_nearest(found: Findings, *, demo: bool) -> Findings:
    """With what holds some of the words that name nothing, after everything else."""
    told, missing = nearest(found.reading.rest, demo=demo)
    seen = {(hit.kind, hit.code) for hit in (*found.concepts, *found.articles)}
    more = [_hit(each) for each in told if (each.kind, each.code) not in seen]
    return replace(
        found,
        concepts=(*found.concepts, *[hit for hit in more if hit.kind != ARTICLE][:_MOST_NEAR]),
        articles=(*found.articles, *[hit for hit in more if hit.kind == ARTICLE][:_MOST_NEAR]),
        missing=tuple(found.reading.as_typed(each) for each in missing),
        is_near=True,
    )


def _is_full(found: Findings) -> bool:
    """Whether something answers all of the query."""
    return not found.reading.rest or any(
        hit.rank in FULL for hit in (*found.concepts, *found.firms, *found.articles)
    )


@lru_cache(maxsize=8)
def _heaps(turn: Turn) -> tuple[int, ...]:
    """The heaps in the order they are asked in; the same all day."""
    return tuple(sorted(range(marks.HEAPS), key=lambda number: turn(f"heap {number}")))


def _found(reading: Reading, known: Words, *, demo: bool, turn: Turn) -> Findings:
    questions = Questions(reading, known.taxonomy, demo=demo, heaps=_heaps(turn))
    told, has_more = answers(questions.all())
    firms = _in_turn([each for each in told if each.kind == FIRM], turn)
    articles = [each for each in told if each.kind == ARTICLE]
    # An article that answers in two ways goes before one that answers in the better of them alone.
    articles.sort(key=lambda each: ((*each.names, NOT_ASKED), each.place, each.code))
    return Findings(
        reading,
        concepts=tuple(_concepts(reading, [each for each in told if each.kind in _CONCEPTS])),
        firms=tuple(map(_hit, firms)),
        articles=tuple(map(_hit, articles)),
        has_more_firms=has_more,
    )


def _in_turn(firms: list[Answer], turn: Turn) -> list[Answer]:
    """By how they answer, then by turn; turns are worked out as far as anybody will look."""
    firms.sort(key=lambda each: (each.names[0], each.code))
    found: list[Answer] = []
    for _, group in groupby(firms, key=lambda each: each.names[0]):
        alike = list(group)
        found += alike if len(found) >= _LOOKED_AT else sorted(alike, key=lambda each: turn(each.code))
    return found


def _hit(answer: Answer) -> Hit:
    return Hit(answer.kind, answer.code, answer.names[0], target_id=answer.target_id)


def _concepts(reading: Reading, told: Sequence[Answer]) -> list[Hit]:
    """Those the query names, then those that hold its words."""
    order: dict[tuple[str, str], tuple[int, ...]] = {}

    def note(sense: Sense, tier: int, *place: int) -> None:
        place = (tier, *place, _CONCEPTS.index(sense.kind))
        known = order.get((sense.kind, sense.code), place)
        order[sense.kind, sense.code] = min(known, place)

    for nth, sense in enumerate(said(reading)):
        note(sense, _SAID, nth)
    for named in reading.named:
        for sense in (*named.senses, *named.others):
            note(sense, _ALSO)
    for each in told:
        rank = each.names[0]
        tier = _WHOLE if rank == EXACT or (rank == NAMED and reading.rest) else _FOUND
        note(Sense(each.kind, each.code), tier, rank, _CONCEPTS.index(each.kind), each.place)
    ranks = {(each.kind, each.code): each.names[0] for each in told}
    return [
        Hit(kind, code, ranks.get((kind, code), NOT_ASKED), is_said=order[kind, code][0] <= _SAID)
        for kind, code in sorted(order, key=lambda each: (order[each], each))
    ]


def said(reading: Reading) -> list[Sense]:
    """What the query says, the most telling first.

    The services it names, of several that one word may mean the likeliest, or the one that follows from all
    of it; whatever else it names; then what else its words may mean, and what else follows.
    """
    named = {sense for each in reading.named for sense in each.senses}
    services = [Sense(SERVICE, group[0]) for group in reading.services]
    rest = [Sense(SERVICE, code) for group in reading.services for code in group[1:]]
    implied = [Sense(SERVICE, code) for code in reading.implied]
    others = [sense for each in reading.named for sense in _likeliest(each)] + list(reading.hinted)
    if not named & {*services, *rest}:
        services = [] if reading.is_named_whole else implied[:1]
    particular = [Sense(SERVICE, code) for code in reading.particular[:_MOST_PARTICULAR]]
    return list(dict.fromkeys([*services, *particular, *others, *rest, *implied]))


def _likeliest(named: Named) -> list[Sense]:
    """One sense of each kind but services, which ``reading.services`` has weighed."""
    first: dict[str, Sense] = {}
    for sense in named.senses:
        first.setdefault(sense.kind, sense)
    return [first[kind] for kind in _CONCEPTS if kind in first and kind != SERVICE]


def _first(found: Findings) -> list[Hit]:
    firms, articles, concepts = list(found.firms), list(found.articles), list(found.concepts)
    taken: list[Hit] = []

    def take(hits: list[Hit], most: int, wanted: Callable[[Hit], bool] = lambda _: True) -> None:
        for hit in [each for each in hits if wanted(each)][:most]:
            hits.remove(hit)
            taken.append(hit)

    def one_of_each_kind(hits: list[Hit], most: int, wanted: Callable[[Hit], bool]) -> None:
        seen = {hit.kind for hit in taken if hit.kind == TERM}
        for hit in [each for each in hits if wanted(each)]:
            if most and hit.kind not in seen:
                take(hits, 1, hit.__eq__)
                seen.add(hit.kind)
                most -= 1

    take(firms, FIRST, lambda hit: hit.rank == EXACT)
    if not found.reading.named and not any(hit.rank == EXACT for hit in concepts):
        take(firms, 2, lambda hit: hit.rank == NAMED)
    take(concepts, _MOST_CONCEPTS, lambda hit: hit.is_said and hit.kind != TERM)
    if not taken:
        take(concepts, 1, lambda hit: hit.is_said)
    take(firms, 1, lambda hit: hit.rank <= PART_NAMED)
    take(articles, 1)
    if found.reading.rest:
        take(concepts, 2, lambda hit: hit.rank <= IN_LEAD)
    take(
        concepts,
        0 if any(hit.kind == TERM for hit in taken) else 1,
        lambda hit: hit.is_said and hit.kind == TERM,
    )
    take(articles, 1, lambda hit: hit.rank <= ABOUT)
    one_of_each_kind(concepts, 2, lambda hit: hit.rank <= IN_LEAD)
    for hits in (articles, concepts, firms, articles):
        take(hits, 2)
    take(firms, FIRST)
    take(concepts, FIRST)
    return taken[:FIRST]
