"""The index follows the rows, whoever writes them.

Not a reaction to events: every action that touches a firm, an article or the taxonomy would have to remember
to publish one, and the one that forgot would leave a page that nobody finds. What is written past the session
(bulk inserts) is not seen; ``flask search rebuild`` follows those.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session

from app.articles.models import Article, ArticleText
from app.directory.models import Firm, FirmText, Offering, OfferingSector, Office
from app.search.concepts import MODELS
from app.search.indexing import index_articles, index_concepts, index_firms

_FIRMS, _ARTICLES, _CONCEPTS = "search_firms", "search_articles", "search_concepts"


def watch(session: scoped_session[Any]) -> None:
    """Index what a transaction has changed, as its last act before it is kept."""
    for name, listener in (
        ("after_flush", _note),
        ("before_commit", _index),
        ("after_rollback", _forget),
    ):
        if not event.contains(session, name, listener):
            event.listen(session, name, listener)


def _note(session: Session, _context: object) -> None:
    """Remember whose words or offerings were written."""
    for row in (*session.new, *session.dirty, *session.deleted):
        match row:
            case Firm() | Article():
                _ids(session, row).add(row.id)
            case FirmText() | Office() | Offering():
                _noted(session, _FIRMS).add(row.firm_id)
            case OfferingSector():
                # Sectors come and go with their offering or beside it; the offering knows the firm.
                offering = session.get(Offering, row.offering_id) if row.offering_id else None
                if offering is not None:
                    _noted(session, _FIRMS).add(offering.firm_id)
            case ArticleText():
                _noted(session, _ARTICLES).add(row.article_id)
            case _ if isinstance(row, MODELS):
                _noted(session, _CONCEPTS).add(0)


def _ids(session: Session, row: Firm | Article) -> set[int]:
    return _noted(session, _FIRMS if isinstance(row, Firm) else _ARTICLES)


def _noted(session: Session, what: str) -> set[int]:
    found: set[int] = session.info.setdefault(what, set())
    return found


def _index(session: Session) -> None:
    session.flush()
    parts: tuple[tuple[str, Callable[[list[int]], object]], ...] = (
        (_CONCEPTS, lambda _: index_concepts()),
        (_FIRMS, index_firms),
        (_ARTICLES, index_articles),
    )
    for what, index in parts:
        noted = session.info.pop(what, None)
        if noted:
            index(sorted(each for each in noted if each is not None))


def _forget(session: Session) -> None:
    for what in (_FIRMS, _ARTICLES, _CONCEPTS):
        session.info.pop(what, None)
