"""How a firm handles an enquiry among its own people: who has it in hand, and what they note about it.

Nobody else reads any of this: not the enquirer, not other firms, not the desk; it stands in no letter and
not in the journal.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Account, Membership
from app.enquiries.errors import NoSuchReferral, NotOfTheFirm
from app.enquiries.models import Referral
from app.kernel.db import Base, db


class Assignment(Base):
    """The one of a firm's people who has a referral in hand. Letters go to the firm as before."""

    __tablename__ = "assignment"

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]


class Note(Base):
    """What somebody of a firm put down for the others; never edited."""

    __tablename__ = "firm_note"

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    text: Mapped[str]
    at: Mapped[datetime]
    #: Minted with the form; sending it twice keeps one note.
    nonce: Mapped[str] = mapped_column(String(43), unique=True)


def can_be_noted_on(referral: Referral) -> bool:
    """Whether the firm may read the question now; notes may repeat it, so they are shown no longer."""
    return referral.is_live or referral.talks


def people_of(firm_id: int) -> Sequence[Account]:
    """Those who can be given an enquiry of the firm's, by name."""
    return db.session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.firm_id == firm_id, Account.active.is_(True))
        .order_by(Account.name, Account.id)
    ).all()


def assign(referral: Referral, *, to: int | None, at: datetime) -> None:
    """Put it in one person's hands, or in nobody's. Again changes nothing.

    Raises NotOfTheFirm, and NoSuchReferral for what the firm may no longer read.
    """
    _must_be_read(referral)
    known = db.session.scalar(select(Assignment).where(Assignment.referral_id == referral.id))
    if to is None:
        if known is not None:
            db.session.delete(known)
        return
    if to not in {each.id for each in people_of(referral.firm_id)}:
        raise NotOfTheFirm
    if known is None:
        db.session.add(Assignment(referral_id=referral.id, account_id=to, at=at))
    elif known.account_id != to:
        known.account_id, known.at = to, at


def note(referral: Referral, *, text: str, nonce: str, by: int, at: datetime) -> None:
    """Put something down for the others of the firm. The same form sent twice is one note.

    Raises NoSuchReferral for what the firm may no longer read.
    """
    _must_be_read(referral)
    if db.session.scalar(select(Note.id).where(Note.nonce == nonce)) is None:
        db.session.add(Note(referral_id=referral.id, account_id=by, text=text, at=at, nonce=nonce))


def _must_be_read(referral: Referral) -> None:
    if not can_be_noted_on(referral):
        raise NoSuchReferral(reference=referral.enquiry.reference)


def notes_of(referral: Referral) -> list[tuple[Note, str]]:
    """The firm's notes in the order they were made, each with who made it; none once it may not read on."""
    if not can_be_noted_on(referral):
        return []
    found = select(Note, Account.name).outerjoin(Account, Account.id == Note.account_id)
    rows = db.session.execute(found.where(Note.referral_id == referral.id).order_by(Note.id))
    return [(made, name or "") for made, name in rows]


def in_hands_of(referrals: Iterable[Referral]) -> dict[int, tuple[int, str]]:
    """By referral id, account and name of who has it in hand, if still of the firm; one statement."""
    ids = [each.id for each in referrals]
    if not ids:
        return {}
    rows = db.session.execute(
        select(Assignment.referral_id, Account.id, Account.name)
        .join(Account, Account.id == Assignment.account_id)
        .join(Referral, Referral.id == Assignment.referral_id)
        .join(Membership, (Membership.account_id == Account.id) & (Membership.firm_id == Referral.firm_id))
        .where(Assignment.referral_id.in_(ids))
    )
    return {referral_id: (account_id, name) for referral_id, account_id, name in rows}


def forget_handling(referral_ids: Iterable[int]) -> None:
    """Remove what firms noted, and who had it in hand."""
    ids = list(referral_ids)
    db.session.execute(delete(Note).where(Note.referral_id.in_(ids)))
    db.session.execute(delete(Assignment).where(Assignment.referral_id.in_(ids)))
