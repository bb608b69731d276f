"""Letters to people with an account, about the account alone."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts.events import (
    AccountEvent,
    AddressChangeAsked,
    AddressChanged,
    AddressChangeRefused,
    CodesRemoved,
    CodesSetUp,
    PasskeyAdded,
    PasskeyRemoved,
    PasswordChanged,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    ResetAsked,
    SecondFactorLifted,
    SignUpAsked,
)
from app.accounts.models import Account
from app.accounts.proofs import AddressChange
from app.accounts.queries import by_email
from app.accounts.tokens import Mailbox, SignUp, change_token, reset_token, sign_up_token
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.notices.writing import settings, write

#: What has changed, in a sentence.
CHANGES: Mapping[type[AccountEvent], LazyString] = {
    PasswordChanged: _l("The password was changed, and every session has ended."),
    CodesSetUp: _l("Signing in now also asks for a code from an app."),
    CodesRemoved: _l("Signing in no longer asks for a code from an app."),
    PasskeyAdded: _l("A passkey was added."),
    PasskeyRemoved: _l("A passkey was removed."),
    RecoveryCodesMade: _l("New recovery codes were made; the ones before no longer work."),
    RecoveryCodeUsed: _l("Somebody signed in with one of the recovery codes."),
    SecondFactorLifted: _l("All second factors were removed by an operator of the portal."),
    AddressChangeRefused: _l(
        "The change of address was refused; nothing has changed, and every session has ended."
    ),
    AddressChanged: _l("The account now has another address, and every session has ended."),
}


def _write(
    letter: str, event: AccountEvent, *, to: str, about: str = "", mailbox: str = "", **facts: Any
) -> None:
    account = db.session.get_one(Account, event.account_id)
    write(
        letter,
        to=to,
        language=BY_SLUG[account.language],
        # The moment tells two of a kind apart; of one moment, one letter is enough.
        reason=f"account:{account.id}:{type(event).__name__}:{event.at.timestamp():.0f}:{mailbox}",
        about=about or f"account:{account.id}",
        at=event.at,
        account=account,
        when=event.at,
        **facts,
    )


def send_reset(event: ResetAsked) -> None:
    """The link with which whoever reads the mail chooses a new password."""
    account = db.session.get_one(Account, event.account_id)
    token = reset_token(account, secret=settings().secret_key)
    _write("account_reset", event, to=account.email, token=token)


def answer_sign_up(event: SignUpAsked) -> None:
    """The link that makes an account; where there is one already, its person is told so instead."""
    known = by_email(event.email)
    moment = f"{event.at.timestamp():.0f}"
    if known is not None:
        if not known.active:
            return
        write(
            "account_known",
            to=known.email,
            language=BY_SLUG[known.language],
            reason=f"account:{known.id}:SignUpAsked:{moment}",
            about=f"account:{known.id}",
            at=event.at,
            account=known,
        )
        return
    write(
        "account_sign_up",
        to=event.email,
        language=BY_SLUG[event.language],
        reason=f"sign-up:{event.email}:{moment}",
        about="",
        at=event.at,
        email=event.email,
        token=sign_up_token(SignUp(event.email, event.wanted), secret=settings().secret_key),
    )


def ask_both_mailboxes(event: AddressChangeAsked) -> None:
    """Both are asked. Where the new one is another account's, its person is told instead of asked."""
    change = db.session.get_one(AddressChange, event.change_id)
    about = f"change:{change.id}"
    tokens = {each: change_token(change, each, secret=settings().secret_key) for each in Mailbox}
    _write(
        "account_moving",
        event,
        to=change.before,
        about=about,
        mailbox="old",
        token=tokens[Mailbox.OLD],
        change=change,
    )
    if by_email(change.after):
        _write("account_taken", event, to=change.after, about=about, mailbox="taken")
    else:
        _write(
            "account_address",
            event,
            to=change.after,
            about=about,
            mailbox="new",
            token=tokens[Mailbox.NEW],
            change=change,
        )


def tell_of_change(event: AccountEvent) -> None:
    """Something about the account changed: its person hears of it, also if it was not them."""
    account = db.session.get_one(Account, event.account_id)
    _write("account_changed", event, to=account.email, sentence=CHANGES[type(event)])


def tell_both_mailboxes(event: AddressChanged) -> None:
    """The account has moved: both addresses hear of it."""
    change = db.session.get_one(AddressChange, event.change_id)
    for mailbox, address in (("old", change.before), ("new", change.after)):
        _write("account_changed", event, to=address, mailbox=mailbox, sentence=CHANGES[AddressChanged])
