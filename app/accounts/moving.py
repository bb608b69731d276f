"""Another address for an account: asked by the person, agreed by both mailboxes."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.events import AddressChangeAsked, AddressChanged, AddressChangeRefused
from app.accounts.models import Account
from app.accounts.proofs import AddressChange, Outcome
from app.accounts.queries import by_email
from app.accounts.sessions import end_sessions
from app.accounts.tokens import Mailbox
from app.kernel.db import db
from app.kernel.events import publish


def ask_to_move(account: Account, after: str, *, at: datetime) -> None:
    """Ask both mailboxes; publishes AddressChangeAsked. A change asked before is over with it.

    Whether another account has the address makes no difference to whoever asks: only its letter does.
    """
    db.session.execute(
        update(AddressChange)
        .where(AddressChange.account_id == account.id, AddressChange.outcome.is_(None))
        .values(outcome=Outcome.REPLACED)
    )
    change = AddressChange(account_id=account.id, before=account.email, after=after.lower(), asked_at=at)
    db.session.add(change)
    db.session.flush()
    publish(AddressChangeAsked(at=at, account_id=account.id, change_id=change.id))


def waiting_change(account: Account) -> AddressChange | None:
    """The change that is not over yet."""
    return db.session.scalar(
        select(AddressChange).where(AddressChange.account_id == account.id, AddressChange.outcome.is_(None))
    )


def agree(change: AddressChange, mailbox: Mailbox, *, at: datetime) -> bool:
    """One mailbox agrees; True once both have, and the account has the new address.

    Publishes AddressChanged then, and ends every session: whoever is signed in signs in with the new one.
    """
    if mailbox is Mailbox.OLD:
        change.old_said_at = change.old_said_at or at
    else:
        change.new_said_at = change.new_said_at or at
    if not (change.old_said_at and change.new_said_at):
        return False
    return _move(change, at=at)


def _move(change: AddressChange, *, at: datetime) -> bool:
    account = db.session.get_one(Account, change.account_id)
    if account.email != change.before or by_email(change.after):
        change.outcome = Outcome.REPLACED  # meanwhile the account moved on, or another took the address
        return False
    try:
        with db.session.begin_nested():
            account.email = change.after
    except IntegrityError:  # another took it this moment
        db.session.refresh(account)
        change.outcome = Outcome.REPLACED
        return False
    change.outcome = Outcome.DONE
    end_sessions(account)
    publish(AddressChanged(at=at, account_id=account.id, change_id=change.id))
    return True


def refuse(change: AddressChange, *, at: datetime) -> None:
    """The old mailbox did not ask for it: nothing changes, and every session ends.

    One of them was not the person's. Publishes AddressChangeRefused.
    """
    change.outcome = Outcome.REFUSED
    end_sessions(db.session.get_one(Account, change.account_id))
    publish(AddressChangeRefused(at=at, account_id=change.account_id, change_id=change.id))
