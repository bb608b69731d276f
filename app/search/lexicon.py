"""Every wording of the taxonomy and the glossary, ready to be recognised in a query.

Wider than the classifier's: a search box is typed in lower case, and where a word has several readings all of
them are results, while a classifier must keep silent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.search.concepts import FAMILY, MARKET, REGULATOR, SECTOR, SERVICE, TERM, plain
from app.search.edition import Words
from app.search.folding import key
from app.search.spellings import rules
from app.search.tokens import STOP_WORDS, Token, tokens
from app.taxonomy.snapshot import Concept, RegionConcept, Taxonomy

#: Which list of ambiguous words is of which kind.
_KIND_OF_LIST = {"service": SERVICE, "region": MARKET, "sector": SECTOR, "regulator": REGULATOR}
#: Shorter Latin wordings of several words are also known written as one: chrep, ecrep.
_LONGEST_JOINED = 12


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a wording may mean."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A wording and what it may mean, best first."""

    atoms: tuple[str, ...]
    senses: tuple[Sense, ...]
    #: Whether editors left open which of the senses is meant: the rest of the query may tell.
    is_open: bool = False
    #: What it may also mean, though editors settled on the senses.
    others: tuple[Sense, ...] = ()


#: The first two atoms of a wording; None for the second of a wording that has one.
Start = tuple[str, str | None]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Wordings by how they begin, the longest first."""

    by_start: Mapping[Start, tuple[Entry, ...]]
    by_sense: Mapping[Sense, tuple[Entry, ...]]
    #: What they begin with: most of a text is passed over by this alone.
    firsts: frozenset[str]

    def at(self, atoms: Sequence[str], index: int) -> Entry | None:
        """The longest wording that stands at that place."""
        if index + 1 < len(atoms):
            for entry in self.by_start.get((atoms[index], atoms[index + 1]), ()):
                if tuple(atoms[index : index + len(entry.atoms)]) == entry.atoms:
                    return entry
        return next(iter(self.by_start.get((atoms[index], None), ())), None)

    def wordings(self) -> Iterator[str]:
        """How they begin: a Latin word, or the first characters of a Chinese one."""
        for entries in self.by_start.values():
            for entry in entries:
                first = entry.atoms[0]
                yield first if first.isascii() else "".join(entry.atoms[:4])

    def only(self, senses: Iterable[Sense]) -> "Lexicon":
        """The wordings of those senses alone."""
        return _of({entry.atoms: entry for each in senses for entry in self.by_sense.get(each, ())}.values())


def _of(entries: Iterable[Entry]) -> Lexicon:
    starts: dict[Start, list[Entry]] = defaultdict(list)
    senses: dict[Sense, list[Entry]] = defaultdict(list)
    for entry in entries:
        starts[entry.atoms[0], entry.atoms[1] if len(entry.atoms) > 1 else None].append(entry)
        for sense in entry.senses:
            senses[sense].append(entry)
    return Lexicon(
        {start: tuple(sorted(each, key=lambda entry: -len(entry.atoms))) for start, each in starts.items()},
        {sense: tuple(each) for sense, each in senses.items()},
        frozenset(first for first, _second in starts),
    )


def atoms_of(found: Iterable[Token]) -> Iterator[str]:
    """Stems of Latin words and single Chinese characters: wordings are compared by these."""
    for token in found:
        if token.is_han:
            yield from token.text
        else:
            yield token.text


def atomised(text: str) -> tuple[str, ...]:
    return tuple(atoms_of(tokens(key(text))))


@lru_cache(maxsize=4)
def lexicon(words: Words) -> Lexicon:
    """The lexicon of one edition; built once."""
    taxonomy, terms = words.taxonomy, words.terms
    senses: dict[tuple[str, ...], dict[Sense, None]] = defaultdict(dict)
    for sense, wording in _wordings(taxonomy, terms):
        for atoms in _forms(wording):
            senses[atoms][sense] = None
    entries = {atoms: Entry(atoms, tuple(found)) for atoms, found in senses.items()}
    entries |= {entry.atoms: entry for entry in _ambiguous(taxonomy, entries)}
    entries |= {entry.atoms: entry for entry in _of_several(taxonomy, entries)}
    return _of(entries.values())


def _wordings(taxonomy: Taxonomy, terms: Iterable[Concept]) -> Iterator[tuple[Sense, str]]:
    for kind, concepts in (
        (SERVICE, taxonomy.services.values()),
        (REGULATOR, taxonomy.regulators.values()),
        (MARKET, taxonomy.regions.values()),
        (SECTOR, taxonomy.sectors.values()),
        (FAMILY, taxonomy.families.values()),
        (TERM, terms),
    ):
        for concept in concepts:
            sense = Sense(kind, concept.code)
            for name in concept.names.values():
                yield sense, name
            for aliases in concept.aliases.values():
                yield from ((sense, alias) for alias in aliases)
            yield from ((sense, plain(each)) for each in concept.abbreviations)
            if isinstance(concept, RegionConcept):
                yield from ((sense, each) for found in concept.demonyms.values() for each in found)


def _forms(wording: str) -> Iterator[tuple[str, ...]]:
    """A wording as it may be typed: as it is, without what stands in brackets, and written as one word."""
    found = [wording]
    head, bracket, inside = wording.replace("（", "(").replace("）", ")").partition("(")
    if bracket and head.strip() and inside.endswith(")") and not head[-1].isdigit():
        found += [head, inside[:-1]] if _is_initials(inside[:-1], head) else [head]
    for form in found:
        atoms = atomised(form)
        if not atoms or (len(atoms) == 1 and (len(atoms[0]) < 2 or atoms[0] in STOP_WORDS - {"us"})):
            continue
        yield atoms
        joined = "".join(atoms)
        if len(atoms) > 1 and joined.isascii() and joined.isalpha() and len(joined) <= _LONGEST_JOINED:
            yield (joined,)


def _is_initials(short: str, name: str) -> bool:
    """Whether letters in brackets abbreviate what stands before them, and are no remark: (IVD), not (UK)."""
    initials = "".join(word[0] for word in name.lower().split())
    return len(short) > 2 and initials.startswith(short.lower())


def _ambiguous(taxonomy: Taxonomy, entries: Mapping[tuple[str, ...], Entry]) -> Iterator[Entry]:
    """Words with several readings: the settled one first, else all of them, left open."""
    for term in taxonomy.ambiguous:
        kind = _KIND_OF_LIST.get(term.facet)
        if kind is None:
            continue
        readings = [Sense(kind, code) for code in ([term.default] if term.default else term.readings)]
        rest = tuple(Sense(kind, code) for code in term.readings if code != term.default)
        for wording in term.terms:
            atoms = atomised(wording)
            if not atoms:
                continue
            others = [each for each in _known(entries, atoms) if each.kind != kind or not readings]
            senses = tuple(dict.fromkeys([*readings, *others]))
            if senses and not (len(atoms) == 1 and atoms[0] in STOP_WORDS - {"us"}):
                yield Entry(atoms, senses, is_open=term.default is None, others=rest if term.default else ())


def _of_several(taxonomy: Taxonomy, entries: Mapping[tuple[str, ...], Entry]) -> Iterator[Entry]:
    """Words for what several markets have each under a service of its own, left open."""
    for group in rules("readings")["readings"]:
        services = [Sense(SERVICE, code) for code in group["services"] if code in taxonomy.services]
        for atoms in map(atomised, group["words"]):
            others = [each for each in _known(entries, atoms) if each.kind != SERVICE]
            if services:
                yield Entry(atoms, (*services, *others), is_open=True)


def _known(entries: Mapping[tuple[str, ...], Entry], atoms: tuple[str, ...]) -> tuple[Sense, ...]:
    return entries[atoms].senses if atoms in entries else ()
