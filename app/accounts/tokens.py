"""The signed parts of links in letters to account holders: each good for some time, and for one thing."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.accounts.models import Account
from app.accounts.proofs import AddressChange
from app.accounts.queries import by_email, by_id
from app.kernel.db import db

RESET_IN = timedelta(hours=1)
CHANGE_IN = timedelta(days=3)
SIGN_UP_IN = timedelta(days=1)


class Mailbox(Enum):
    """Which of the two addresses of a change a link was sent to."""

    OLD = "old"
    NEW = "new"


def _signer(purpose: str, secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=purpose)


def _state(account: Account) -> str:
    """What a new password changes, so that a link is good for one only."""
    said = f"{account.fs_uniquifier}\x1f{account.password}\x1f{account.email}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def reset_token(account: Account, *, secret: str) -> str:
    """Lets whoever reads the person's mail choose a new password."""
    return str(_signer("reset-password", secret).dumps([account.id, _state(account)]))


def account_to_reset(token: str, *, secret: str) -> Account | None:
    """The person a reset link was made for; None for one that is old, altered or used."""
    try:
        account_id, state = _signer("reset-password", secret).loads(
            token, max_age=int(RESET_IN.total_seconds())
        )
    except (BadSignature, UnicodeError, ValueError, TypeError):
        return None
    account = by_id(account_id) if isinstance(account_id, int) else None
    return account if account and account.active and _state(account) == state else None


def change_token(change: AddressChange, mailbox: Mailbox, *, secret: str) -> str:
    """Lets whoever reads that mailbox agree to the change."""
    return str(_signer("change-address", secret).dumps([change.id, mailbox.value]))


def change_agreed(token: str, *, secret: str) -> tuple[AddressChange, Mailbox] | None:
    """Which change the link is about and whose word it is; None for one that is old, altered or over."""
    try:
        change_id, mailbox = _signer("change-address", secret).loads(
            token, max_age=int(CHANGE_IN.total_seconds())
        )
        whose = Mailbox(mailbox)
    except (BadSignature, UnicodeError, ValueError, TypeError):
        return None
    change = db.session.get(AddressChange, change_id)
    return (change, whose) if change and change.outcome is None else None


@dataclass(frozen=True, slots=True)
class SignUp:
    """Whose mailbox a link was sent to, and where they wanted to go."""

    email: str
    wanted: str


def sign_up_token(asked: SignUp, *, secret: str) -> str:
    """Lets whoever reads that mailbox make an account for it."""
    return str(_signer("sign-up", secret).dumps([asked.email, asked.wanted]))


def sign_up_of(token: str, *, secret: str) -> SignUp | None:
    """What the link was made for; None for one that is old or altered, and once there is such an account."""
    try:
        email, wanted = _signer("sign-up", secret).loads(token, max_age=int(SIGN_UP_IN.total_seconds()))
        found = SignUp(str(email), str(wanted))
    except (BadSignature, UnicodeError, ValueError, TypeError):
        return None
    return None if by_email(found.email) else found
