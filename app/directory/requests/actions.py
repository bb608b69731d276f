"""Asking for a change of a listing, and answering."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.directory.models import Firm, Visibility
from app.directory.requests.deadlines import due
from app.directory.requests.errors import RequestAnswered
from app.directory.requests.events import RequestMade, RequestSettled
from app.directory.requests.models import ListingRequest, RequestKind, RequestOutcome
from app.kernel.content import raise_version
from app.kernel.db import db, rows_of
from app.kernel.events import publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants, as the form brought it."""

    kind: RequestKind
    text: str
    email: str
    language: str
    nonce: str
    suspect: bool


def ask(firm: Firm, wish: Wish, *, by: int | None, at: datetime) -> ListingRequest:
    """Put it before the desk; publishes RequestMade. The same form sent again is the same request."""
    kept = ListingRequest(
        firm_id=firm.id,
        kind=wish.kind,
        text=wish.text,
        email=wish.email,
        language=wish.language,
        nonce=wish.nonce,
        suspect=wish.suspect,
        asked_at=at,
        due_at=due(at),
    )
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError:
        return db.session.scalars(select(ListingRequest).where(ListingRequest.nonce == wish.nonce)).one()
    publish(RequestMade(at=at, firm_id=firm.id, by_id=by, request_id=kept.id))
    return kept


def settle(request: ListingRequest, *, outcome: RequestOutcome, answer: str, by: int, at: datetime) -> None:
    """Answer whoever asked; publishes RequestSettled. A removal that is granted takes the listing down.

    Raises RequestAnswered for all but the first of those who do it at once.
    """
    open_one = update(ListingRequest).where(
        ListingRequest.id == request.id, ListingRequest.settled_at.is_(None)
    )
    settled = {"settled_at": at, "settled_by": by, "outcome": outcome, "answer": answer}
    if not rows_of(db.session.execute(open_one.values(settled))):
        raise RequestAnswered
    db.session.refresh(request)
    if request.kind is RequestKind.REMOVAL and outcome is RequestOutcome.DONE:
        firm = db.session.get_one(Firm, request.firm_id)
        firm.visibility, firm.removed_at = Visibility.DRAFT, at
        raise_version(at=at)
    publish(RequestSettled(at=at, firm_id=request.firm_id, by_id=by, request_id=request.id))
