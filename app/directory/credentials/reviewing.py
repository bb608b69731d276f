"""What staff and time do with evidence."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.directory.credentials.errors import CredentialOver, CredentialStepNotAllowed
from app.directory.credentials.events import (
    CredentialAccepted,
    CredentialBegun,
    CredentialLapsed,
    CredentialReturned,
)
from app.directory.credentials.models import CheckMethod, Credential, CredentialState
from app.directory.credentials.queries import successor_of
from app.directory.credentials.steps import drop_steps, set_steps
from app.directory.credentials.support import settle_support
from app.directory.models import Firm
from app.kernel.db import db
from app.kernel.events import publish

_STANDING = frozenset({CredentialState.ACCEPTED, CredentialState.LAPSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How staff came to know, on which day, and until which day that is good for."""

    method: CheckMethod
    on: date
    until: date | None


def accept(credential: Credential, check: Check, *, by: int, at: datetime) -> None:
    """From now on what it supports rests on it, from its first day at the earliest.

    One whose place it takes stands until then. Raises CredentialOver, CredentialStepNotAllowed.
    """
    firm = _submitted(credential)
    if over := _over(credential, check, _today(firm, at)):
        raise CredentialOver(day=over)
    credential.method, credential.checked_on, credential.check_until = check.method, check.on, check.until
    credential.state, credential.reason = CredentialState.ACCEPTED, None
    credential.reviewed_at, credential.reviewed_by = at, by
    db.session.flush()
    set_steps(credential, firm.time_zone, at=at)
    stopped = _take_place(credential, firm, at=at)
    publish(CredentialAccepted(**_facts(credential, at), by_id=by, stopped=tuple(stopped)))


def send_back(credential: Credential, *, reason: str, by: int, at: datetime) -> None:
    """Return it to the firm, which may change it and send it again. Raises CredentialStepNotAllowed."""
    _submitted(credential)
    credential.state, credential.reason = CredentialState.RETURNED, reason
    credential.reviewed_at, credential.reviewed_by = at, by
    db.session.flush()
    publish(CredentialReturned(**_facts(credential, at), by_id=by))


def begin(credential: Credential, firm: Firm, *, at: datetime) -> None:
    """Its first day has come."""
    _take_place(credential, firm, at=at)
    publish(CredentialBegun(**_facts(credential, at)))


def lapse(credential: Credential, firm: Firm, *, at: datetime) -> None:
    """Its time is over: what nothing else supports stops being found, and nothing else does.

    Where its renewal begins on this very day, it only makes room.
    """
    heir = successor_of(credential)
    is_renewed = heir is not None and heir.supports_on(_today(firm, at))
    credential.state = CredentialState.REPLACED if is_renewed else CredentialState.LAPSED
    credential.ended_at = at
    db.session.flush()
    stopped = settle_support(_cells(credential), firm, at=at)
    if is_renewed:
        drop_steps(credential)
    else:
        publish(CredentialLapsed(**_facts(credential, at), stopped=tuple(stopped)))


def _over(credential: Credential, check: Check, today: date) -> date | None:
    """The day that has passed; None where it and its check are good today."""
    return next((each for each in (credential.valid_until, check.until) if each and each < today), None)


def _submitted(credential: Credential) -> Firm:
    """Its firm, held, so that two who judge at once do it one after the other."""
    firm = db.session.get_one(Firm, credential.firm_id, with_for_update=True)
    db.session.refresh(credential)
    if credential.state is not CredentialState.SUBMITTED:
        raise CredentialStepNotAllowed
    return firm


def _take_place(credential: Credential, firm: Firm, *, at: datetime) -> list[int]:
    """Put it in the place of another once it is good; returns the offerings that stop being found."""
    cells = _cells(credential)
    before = db.session.get(Credential, credential.replaces_id) if credential.replaces_id else None
    if before and before.state in _STANDING and credential.supports_on(_today(firm, at)):
        before.state, before.ended_at = CredentialState.REPLACED, at
        drop_steps(before)
        cells += _cells(before)
    return settle_support(cells, firm, at=at)


def _today(firm: Firm, at: datetime) -> date:
    return at.astimezone(ZoneInfo(firm.time_zone)).date()


def _cells(credential: Credential) -> list[int]:
    return [each.offering_id for each in credential.supports]


def _facts(credential: Credential, at: datetime) -> dict[str, Any]:
    return {"at": at, "firm_id": credential.firm_id, "credential_id": credential.id}
