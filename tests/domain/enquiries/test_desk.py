"""What an editor does with an enquiry beside referring it."""

from datetime import timedelta

import pytest

from app.enquiries import actions
from app.enquiries.errors import EnquiryEnded, MoveNotAllowed
from app.enquiries.models import Party
from app.enquiries.queries import queue, queue_counts
from app.enquiries.states import EnquiryState, ReferralState
from app.journal.queries import entries_of
from app.kernel.db import transaction
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.keeping import NOON

E = EnquiryState
LATER = NOON + timedelta(hours=1)


def did(action, enquiry, **how):
    with transaction():
        return getattr(actions, action)(enquiry, at=LATER, **how)


def test_it_is_set_aside_with_a_note_and_taken_up_again(database, kinds):
    enquiry = make_enquiry()
    did("hold", enquiry, note="Looks like a pitch.", by=7)
    assert (enquiry.state, enquiry.hold_note, enquiry.waiting_on) == (
        E.HELD,
        "Looks like a pitch.",
        Party.STAFF,
    )
    did("resume", enquiry, by=7)
    assert enquiry.state is E.TRIAGE
    assert enquiry.promised_at is not None
    assert kinds(enquiry) == ["EnquiryHeld", "EnquiryResumed"]
    assert {each.account_id for each in entries_of(enquiry.id)} == {7}


def test_what_was_closed_can_be_taken_up_again_and_what_was_withdrawn_cannot(database):
    assert did("resume", make_enquiry(state=E.CLOSED), by=7) is None
    with pytest.raises(MoveNotAllowed):
        did("resume", make_enquiry(state=E.WITHDRAWN), by=7)


@pytest.mark.parametrize("state", [E.UNVERIFIED, E.TRIAGE, E.OFFERED, E.ROUTED, E.ANSWERED])
def test_only_what_was_set_aside_is_taken_up_again(database, kinds, state):
    enquiry = make_enquiry(state=state)
    with pytest.raises(MoveNotAllowed):
        did("resume", enquiry, by=7)
    assert (enquiry.state, kinds(enquiry)) == (state, [])


def test_closing_ends_what_is_under_way_and_tells_the_enquirer(database, letters):
    enquiry = make_enquiry(state=E.ROUTED)
    visible = make_referral(enquiry, make_firm())
    proposed = make_referral(enquiry, make_firm(), consent=False, state=ReferralState.PROPOSED)
    declined = make_referral(enquiry, make_firm(), state=ReferralState.DECLINED)
    did("close", enquiry, note="Outside our field.", by=7)
    assert [each.state.value for each in (visible, proposed, declined)] == ["closed", "cancelled", "declined"]
    assert (enquiry.state, enquiry.waiting_on, enquiry.promised_at) == (E.CLOSED, Party.NOBODY, None)
    assert letters() == [("enquiry_closed", enquiry.email)]


@pytest.mark.parametrize("state", [E.CLOSED, E.WITHDRAWN])
@pytest.mark.parametrize(
    ("action", "how"),
    [
        ("hold", {"note": "", "by": 7}),
        ("close", {"note": "", "by": 7}),
        ("send_to_desk", {"why": "unclear", "actor": Party.NOBODY}),
        ("set_facets", {"markets": [], "services": [], "sectors": [], "by": 7, "read": ()}),
    ],
)
def test_nothing_more_is_done_to_what_has_ended(database, kinds, state, action, how):
    enquiry = make_enquiry(state=state)
    with pytest.raises(EnquiryEnded):
        did(action, enquiry, **how)
    assert kinds(enquiry) == []


def test_the_queue_begins_with_the_oldest_promise_and_counts_every_state(database):
    late = make_enquiry(promised_at=LATER)
    soon = make_enquiry(promised_at=NOON)
    none = make_enquiry(promised_at=None)
    make_enquiry(state=E.CLOSED)
    assert queue([E.TRIAGE, E.HELD], limit=10) == [soon, late, none]
    assert queue([E.TRIAGE], limit=1, offset=1) == [late]
    counts = queue_counts()
    assert (counts[E.TRIAGE], counts[E.CLOSED], counts[E.HELD]) == (3, 1, 0)
    assert set(counts) == set(E)
