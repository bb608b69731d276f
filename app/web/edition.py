"""The edition and the taxonomy of this request: one cheap read, then shared."""

from flask import g

from app.kernel.content import Edition, edition
from app.taxonomy import queries
from app.taxonomy.snapshot import Taxonomy


def current_edition() -> Edition:
    """The content version this request answers from; one statement a request."""
    if "edition" not in g:
        g.edition = edition()
    return g.edition


def current_taxonomy() -> Taxonomy:
    """The taxonomy of that version; no statement unless this process has not seen it yet."""
    return queries.taxonomy(current_edition().version)
