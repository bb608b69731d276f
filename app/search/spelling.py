"""What a word that nobody knows was meant to be, held against the index's own vocabulary."""

from bisect import bisect_left
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import select

from app.kernel.content import edition
from app.kernel.db import db
from app.search.models import SearchWord
from app.search.reading import Reading
from app.search.tokens import Token, stem

#: Letters that may be wrong in a word of at least so many.
_SLIPS = ((10, 3), (6, 2), (4, 1))


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Every Latin word of the index, in order, with the number of documents that hold it."""

    version: int
    words: tuple[str, ...]
    documents: tuple[int, ...]
    stems: frozenset[str]

    def knows(self, token: Token) -> bool:
        return token.text in self.stems

    def begins(self, beginning: str) -> bool:
        """Whether some word begins so."""
        at = bisect_left(self.words, beginning)
        return at < len(self.words) and self.words[at].startswith(beginning)


_kept: Vocabulary | None = None


def vocabulary() -> Vocabulary:
    """The words of the edition in force; two statements when it is new to this process, else one."""
    global _kept
    version = edition().version
    if _kept is None or _kept.version != version:
        rows = db.session.execute(select(SearchWord.word, SearchWord.documents)).all()
        rows = sorted(rows, key=lambda row: row.word)
        words = tuple(row.word for row in rows)
        _kept = Vocabulary(version, words, tuple(row.documents for row in rows), frozenset(map(stem, words)))
    return _kept


def forget() -> None:
    """Drop what is kept; for tests, whose databases reuse version numbers."""
    global _kept
    _kept = None


def corrected(reading: Reading) -> str:
    """The query with each unknown Latin word exchanged for the nearest known one; empty where none is."""
    known = vocabulary()
    text = reading.folded.key
    changed = False
    for token in sorted(reading.rest, key=lambda each: -each.start):
        if token.is_han or not token.word.isalpha() or known.knows(token):
            continue
        nearest = _nearest(token.word, known)
        if nearest:
            text = text[: token.start] + nearest + text[token.end :]
            changed = True
    return text if changed else ""


def _nearest(word: str, known: Vocabulary) -> str:
    """The known word with the fewest slips; among several the one in most documents, then the first."""
    slips = next((most for length, most in _SLIPS if len(word) >= length), 0)
    if not slips or not word.isascii():
        return ""
    near = process.extract(word, known.words, scorer=OSA.distance, score_cutoff=slips, limit=None)
    best = min(near, key=lambda each: (each[1], -known.documents[each[2]], each[0]), default=None)
    return best[0] if best else ""
