"""Second factors: who must have one, who has one, and what can be done with them."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

from app.accounts.events import (
    CodesRemoved,
    CodesSetUp,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SecondFactorLifted,
)
from app.accounts.models import Account, MemberRole
from app.accounts.proofs import Passkey, RecoveryCode
from app.kernel.db import db, rows_of
from app.kernel.events import publish
from app.kernel.seals import ALPHABET

#: How many recovery codes are made at once, and of how many characters: 120 bits each.
RECOVERY_CODES = 10
_CODE_LENGTH = 24
_GROUP = 4
MOST_PASSKEYS = 10


def needs_second_factor(account: Account) -> bool:
    """Whether a password alone is too little for what the person may do."""
    return account.is_staff or any(each.role is MemberRole.OWNER for each in account.memberships)


def has_second_factor(account: Account) -> bool:
    """Whether the password alone no longer signs the person in."""
    return account.code_secret is not None or bool(passkeys_of(account))


def set_up_codes(account: Account, *, secret: str, counter: int, at: datetime) -> None:
    """Ask for a code of the person's app from now on; publishes CodesSetUp.

    secret: encrypted. counter: the half-minute of the code that showed that the app has it.
    """
    account.code_secret, account.code_counter = secret, counter
    publish(CodesSetUp(at=at, account_id=account.id))


def remove_codes(account: Account, *, at: datetime) -> None:
    """Ask for none any more; publishes CodesRemoved, and nothing where none was asked."""
    if account.code_secret is None:
        return
    account.code_secret = account.code_counter = None
    _drop_codes_of_nothing(account)
    publish(CodesRemoved(at=at, account_id=account.id))


def passkeys_of(account: Account) -> Sequence[Passkey]:
    """The person's passkeys, the oldest first."""
    return db.session.scalars(
        select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.id)
    ).all()


def passkey_of(credential: bytes) -> Passkey | None:
    """The passkey of that credential, whoever's it is."""
    return db.session.scalar(select(Passkey).where(Passkey.credential == credential))


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a device made, and what the person calls it."""

    credential: bytes
    public_key: bytes
    signed: int
    name: str


def add_passkey(account: Account, made: NewPasskey, *, at: datetime) -> None:
    """Take the key of a device; publishes PasskeyAdded. The database refuses a credential it has."""
    db.session.add(
        Passkey(
            account_id=account.id,
            credential=made.credential,
            public_key=made.public_key,
            signed=made.signed,
            name=made.name,
            added_at=at,
        )
    )
    db.session.flush()
    publish(PasskeyAdded(at=at, account_id=account.id))


def remove_passkey(account: Account, passkey_id: int, *, at: datetime) -> bool:
    """Let go of a passkey of the person's; publishes PasskeyRemoved. False if it is not theirs."""
    gone = delete(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account.id)
    if not rows_of(db.session.execute(gone)):
        return False
    _drop_codes_of_nothing(account)
    publish(PasskeyRemoved(at=at, account_id=account.id))
    return True


def note_use(passkey: Passkey, *, signed: int, at: datetime) -> None:
    """The passkey has just signed somebody in."""
    passkey.signed, passkey.used_at = signed, at


def make_recovery_codes(account: Account, *, secret: str, at: datetime) -> list[str]:
    """New recovery codes in place of those before; publishes RecoveryCodesMade.

    Returns them as they are shown, this once: only their digests are kept. secret: what keys the digests.
    """
    _drop_recovery_codes(account)
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        db.session.add(RecoveryCode(account_id=account.id, digest=_digest(code, account, secret)))
    publish(RecoveryCodesMade(at=at, account_id=account.id))
    return codes


def recovery_codes_left(account: Account) -> int:
    """How many have not been used."""
    rows = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account.id)
    return db.session.scalar(rows) or 0


def use_recovery_code(account: Account, code: str, *, secret: str, at: datetime) -> bool:
    """Take a recovery code, once; publishes RecoveryCodeUsed. False for any that is none of the person's.

    One statement takes it away, so that of two at once only one gets in.
    """
    gone = delete(RecoveryCode).where(
        RecoveryCode.account_id == account.id, RecoveryCode.digest == _digest(code, account, secret)
    )
    if not rows_of(db.session.execute(gone)):
        return False
    publish(RecoveryCodeUsed(at=at, account_id=account.id))
    return True


def lift(account: Account, *, at: datetime) -> None:
    """Take every second factor off, for a person who has lost them all; publishes SecondFactorLifted."""
    account.code_secret = account.code_counter = None
    db.session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    _drop_recovery_codes(account)
    publish(SecondFactorLifted(at=at, account_id=account.id))


def _new_code() -> str:
    """``abcd-efgh-…``: without look-alikes, in groups that can be read aloud."""
    said = "".join(secrets.choice(ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(said[at : at + _GROUP] for at in range(0, _CODE_LENGTH, _GROUP))


def _digest(code: str, account: Account, secret: str) -> str:
    """A code says the same with and without its hyphens and spaces, in either case."""
    plain = "".join(each for each in code.lower() if each in ALPHABET)
    said = f"recovery-code\x1f{account.id}\x1f{plain}".encode()
    return hmac.digest(secret.encode(), said, hashlib.sha256).hex()


def _drop_recovery_codes(account: Account) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _drop_codes_of_nothing(account: Account) -> None:
    """Recovery codes stand for a second factor; without one they would stand for nothing."""
    db.session.flush()
    if not has_second_factor(account):
        _drop_recovery_codes(account)


def take_code(account: Account, counter: int) -> bool:
    """Note that the code of that half-minute was used; False if it, or a later one, was before.

    One statement says so, so that of two at once only one gets in.
    """
    newer = update(Account).where(
        Account.id == account.id,
        Account.code_secret.is_not(None),
        or_(Account.code_counter.is_(None), Account.code_counter < counter),
    )
    return bool(rows_of(db.session.execute(newer.values(code_counter=counter))))
