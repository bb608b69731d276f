"""The one question that may be asked back: where two readings remain, and a tick would settle which.

The readings are sets of codes; the words for them are the door's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from app.classification.decision import ASK, PERSON, Decision
from app.classification.lexicon import MARKET, SERVICE
from app.classification.understanding import BY_ENQUIRER, Understanding, Understood
from app.taxonomy.snapshot import Taxonomy

#: Answers beside the readings themselves.
ALL, UNSURE = "all", "unsure"
_NOTHING = "-"
#: Readings offered; more would be a form of its own.
_MOST = 3
#: Services in one reading; a longer list nobody weighs.
_MOST_TOGETHER = 3
#: Below this a service is a guess beside those called by name.
_BY_NAME = 0.8
#: Where a general word is used of no market, one of these is meant most often.
_OFTEN_MEANT = ("EU", "UK", "US")
#: What a guess is most often confused with, the first first.
_CONFUSED = ("representation", "market_authorisation", "registration")
#: Of the general words the one that needs no product.
_REPRESENTATIVE = "representative"
_UK, _PARTS_OF_UK = "UK", ("UK-GBN", "UK-NIR")
#: The reason of a decision where a reader or a patient may be hurt.
HARM = "harm"
#: What an enquirer settles by ticking: with needs and firms chosen, nothing of it is left to ask.
_SETTLED_BY_TICKS = frozenset({"no_service", "no_market", "wide_market", "which_service", "no_code"})


class Kind(Enum):
    #: Two services, or two groups of them, are meant by the same words.
    WHICH_SERVICE = "which_service"
    #: A place is named that may be where the enquirer wants to go or where they come from.
    WHICH_MARKET = "which_market"
    #: The United Kingdom and a part of it are both named.
    WHICH_UK = "which_uk"
    #: A general word, such as a representative, of which no market is said.
    OPEN_MARKET = "open_market"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked back, and the readings to choose from."""

    kind: Kind
    #: Each a set of codes that would be meant; an empty one means that none of them is.
    options: tuple[tuple[str, ...], ...]
    #: What of the facet was taken to be meant when the question was put.
    before: tuple[str, ...] = ()

    @property
    def facet(self) -> str:
        return SERVICE if self.kind is Kind.WHICH_SERVICE else MARKET

    @property
    def allows_all(self) -> bool:
        """Whether all readings can be meant together."""
        return self.kind in {Kind.WHICH_SERVICE, Kind.WHICH_MARKET} and all(self.options)

    @property
    def at_stake(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for option in self.options for code in option))

    def is_open(self, ticked: Iterable[str]) -> bool:
        """Whether the ticks still stand as they did: whoever changes them has answered."""
        return set(ticked) == set(self.before)

    def ticks_after(self, answer: str, ticked: Sequence[str]) -> tuple[str, ...]:
        """The facet's ticks once answered; as they are for ``UNSURE`` and for what is no answer."""
        meant = self.at_stake if answer == ALL and self.allows_all else self._readings.get(answer)
        if meant is None:
            return tuple(ticked)
        return tuple(dict.fromkeys((*(code for code in ticked if code not in self.at_stake), *meant)))

    def knows(self, answer: str) -> bool:
        return answer == UNSURE or (answer == ALL and self.allows_all) or answer in self._readings

    @property
    def _readings(self) -> dict[str, tuple[str, ...]]:
        return {key_of(option): option for option in self.options}

    def dumped(self) -> str:
        """The question as a form carries it."""
        return "|".join((self.kind.value, key_of(self.before), *map(key_of, self.options)))

    @classmethod
    def loaded(cls, text: str, taxonomy: Taxonomy) -> "Question | None":
        """A question as a form brought it back; None where that was tampered with or is out of date."""
        kind, *sets = text.split("|")
        known = taxonomy.services if kind == Kind.WHICH_SERVICE.value else taxonomy.regions
        read = [tuple(code for code in each.split("+") if code != _NOTHING) for each in sets]
        if kind not in {each.value for each in Kind} or not 2 <= len(read) - 1 <= _MOST:
            return None
        if not all(code in known for each in read for code in each):
            return None
        if max(map(len, read[1:])) > _MOST_TOGETHER:
            return None  # never put so: an answer must not tick what nobody may tick at once
        return cls(Kind(kind), tuple(read[1:]), read[0])


def key_of(option: Iterable[str]) -> str:
    """The answer that means this reading."""
    return "+".join(option) or _NOTHING


def stands(decision: Decision) -> bool:
    """Whether a person looks first whatever is ticked: somebody was hurt, it is a complaint, and the like."""
    return decision.way == PERSON and decision.reason not in _SETTLED_BY_TICKS


def question(understanding: Understanding, taxonomy: Taxonomy) -> Question | None:
    """The question that leads furthest, or None where one reading is left or no tick would help.

    Nothing is asked of what the enquirer has ticked, nor where a person looks anyhow.
    """
    if understanding.spam.lane != "pass" or stands(understanding.decision):
        return None
    if not _is_ticked(understanding, MARKET):
        found = (
            _which_market(understanding, taxonomy)
            or _open_market(understanding)
            or _which_uk(understanding, taxonomy)
        )
        if found:
            return found
    return None if _is_ticked(understanding, SERVICE) else _which_service(understanding, taxonomy)


def _of(understanding: Understanding, facet: str) -> list[Understood]:
    return [each for each in understanding.facets if each.facet == facet]


def _is_ticked(understanding: Understanding, facet: str) -> bool:
    return any(each.source == BY_ENQUIRER for each in _of(understanding, facet))


def _which_market(understanding: Understanding, taxonomy: Taxonomy) -> Question | None:
    """Places that are named and not taken to be markets, where no other is and a service is asked for."""
    if understanding.decision == Decision(ASK, "which_market"):
        return _not_all_meant(understanding)
    named = _of(understanding, MARKET)
    if any(each.is_meant for each in named) or not (understanding.needs.services or understanding.roles):
        return None
    places = [each.code for each in named if each.spans and taxonomy.regions[each.code].kind != "continent"]
    options: list[tuple[str, ...]] = [(code,) for code in places[:_MOST]]
    if len(options) == 1:
        options.append(())
    return Question(Kind.WHICH_MARKET, tuple(options)) if options else None


def _not_all_meant(understanding: Understanding) -> Question | None:
    """Several markets, some of them perhaps only mentioned: each by itself, or the sure and the others."""
    meant = [each for each in _of(understanding, MARKET) if each.is_meant]
    options: list[tuple[str, ...]] = [(each.code,) for each in meant]
    if len(options) > _MOST:
        surest = max(each.score for each in meant)
        sure = tuple(each.code for each in meant if each.score == surest)
        options = [sure, tuple(each.code for each in meant if each.code not in sure)]
    if len(options) < 2 or max(map(len, options)) > _MOST_TOGETHER or not all(options):
        return None
    return Question(Kind.WHICH_MARKET, tuple(options), tuple(each.code for each in meant))


def _open_market(understanding: Understanding) -> Question | None:
    """A general word, no place at all: which market would say which service it is."""
    needs, roles = understanding.needs, understanding.roles
    if _of(understanding, MARKET) or needs.services or not roles:
        return None
    if not needs.sectors and _REPRESENTATIVE not in roles:
        return None  # without a product the market alone would not say it either
    return Question(Kind.OPEN_MARKET, tuple((code,) for code in _OFTEN_MEANT))


def _which_uk(understanding: Understanding, taxonomy: Taxonomy) -> Question | None:
    """The whole and one of its parts are both named: the part may be all that is meant, or only stressed."""
    named = [each.code for each in _of(understanding, MARKET) if each.spans]
    parts = [code for code in _PARTS_OF_UK if code in named and code in taxonomy.regions]
    if _UK not in named or len(parts) != 1:
        return None
    return Question(Kind.WHICH_UK, ((_UK,), (parts[0],)), understanding.needs.markets)


def _which_service(understanding: Understanding, taxonomy: Taxonomy) -> Question | None:
    decision = understanding.decision
    if (decision.way, decision.reason) != (ASK, "which_service"):
        return None
    meant = [each for each in _of(understanding, SERVICE) if each.is_meant]
    by_name = tuple(each.code for each in meant if each.score > _BY_NAME)
    guessed = tuple(each.code for each in meant if each.score <= _BY_NAME)
    options: list[tuple[str, ...]]
    if by_name and guessed:
        options = [by_name, guessed]
    elif by_name:
        options = _by_family(by_name, taxonomy)
    else:
        options = [guessed, *_taken_for(guessed, understanding, taxonomy)]
    if not 2 <= len(options) <= _MOST or max(map(len, options)) > _MOST_TOGETHER:
        return None
    return Question(Kind.WHICH_SERVICE, tuple(options), tuple(each.code for each in meant))


def _by_family(codes: Iterable[str], taxonomy: Taxonomy) -> list[tuple[str, ...]]:
    """Several kinds of service at once: the surest kinds, for the reader to say which comes first."""
    families: dict[str, list[str]] = {}
    for code in codes:
        families.setdefault(taxonomy.services[code].family, []).append(code)
    return [tuple(each) for each in families.values()][:_MOST]


def _taken_for(
    guessed: Sequence[str], understanding: Understanding, taxonomy: Taxonomy
) -> list[tuple[str, ...]]:
    """What words as vague as these are asked for instead in the same market: one other service."""
    needs = understanding.needs
    families = {taxonomy.services[code].family for code in guessed}
    answering = frozenset[str]().union(*(taxonomy.markets_answering(code) for code in needs.markets))
    wanted = frozenset[str]().union(*(taxonomy.sectors_answering(code) for code in needs.sectors))
    for family in _CONFUSED:
        if family in families or not needs.markets:
            continue
        for code in taxonomy.services_of(family):
            service = taxonomy.services[code]
            if answering & set(service.regions) and wanted & set(service.sectors):
                return [(code,)]
    return []
