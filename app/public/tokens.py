"""The seal of a public form: which form it is and when it was handed out, so that its age can be told.

It is used up with its number: an enquiry keeps the number, and the same form sent again finds that enquiry.
"""

import secrets
from datetime import UTC, datetime
from typing import Any, Protocol

from flask import current_app

from app.enquiries.intake import intake
from app.kernel.seals import is_seal, seal

_PURPOSE = "ask form"
#: No moment takes more figures for some centuries.
_LONGEST = 11


class Sealed(Protocol):
    """A form with a number of its own, and a field for the seal."""

    nonce: Any
    issued: Any


def issue(form: Sealed, *, at: datetime) -> None:
    """Hand the form out anew: what it holds stays."""
    form.nonce.data = secrets.token_urlsafe(32)
    _date(form, at)


def renew(form: Sealed, *, at: datetime) -> None:
    """Give a form that is too old, or has no seal of ours, a new one; any other keeps its own.

    Whoever had it open for so long has had time to fill it in, and is not hurried again.
    """
    if age_of(form, at=at) is None:
        _date(form, at - intake().least if _moment(form) else at)


def age_of(form: Sealed, *, at: datetime) -> float | None:
    """Seconds since it was handed out; None for a form too old to be taken, or not handed out by us."""
    moment = _moment(form)
    if moment is None:
        return None
    age = (at - moment).total_seconds()
    # Another process's clock may be a little ahead.
    return max(age, 0.0) if -60 <= age <= intake().life.total_seconds() else None


def _date(form: Sealed, at: datetime) -> None:
    said = str(int(at.timestamp()))
    form.issued.data = f"{said}-{seal(_PURPOSE, form.nonce.data, said, secret=_secret())}"


def _moment(form: Sealed) -> datetime | None:
    """When it was handed out; None unless the seal is ours, and this form's."""
    said, _dash, sealed = (form.issued.data or "").partition("-")
    if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST):
        return None
    if not is_seal(sealed, _PURPOSE, form.nonce.data, said, secret=_secret()):
        return None
    return datetime.fromtimestamp(int(said), UTC)


def _secret() -> str:
    return current_app.config["SETTINGS"].secret_key
