"""A text as the rules see it: folded, squeezed, with every known wording in its place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.classification.folding import Folded, fold
from app.classification.patterns import Pattern
from app.classification.phrases import phrased
from app.classification.rules import CITY_SIGN, MARKET_SIGN, REGULATOR_SIGN, Rules, possible
from app.classification.urgency import urgency
from app.classification.vocabulary import (
    CITY,
    EXACT,
    MARKET,
    MUTE,
    PLACE,
    PRODUCT,
    REGULATOR,
    ROLE,
    SERVICE,
    SIGN,
    Sense,
    Vocabulary,
)

#: Longer texts are read this far; nobody's question is longer.
LONGEST = 8_000
_SIGNS = {CITY: CITY_SIGN, REGULATOR: REGULATOR_SIGN}
_CLAUSE_END = re.compile(r"[!?。;\n,、]|\.(?:\s|$)")
_SENTENCE_END = re.compile(r"[!?。;\n]|\.(?:\s|$)")
_GAP = re.compile(r"[\s\x00-\x1f]+")
#: Where a wording may begin: not inside a Latin word.
_BEGINNING = re.compile(r"[^a-zA-Z0-9]|(?<![a-zA-Z0-9])[a-zA-Z0-9]")
#: What may stand between two names of one list.
_LISTING = re.compile(
    r"^(?:[、,/&+]|\s|和|及|与|跟|或|以及|还有|and|or|the|also|vs|versus|plus|in|for|to|还是|跟)*$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A known wording at a place of the squeezed text."""

    group: str
    kind: str
    codes: tuple[str, ...]
    start: int
    end: int
    #: A way of asking, not a word.
    is_way: bool = False


@dataclass(frozen=True, slots=True)
class _Markets:
    """The markets a text names, ready to be asked for between two places: each hit of a long text asks."""

    starts: list[int]
    #: For each, the one after the last of the list it stands in.
    runs: list[int]
    by_code: dict[str, list[int]]


@dataclass(frozen=True, eq=False)
class Reading:
    """What the rules work on. All places are places of ``key``; ``span`` leads back to the original."""

    folded: Folded
    hits: tuple[Hit, ...]
    rules: Rules

    @property
    def key(self) -> str:
        return self.folded.key

    def span(self, hit: Hit) -> tuple[int, int]:
        return self.folded.span(hit.start, hit.end)

    def of(self, group: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.group == group]

    @cached_property
    def places(self) -> list[Hit]:
        return self.of(PLACE)

    @cached_property
    def services(self) -> list[Hit]:
        return self.of(SERVICE)

    @cached_property
    def products(self) -> list[Hit]:
        return self.of(PRODUCT)

    @cached_property
    def signed(self) -> tuple[str, dict[int, Hit]]:
        """The text with one sign for each place, and which sign is which."""
        pieces: list[str] = []
        which: dict[int, Hit] = {}
        at = length = 0
        for hit in self.places:
            pieces += [self.key[at : hit.start], _SIGNS.get(hit.kind, MARKET_SIGN)]
            length += hit.start - at
            which[length] = hit
            length += 1
            at = hit.end
        pieces.append(self.key[at:])
        return "".join(pieces), which

    @cached_property
    def _clause_ends(self) -> list[int]:
        return [found.start() for found in _CLAUSE_END.finditer(self.key)] + [len(self.key)]

    def clause(self, hit: Hit) -> tuple[int, int]:
        """The clause a hit stands in."""
        ends = self._clause_ends
        at = min(bisect_right(ends, hit.start), bisect_left(ends, hit.end))
        start = ends[at - 1] if at else 0
        return start, max(ends[at], hit.end) if at < len(ends) else len(self.key)

    @cached_property
    def _markets(self) -> _Markets:
        named = [each for each in self.places if each.kind in {MARKET, REGULATOR}]
        starts = [each.start for each in named]
        runs = list(range(1, len(named) + 1))
        for index in range(len(named) - 2, -1, -1):
            if self.listed(named[index], named[index + 1]):
                runs[index] = runs[index + 1]
        by_code: dict[str, list[int]] = {}
        for index, each in enumerate(named):
            for code in each.codes:
                by_code.setdefault(code, []).append(index)
        return _Markets(starts, runs, by_code)

    def markets_between(self, start: int, end: int) -> frozenset[str]:
        """The markets named there, and in the list that begins there and runs on."""
        markets = self._markets
        first, last = bisect_left(markets.starts, start), bisect_left(markets.starts, end)
        if first < last:
            last = markets.runs[last - 1]
        return frozenset(
            code
            for code, named in markets.by_code.items()
            if (at := bisect_left(named, first)) < len(named) and named[at] < last
        )

    @cached_property
    def urgency(self) -> str:
        """The kind of hurry the text shows; see ``urgency``."""
        return urgency(self.signed[0], self.key, self.rules)

    @cached_property
    def letter_end(self) -> int:
        """Where the sender's own name and address begin."""
        found = self.rules.signature.search(self.key)
        return found.start() if found else len(self.key)

    def listed(self, first: Hit, second: Hit) -> bool:
        """Whether two hits stand beside one another in a list."""
        between = self.key[first.end : second.start]
        return len(between) < 14 and bool(_LISTING.match(between))


def read(text: str, words: Vocabulary, rules: Rules) -> Reading:
    """The reading of a text. Bounded: only its beginning is read."""
    folded = _squeezed(fold(text[:LONGEST]))
    known = [*_longest(_found(folded, words)), *_patterned(folded.key, rules)]
    ways = list(_phrased(folded.key, known, rules))
    spent = {span for _, spans in ways for span in spans}
    hits = [hit for hit in known if hit.group != SIGN and not _is_spent(hit, spent, rules)]
    hits += [hit for hit, _ in ways]
    return Reading(folded, tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end))), rules)


def _phrased(key: str, known: list[Hit], rules: Rules) -> Iterator[tuple[Hit, list[tuple[int, int]]]]:
    """Ways of asking told by several words, each with the words that are spent on it."""
    signs: dict[str, list[tuple[int, int]]] = {}
    for hit in known:
        for name in hit.codes if hit.group == SIGN else ():
            signs.setdefault(name, []).append((hit.start, hit.end))
    named = [(hit.group, hit.kind, hit.codes, (hit.start, hit.end)) for hit in known if hit.group != SIGN]
    for kind, code, spans in phrased(key, signs, named, rules):
        is_role = kind == ROLE and code in rules.spending
        yield Hit(SERVICE, kind, (code,), *spans[0], is_way=True), spans if is_role else []


def _is_spent(hit: Hit, spent: Collection[tuple[int, int]], rules: Rules) -> bool:
    """Whether a word for an approval only says what somebody is to hold."""
    if hit.kind != ROLE or hit.codes[0] not in rules.spent:
        return False
    return any(start < hit.end and hit.start < end for start, end in spent)


def _patterned(key: str, rules: Rules) -> Iterator[Hit]:
    """Ways of asking for a service that no list of words holds."""
    left = possible(rules, key)
    for code, patterns in rules.service_patterns.items():
        for span in _spans(key, patterns, left):
            yield Hit(SERVICE, EXACT, (code,), *span, is_way=True)
    for role in rules.roles.values():
        for span in _spans(key, role.patterns, left):
            yield Hit(SERVICE, ROLE, (role.name,), *span)


def _spans(key: str, patterns: Iterable[Pattern], left: Collection[Pattern]) -> Iterator[tuple[int, int]]:
    """Where the patterns that may match do: all of it, or what they name as the hit."""
    for pattern in patterns:
        if pattern in left:
            for found in pattern.finditer(key):
                yield found.span("hit" if found.re.groupindex else 0)


def _squeezed(folded: Folded) -> Folded:
    """Runs of white space as one, none beside Chinese characters, line ends kept."""
    key, cased, origins = folded.key, folded.cased, folded.origins
    keys: list[str] = []
    originals: list[str] = []
    places: list[int] = []
    at = 0
    for gap in _GAP.finditer(key):
        start, end = gap.span()
        keys.append(key[at:start])
        originals.append(cased[at:start])
        places += origins[at:start]
        space = "\n" if "\n" in gap[0] else " "
        if space == "\n" or (_is_latin(key[start - 1 : start]) and _is_latin(key[end : end + 1])):
            keys.append(space)
            originals.append(space)
            places.append(origins[start])
        at = end
    return Folded("".join([*keys, key[at:]]), "".join([*originals, cased[at:]]), (*places, *origins[at:]))


def _is_latin(character: str) -> bool:
    return character < "\u2e80"


def _found(folded: Folded, words: Vocabulary) -> Iterator[Hit]:
    key, cased = folded.key, folded.cased
    for beginning in _BEGINNING.finditer(key):
        index = beginning.start()
        for size, lengths in words.lengths.items():
            for length in lengths.get(key[index : index + size], ()):
                end = index + length
                for sense in words.words.get(key[index:end], ()) if end <= len(key) else ():
                    if sense.is_whole_word and not (_is_edge(key, index, -1) and _is_edge(key, end, 0)):
                        continue
                    if sense.is_cased and not _has_capitals(cased[index:end], sense):
                        continue
                    yield Hit(sense.group, sense.kind, sense.codes, index, end)


def _has_capitals(word: str, sense: Sense) -> bool:
    return word[:1].isupper() if sense.kind == CITY else word.upper() == word


def _is_edge(key: str, index: int, offset: int) -> bool:
    """Whether a Latin word may begin or end there."""
    at = index + offset
    return not (0 <= at < len(key)) or not (key[at].isascii() and key[at].isalnum())


def _longest(found: Iterator[Hit]) -> Iterator[Hit]:
    """Within each group the longest wordings that do not overlap; what is mute hides and goes."""
    taken: dict[str, set[int]] = {}
    kept = []
    for hit in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        places = taken.setdefault(hit.group, set())
        if any(place in places for place in range(hit.start, hit.end)):
            continue
        places.update(range(hit.start, hit.end))
        if hit.kind != MUTE:
            kept.append(hit)
    yield from sorted(kept, key=lambda hit: (hit.start, -hit.end))
