"""When time brings what to an accepted credential, by the firm's clock."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from app.directory.credentials.models import Credential, CredentialStep, StepKind
from app.kernel.db import db

#: Letters come when somebody is there to read them.
_MORNING = time(9)
_DAYS_BEFORE = {
    StepKind.FOUR_WEEKS: 28,
    StepKind.TWO_WEEKS: 14,
    StepKind.LAST_DAY: 0,
    StepKind.WEEK_AFTER: -7,
}
_DAY = timedelta(days=1)


def moment(kind: StepKind, credential: Credential, time_zone: str) -> datetime | None:
    """When that is due; None where it never is. It ends with the midnight after its last day."""
    zone = ZoneInfo(time_zone)
    if kind is StepKind.BEGIN:
        return _at(credential.valid_from, time.min, zone)
    last = credential.last_day
    if kind is StepKind.LAPSE:
        return _at(last and last + _DAY, time.min, zone)
    return _at(last and last - _DAYS_BEFORE[kind] * _DAY, _MORNING, zone)


def _at(day: date | None, clock: time, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, clock, zone) if day else None


def _all(credential: Credential, time_zone: str) -> Iterator[tuple[StepKind, datetime]]:
    for kind in StepKind:
        due = moment(kind, credential, time_zone)
        if due:
            yield kind, due


def set_steps(credential: Credential, time_zone: str, *, at: datetime) -> None:
    """What is still to come for it. A reminder whose day has passed is not made up for."""
    db.session.add_all(
        CredentialStep(credential_id=credential.id, kind=kind, due_at=due)
        for kind, due in _all(credential, time_zone)
        if due > at
    )


def is_passed_over(kind: StepKind, credential: Credential, time_zone: str, *, at: datetime) -> bool:
    """Whether a later reminder, or the end, is due as well: after a standstill one letter says it all."""
    if kind not in _DAYS_BEFORE or kind is StepKind.WEEK_AFTER:
        return False
    order = list(StepKind)
    later = {each for each in order[order.index(kind) + 1 :] if each is not StepKind.WEEK_AFTER}
    return any(due <= at for each, due in _all(credential, time_zone) if each in later)


def drop_steps(credential: Credential) -> None:
    """Nothing more comes; what has happened stays known."""
    mine = (CredentialStep.credential_id == credential.id, CredentialStep.done_at.is_(None))
    db.session.execute(delete(CredentialStep).where(*mine))
