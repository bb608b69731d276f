"""The desk's queues: which enquiries, in what order, and how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.desk.door import desk
from app.desk.evidence import spam_reason
from app.enquiries import overdue, queries
from app.enquiries.doubts import doubted_listings
from app.enquiries.models import Enquiry
from app.enquiries.states import ENQUIRY_ENDED, EnquiryState
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.notices.desk import MATTERS
from app.web.briefs import brief
from app.web.edition import current_taxonomy

PAGE = 50
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Queue:
    """Enquiries that want the same of the desk."""

    name: str
    title: LazyString
    states: tuple[EnquiryState, ...]


QUEUES: Sequence[Queue] = (
    Queue("triage", _l("Need a person"), (EnquiryState.TRIAGE, EnquiryState.NO_MATCH)),
    #: In whatever state: what is late.
    Queue(OVERDUE, _l("Overdue"), ()),
    Queue("unconfirmed", _l("Address not confirmed"), (EnquiryState.UNVERIFIED,)),
    Queue("held", _l("Set aside"), (EnquiryState.HELD,)),
    Queue("offered", _l("Offered"), (EnquiryState.OFFERED, EnquiryState.DORMANT)),
    Queue("routed", _l("With firms"), (EnquiryState.ROUTED,)),
    Queue("answered", _l("Answered"), (EnquiryState.ANSWERED,)),
    Queue("closed", _l("Closed"), tuple(sorted(ENQUIRY_ENDED, key=lambda each: each.value))),
)
_BY_NAME: Mapping[str, Queue] = {queue.name: queue for queue in QUEUES}


def queue_of(enquiry: Enquiry) -> Queue:
    """The queue an enquiry stands in."""
    return next(queue for queue in QUEUES if enquiry.state in queue.states)


def side(queue: Queue, *, page: int = 1) -> dict[str, Any]:
    """What the two panes beside a case show: every queue with its count, and one page of this one."""
    counts = queries.queue_counts()
    taxonomy = current_taxonomy()
    at, where = now(), {"limit": PAGE, "offset": (page - 1) * PAGE}
    is_overdue = queue.name == OVERDUE
    found = overdue.late(at=at, **where) if is_overdue else queries.queue(queue.states, **where)
    return {
        "queues": QUEUES,
        "counts": {each.name: sum(counts[state] for state in each.states) for each in QUEUES}
        | {OVERDUE: overdue.count_late(at=at)},
        "queue": queue,
        "enquiries": found,
        "alarms": _alarms(found),
        "doubted": doubted_listings() if is_overdue else [],
        "briefs": {each.id: brief(each, taxonomy, g.language) for each in found},
        "at_moment": at,
        "spam_reason": lambda enquiry: spam_reason(enquiry, g.language),
    }


def _alarms(enquiries: Sequence[Enquiry]) -> dict[int, list[str]]:
    """By enquiry id, what is late beside the promise, in sentences; the promise's own date says that."""
    rang = overdue.alarms_of(enquiries)
    return {
        id_: [str(MATTERS[kind.value]) for kind in kinds if kind.value != OVERDUE]
        for id_, kinds in rang.items()
    }


@desk.get("/")
def queues() -> ResponseReturnValue:
    queue = _BY_NAME.get(request.args.get("queue", ""), QUEUES[0])
    page = _page_number()
    shown = side(queue, page=page)
    total = shown["counts"][queue.name]
    return render_template(
        "desk/queue.html", page=page, total=total, pages=_pages(queue, page, total), **shown
    )


def _page_number() -> int:
    """The page asked for; the first where none, or none that can be, is asked for."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) <= 10_000 else 1


def _pages(queue: Queue, current: int, total: int) -> list[dict[str, Any]]:
    """For the pager: the first, the last and those around the current one."""
    last = max(1, -(-total // PAGE))
    shown = sorted({1, last, *range(max(1, current - 2), min(last, current + 2) + 1)})
    at = Addresses(g.language)
    return [
        {
            "number": number,
            "address": "" if number == current else at.queue(queue.name, page=number),
            "skipped": bool(position and number - shown[position - 1] > 1),
        }
        for position, number in enumerate(shown)
    ]
