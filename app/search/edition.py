"""What the search knows by heart: the taxonomy, the glossary and the vocabulary, as of one edition."""

from dataclasses import dataclass, fields

from sqlalchemy import select

from app.kernel.db import db
from app.taxonomy.models import Term
from app.taxonomy.snapshot import Concept, Taxonomy


@dataclass(frozen=True, eq=False)
class Words:
    """The names of all but firms and articles. Equal to itself only, so that caches may key on it."""

    taxonomy: Taxonomy
    terms: tuple[Concept, ...]


_kept: tuple[Taxonomy, Words] | None = None


def known(taxonomy: Taxonomy) -> Words:
    """The words of that edition; one statement when it is new to this process, else none.

    An edition in which no name changed, which is nearly every one, gives the very same value, so that what is
    built on it is not built again.
    """
    global _kept
    kept = _kept
    if kept is not None and kept[0] is taxonomy:
        return kept[1]
    words = Words(taxonomy, _terms())
    if kept is not None and kept[1].terms == words.terms and _same(kept[1].taxonomy, taxonomy):
        words = kept[1]
    _kept = taxonomy, words
    return words


def forget() -> None:
    """Forget which edition was read; for tests, whose databases reuse version numbers."""
    global _kept
    _kept = None


def _terms() -> tuple[Concept, ...]:
    rows = db.session.execute(select(Term.code, Term.names).order_by(Term.position))
    return tuple(Concept(row.code, row.names, {}, ()) for row in rows)


def _same(one: Taxonomy, other: Taxonomy) -> bool:
    return all(
        getattr(one, field.name) == getattr(other, field.name)
        for field in fields(Taxonomy)
        if field.name != "version"
    )
