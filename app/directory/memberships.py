"""Which firms a person belongs to."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from app.accounts.models import Account, MemberRole, Membership
from app.directory.models import Firm
from app.kernel.db import db


def _firms_of(account_id: int, *, demo: bool) -> Select[Firm]:
    """Invented firms only where they take part."""
    found = (
        select(Firm)
        .join(Membership, Membership.firm_id == Firm.id)
        .where(Membership.account_id == account_id)
        .order_by(Firm.slug)
    )
    return found if demo else found.where(Firm.demo.is_(False))


def firms_of(account_id: int, *, demo: bool) -> Sequence[Firm]:
    """The person's firms, published or not."""
    return db.session.scalars(_firms_of(account_id, demo=demo)).all()


def firm_of(account_id: int, slug: str, *, demo: bool) -> Firm | None:
    """That firm if the person belongs to it; None for any other, whether it exists or not."""
    return db.session.scalar(_firms_of(account_id, demo=demo).where(Firm.slug == slug))


def addresses_of(firm: Firm) -> list[str]:
    """Where letters to the firm can go: its own address first, then those of its people."""
    people = db.session.scalars(
        select(Account.email)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.firm_id == firm.id, Account.active.is_(True))
        .order_by(Membership.id)
    ).all()
    return [each for each in (firm.contact_email, *people) if each]


def keepers_of(firm: Firm) -> Sequence[Account]:
    """Who of the firm keeps its listing: its owners and editors."""
    return db.session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.firm_id == firm.id, Account.active.is_(True))
        .where(Membership.role.in_([MemberRole.EDITOR, MemberRole.OWNER]))
        .order_by(Membership.id)
    ).all()


def firms_at(address: str) -> Sequence[Firm]:
    """Firms that letters to an address, in small letters, are meant for."""
    people = select(Membership.firm_id).join(Account, Membership.account_id == Account.id)
    theirs = people.where(func.lower(Account.email) == address)
    return db.session.scalars(
        select(Firm)
        .where(or_(func.lower(Firm.contact_email) == address, Firm.id.in_(theirs)))
        .order_by(Firm.id)
    ).all()
