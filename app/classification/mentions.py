"""Where a text names something of the taxonomy in so many words."""

from dataclasses import dataclass

from app.classification.folding import Folded, fold
from app.classification.lexicon import Lexicon, Word, lexicon
from app.taxonomy.snapshot import Taxonomy

#: Longer texts are read this far; nobody's question is longer.
_LONGEST = 20_000
#: No name or alias comes near this.
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named at a place of the original text."""

    facet: str
    code: str
    start: int
    end: int


def mentions(text: str, taxonomy: Taxonomy) -> tuple[Mention, ...]:
    """Every concept the text names, in order of place; the longest wording wins where several fit.

    A word with several readings and no settled one is passed over, and so is what lies inside it.
    """
    folded = fold(text[:_LONGEST])
    words = lexicon(taxonomy)
    found: list[Mention] = []
    index = 0
    while index < len(folded.key):
        here = _longest_at(folded, index, words)
        if not here:
            index += 1
            continue
        length = len(here[0].key)
        start, end = folded.span(index, index + length)
        found += [Mention(word.facet, word.code, start, end) for word in here if word.code]
        index += length
    return tuple(found)


def named(text: str, taxonomy: Taxonomy) -> tuple[Mention, ...]:
    """The concepts whose name or alias the whole text is: what a search box or an address may hold."""
    whole = text.strip()
    if len(whole) > _LONGEST_NAME:
        return ()
    return tuple(each for each in mentions(whole, taxonomy) if (each.start, each.end) == (0, len(whole)))


def _longest_at(folded: Folded, index: int, words: Lexicon) -> list[Word]:
    """The words of the greatest length that stand at that place; several facets may share a wording."""
    found: list[Word] = []
    for word in words.at(folded.key, index):
        if found and len(word.key) < len(found[0].key):
            break
        if _stands(word, folded, index):
            found.append(word)
    return found


def _stands(word: Word, folded: Folded, index: int) -> bool:
    end = index + len(word.key)
    text = folded.cased if word.is_abbreviation else folded.key
    if not text.startswith(word.key, index):
        return False
    return not word.is_whole_word or (_is_edge(folded.key, index - 1) and _is_edge(folded.key, end))


def _is_edge(key: str, index: int) -> bool:
    """Whether a Latin word may begin or end beside that character."""
    if not 0 <= index < len(key):
        return True
    return not (key[index].isascii() and key[index].isalnum())
