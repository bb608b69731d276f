"""What has happened to accounts. Each goes into the person's own list, and most by letter to the person."""

from dataclasses import dataclass

from app.accounts.proofs import Proof
from app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SignUpAsked(Event):
    """Somebody wants an account with that address; whether it has one, only the letter says."""

    email: str
    #: A language slug.
    language: str
    #: The page they came from, where they go on once there is an account.
    wanted: str


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """Something about one account."""

    account_id: int


@dataclass(frozen=True, kw_only=True)
class SignedIn(AccountEvent):
    """Somebody has signed in, with the proofs the account asks for."""

    proof: Proof


@dataclass(frozen=True, kw_only=True)
class SignedOut(AccountEvent):
    """The person left, in one browser."""


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(AccountEvent):
    """The person ended sessions of theirs from another one."""


@dataclass(frozen=True, kw_only=True)
class ResetAsked(AccountEvent):
    """Somebody who knows the address wants a new password."""


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(AccountEvent):
    """The account has another password."""


@dataclass(frozen=True, kw_only=True)
class CodesSetUp(AccountEvent):
    """An app of the person's makes codes from now on."""


@dataclass(frozen=True, kw_only=True)
class CodesRemoved(AccountEvent):
    """No code is asked any more."""


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(AccountEvent):
    """A device of the person's holds a key from now on."""


@dataclass(frozen=True, kw_only=True)
class PasskeyRemoved(AccountEvent):
    """A key is worth nothing any more."""


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(AccountEvent):
    """There are new recovery codes; those before are worth nothing."""


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(AccountEvent):
    """A recovery code stood for a second factor."""


@dataclass(frozen=True, kw_only=True)
class SecondFactorLifted(AccountEvent):
    """An operator took all second factors off an account whose person has lost them."""


@dataclass(frozen=True, kw_only=True)
class AddressEvent(AccountEvent):
    """Something about the change of an address."""

    change_id: int


@dataclass(frozen=True, kw_only=True)
class AddressChangeAsked(AddressEvent):
    """Both mailboxes are asked."""


@dataclass(frozen=True, kw_only=True)
class AddressChangeRefused(AddressEvent):
    """The old mailbox says that it was not the person; every session has ended."""


@dataclass(frozen=True, kw_only=True)
class AddressChanged(AddressEvent):
    """Both mailboxes have agreed."""
