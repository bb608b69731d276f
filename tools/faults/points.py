"""Where a process may be killed: at each commit, and between what is done outside and its commit.

A point is put around a function of the portal in the process that is to die there; all others run untouched.
So the portal has no switch for it, and a function that is renamed makes its point fail instead of vanish.
"""

import importlib
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import reduce, wraps
from typing import Any


class Moment(Enum):
    #: The function has returned; what it wrote is not yet kept, where it holds no transaction itself.
    RETURNED = "returned"
    #: The transaction in which it ran is about to be kept.
    COMMITTING = "committing"
    #: That transaction has just been kept.
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Point:
    """role: which of the processes reaches it. target: ``module:name``, as the caller looks it up."""

    role: str
    target: str
    moment: Moment


def _points(role: str, **given: tuple[str, Moment]) -> dict[str, Point]:
    return {f"{role}.{name}": Point(role, target, moment) for name, (target, moment) in given.items()}


_R, _B, _C = Moment.RETURNED, Moment.COMMITTING, Moment.COMMITTED
POINTS: dict[str, Point] = {
    **_points(
        "web",
        enquiry_written=("app.enquiries.actions:submit", _R),
        enquiry_committing=("app.enquiries.actions:submit", _B),
        enquiry_committed=("app.enquiries.actions:submit", _C),
        receipt_not_sent=("app.public.ask:_send", _R),
        confirmed=("app.public.follow:confirm_enquiry", _R),
        run_kept=("app.public.routing:keep_run", _R),
        referrals_created=("app.enquiries.actions:refer", _R),
        referrals_committing=("app.enquiries.actions:refer", _B),
        referrals_committed=("app.enquiries.actions:refer", _C),
        erasure_committing=("app.privacy.erasing:erase", _B),
        erasure_committed=("app.privacy.erasing:erase", _C),
        erasure_file_deleted=("app.kernel.files:Folder.delete", _R),
    ),
    **_points(
        "courier",
        claimed=("app.outbox.courier:claim", _R),
        checked=("app.outbox.courier:hindrance", _C),
        connected=("app.outbox.transport:Line._pick_up", _R),
        taken_by_server=("app.outbox.transport:Line.carry", _R),
        put_down=("app.outbox.courier:settle", _R),
        put_down_committing=("app.outbox.courier:settle", _B),
        put_down_committed=("app.outbox.courier:settle", _C),
    ),
    **_points(
        "timers",
        claimed=("app.enquiries.firing:_claim", _R),
        fired_committing=("app.enquiries.firing:_claim", _B),
        fired_committed=("app.enquiries.firing:_claim", _C),
    ),
    **_points(
        "inbox",
        file_written=("app.kernel.files:Folder.put", _R),
        row_committing=("app.kernel.files:Folder.put", _B),
        kept_not_acknowledged=("app.console.inbox:keep", _R),
        taken_up=("app.inbox.filing:_take_up", _R),
        filed_not_committed=("app.inbox.filing:_read_and_file", _R),
        filed_committed=("app.inbox.filing:_read_and_file", _C),
    ),
}


#: Functions that have done something also where they return nothing.
_ANSWER_NOTHING = (":hindrance", ":confirm_enquiry", ":Folder.delete")


def die() -> None:
    """As by the system: nothing is written, closed or given back."""
    os.kill(os.getpid(), signal.SIGKILL)


def resolve(target: str) -> tuple[Any, str, Callable[..., Any]]:
    """The object that holds the function, its name there, and the function. Raises AttributeError."""
    module, _, path = target.partition(":")
    *parts, name = path.split(".")
    holder = reduce(getattr, parts, importlib.import_module(module))
    return holder, name, getattr(holder, name)


def arm(name: str, *, nth: int = 1, dying: Callable[[], None] = die) -> None:
    """Have this process die the ``nth`` time it reaches the point."""
    point = POINTS[name]
    holder, attribute, original = resolve(point.target)
    lock, reached, returned = threading.Lock(), [0], threading.local()

    def reach() -> None:
        with lock:
            reached[0] += 1
            if reached[0] == nth:
                dying()

    @wraps(original)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        # A claim that found nothing, and a transaction that held nothing, is no point.
        returned.now = result is not None or point.target.endswith(_ANSWER_NOTHING)
        if point.moment is Moment.RETURNED and returned.now:
            reach()
        return result

    setattr(holder, attribute, wrapped)
    if point.moment is not Moment.RETURNED:
        _at_the_commit(point.moment, returned, reach)


def _at_the_commit(moment: Moment, returned: threading.local, reach: Callable[[], None]) -> None:
    from sqlalchemy import event

    from app.kernel.db import db

    def at_commit(_session: Any) -> None:
        if getattr(returned, "now", False):
            returned.now = False
            reach()

    def at_rollback(_session: Any) -> None:
        returned.now = False

    event.listen(db.session, "before_commit" if moment is Moment.COMMITTING else "after_commit", at_commit)
    event.listen(db.session, "after_rollback", at_rollback)
