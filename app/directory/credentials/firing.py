"""What time brings to credentials, one step at a time, each in a transaction of its own.

Any number of processes may do it beside each other: whoever takes a step holds its firm, and takes it by a
conditional update, so that each happens once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.directory.credentials.events import CredentialReminded
from app.directory.credentials.models import Credential, CredentialState, CredentialStep, StepKind
from app.directory.credentials.queries import is_renewed
from app.directory.credentials.reviewing import begin, lapse
from app.directory.credentials.steps import is_passed_over, moment
from app.directory.models import Firm
from app.kernel.db import db, transaction
from app.kernel.events import publish

#: One that cannot be taken delays no other.
_WAIT = timedelta(hours=1)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What a run came to."""

    done: int = 0
    #: Could not be taken and are tried again later.
    failed: int = 0


def take_steps(limit: int, *, at: datetime, stopping: Callable[[], bool] = lambda: False) -> Tally:
    """Take at most ``limit`` steps that are due, the longest due first."""
    tally = Tally()
    while tally.done + tally.failed < limit and not stopping() and _take_one(tally, at=at):
        pass
    return tally


def _take_one(tally: Tally, *, at: datetime) -> bool:
    """Whether there may be another."""
    id_: int | None = None
    try:
        with transaction():
            step = _claim(at=at)
            if step is None:
                return False
            id_ = step.id
            _take(step, at=at)
            tally.done += 1
    except OperationalError:
        raise  # the database, not the step
    except Exception:
        if id_ is None:
            raise
        _log.exception("step %d of a credential: cannot be taken", id_)
        with transaction():
            put_off = update(CredentialStep).where(CredentialStep.id == id_)
            db.session.execute(put_off.values(due_at=at + _WAIT))
        tally.failed += 1
    return True


def _claim(*, at: datetime) -> CredentialStep | None:
    """The step that has been due longest, marked as done, its firm locked; None if none is to be had."""
    due = (CredentialStep.done_at.is_(None), CredentialStep.due_at <= at)
    found = db.session.scalar(
        select(CredentialStep.id)
        .join(Credential, Credential.id == CredentialStep.credential_id)
        .join(Firm, Firm.id == Credential.firm_id)
        .where(*due)
        .order_by(CredentialStep.due_at, CredentialStep.id)
        .limit(1)
        .with_for_update(of=Firm, skip_locked=True)
    )
    if found is None:
        return None
    taken = update(CredentialStep).where(CredentialStep.id == found, *due).values(done_at=at)
    id_ = db.session.scalar(taken.returning(CredentialStep.id).execution_options(synchronize_session=False))
    if id_ is None:
        # Taken by another between our look and our lock; the next look does not see it any more.
        return _claim(at=at)
    return db.session.get_one(CredentialStep, id_, populate_existing=True)


def _take(step: CredentialStep, *, at: datetime) -> None:
    credential = db.session.get_one(Credential, step.credential_id, populate_existing=True)
    firm = db.session.get_one(Firm, credential.firm_id, populate_existing=True)
    due = moment(step.kind, credential, firm.time_zone)
    if due and due > at:  # the firm has moved to another clock since
        step.done_at, step.due_at = None, due
        return
    wanted = CredentialState.LAPSED if step.kind is StepKind.WEEK_AFTER else CredentialState.ACCEPTED
    if credential.state is not wanted:
        return
    is_reminder = step.kind not in {StepKind.BEGIN, StepKind.LAPSE}
    if is_reminder and is_renewed(credential):
        return
    if step.kind is StepKind.BEGIN:
        begin(credential, firm, at=at)
    elif step.kind is StepKind.LAPSE:
        lapse(credential, firm, at=at)
    elif not is_passed_over(step.kind, credential, firm.time_zone, at=at):
        publish(CredentialReminded(at=at, firm_id=firm.id, credential_id=credential.id, step=step.kind.value))
