"""Finding people."""

from collections.abc import Iterable

from sqlalchemy import select

from app.accounts.models import Account
from app.kernel.db import db


def by_email(email: str) -> Account | None:
    """The person with that address, in any case; None if there is none."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def by_id(account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """The names of those people, by id; one statement, none for nobody."""
    wanted = list(account_ids)
    if not wanted:
        return {}
    return {
        row.id: row.name
        for row in db.session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    }


def holds_sample_accounts() -> bool:
    """Whether anybody can sign in with the password that the README tells."""
    return (
        db.session.scalar(select(Account.id).where(Account.email.endswith("@portal.example")).limit(1))
        is not None
    )
