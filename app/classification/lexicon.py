"""The words of the taxonomy, ready to be found in a text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.classification.folding import fold, key_of
from app.i18n.languages import LANGUAGES
from app.kernel.text import has_han
from app.taxonomy.snapshot import Concept, Taxonomy

#: Which facet each list of concepts speaks of.
MARKET, SERVICE, SECTOR = "market", "service", "sector"
_FACET_OF_LIST = {"region": MARKET, "service": SERVICE, "sector": SECTOR}

#: A word this short in Latin letters stands inside too many others to mean anything.
_SHORTEST_LATIN = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A wording of a concept."""

    key: str
    facet: str
    #: None: the word is known, but has several readings and no settled one.
    code: str | None
    #: Capitals must agree: US is a country, us is not.
    is_abbreviation: bool
    #: Must not be part of a longer word; Chinese has no such boundaries.
    is_whole_word: bool


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All wordings, by their first two characters, longest first."""

    by_start: Mapping[str, tuple[Word, ...]]

    def at(self, key: str, index: int) -> tuple[Word, ...]:
        """The words that could begin at that place."""
        return self.by_start.get(key[index : index + 2], ())


@lru_cache(maxsize=4)
def lexicon(taxonomy: Taxonomy) -> Lexicon:
    """The lexicon of one version of the taxonomy; built once."""
    settled = {word.key: word for word in _ambiguous(taxonomy)}
    mute = frozenset(_mute_abbreviations(taxonomy))
    found: dict[tuple[str, str, bool], Word] = {}
    for facet, concepts in (
        (MARKET, taxonomy.regions),
        (SERVICE, taxonomy.services),
        (SECTOR, taxonomy.sectors),
    ):
        for concept in concepts.values():
            for word in _words(facet, concept):
                known = settled.get(word.key)
                if word.is_abbreviation:
                    word = replace(word, code=None) if (word.facet, word.key) in mute else word
                elif known:
                    word = known
                found.setdefault((word.key, word.facet, word.is_abbreviation), word)
    starts: dict[str, list[Word]] = defaultdict(list)
    for word in found.values():
        starts[word.key[:2].casefold()].append(word)
    return Lexicon(
        {start: tuple(sorted(words, key=lambda word: -len(word.key))) for start, words in starts.items()}
    )


def _words(facet: str, concept: Concept) -> Iterator[Word]:
    for abbreviation in concept.abbreviations:
        yield Word(fold(abbreviation).cased, facet, concept.code, True, True)
    for language in LANGUAGES:
        for wording in (concept.names.get(language.slug, ""), *concept.aliases.get(language.slug, ())):
            key = key_of(wording)
            latin = not has_han(wording)
            if len(key) >= (_SHORTEST_LATIN if latin else 2):
                yield Word(key, facet, concept.code, False, latin)


def _ambiguous(taxonomy: Taxonomy) -> Iterator[Word]:
    """Words with several readings: the settled one if editors named one, else known but mute."""
    for term in taxonomy.ambiguous:
        facet = _FACET_OF_LIST.get(term.facet)
        if facet is None:
            continue
        for wording in term.terms:
            yield Word(key_of(wording), facet, term.default, False, not has_han(wording))


def _mute_abbreviations(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Facet and letters of what says nothing even in capitals: API may be a substance or software.

    A term that editors list in both cases, as ``IND`` and ``ind``, has one meaning in capitals.
    """
    for term in taxonomy.ambiguous:
        facet = _FACET_OF_LIST.get(term.facet)
        if facet and term.default is None:
            yield from ((facet, each) for each in term.terms if each.lower() not in term.terms)
