"""Accounts."""

from flask_security import hash_password

from app.accounts.actions import create_account, join
from app.accounts.actions import make_staff as let_into_the_desk
from app.accounts.models import Account, MemberRole
from app.directory.models import Firm
from app.kernel.db import transaction
from tests.factories.keeping import numbers

#: Of every account made here.
PASSWORD = "a password for tests"


def make_account(*, language: str = "en", email: str | None = None, name: str = "Ann Other") -> Account:
    """Somebody who can sign in, and belongs nowhere."""
    with transaction():
        return create_account(
            email or f"person{next(numbers)}@example.test",
            name=name,
            password_hash=hash_password(PASSWORD),
            language=language,
        )


def make_staff(**given: str) -> Account:
    """Somebody who works at the desk."""
    account = make_account(**given)
    with transaction():
        let_into_the_desk(account)
    return account


def make_member(firm: Firm, *, role: MemberRole = MemberRole.EDITOR, **given: str) -> Account:
    """Somebody of a firm; an owner must have a second factor before the workspace opens."""
    account = make_account(**given)
    with transaction():
        join(account, firm_id=firm.id, role=role)
    return account
