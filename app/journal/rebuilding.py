"""The states of an enquiry as its journal tells them: what is must be what happened."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.enquiries.models import Enquiry
from app.journal.models import Entry


@dataclass(slots=True)
class Told:
    """States by what they belong to, and whatever does not follow from what was before."""

    #: ``(what, id)`` to the newest state; see ``Move``.
    states: dict[tuple[str, int], str] = field(default_factory=dict)
    #: Ordinals of entries whose moves do not begin where the ones before ended.
    gaps: list[int] = field(default_factory=list)


def told(entries: Iterable[Entry]) -> Told:
    """What the entries, by ordinal, say has become of an enquiry and its referrals."""
    whole = Told()
    for entry in entries:
        for what, id_, before, after in entry.moves:
            if whole.states.get((what, id_), before) != before:
                whole.gaps.append(entry.ordinal)
            whole.states[what, id_] = after
    return whole


def present(enquiry: Enquiry) -> dict[tuple[str, int], str]:
    """The same states as the rows have them."""
    return {
        ("enquiry", enquiry.id): enquiry.state.value,
        ("waiting_on", enquiry.id): enquiry.waiting_on.value,
        **{("referral", each.id): each.state.value for each in enquiry.referrals},
    }
