"""Which firms a person belongs to."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from app.accounts.models import Membership
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
