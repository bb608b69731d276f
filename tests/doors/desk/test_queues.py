"""What waits at the desk, and in what order."""

from datetime import timedelta

import pytest

from app.enquiries.models import SpamLane, Urgency
from app.enquiries.states import EnquiryState
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_firm, make_member, make_staff
from tests.factories.keeping import NOON


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff())


def test_a_member_of_a_firm_finds_no_desk(app, database):
    client = signed_in(app, make_member(make_firm()))
    enquiry = make_enquiry()

    assert client.get("/en/desk/").status_code == 404
    assert client.get(f"/en/desk/enquiries/{enquiry.reference}").status_code == 404
    assert client.post(f"/en/desk/enquiries/{enquiry.reference}", data={"step": "close"}).status_code == 404


def test_a_strangers_post_is_refused(app, database):
    assert app.test_client().post("/en/desk/enquiries/LRE-0000-0000").status_code == 403


def test_the_oldest_promise_comes_first(client):
    later = make_enquiry(promised_at=NOON + timedelta(days=2))
    sooner = make_enquiry(promised_at=NOON + timedelta(days=1))

    page = client.get("/en/desk/").text

    assert page.index(sooner.reference) < page.index(later.reference)


def test_what_presses_most_comes_first_among_those_promised_for_the_same_time(client):
    calm, hurt, late = (
        make_enquiry(promised_at=NOON, urgency=each)
        for each in (Urgency.NONE, Urgency.INCIDENT, Urgency.DEADLINE)
    )

    page = client.get("/en/desk/").text

    assert page.index(hurt.reference) < page.index(late.reference) < page.index(calm.reference)
    assert "Somebody was harmed, or might be" in page
    assert "Nothing presses" not in page


def test_what_the_spam_rules_hold_says_so_in_its_queue(client):
    make_enquiry(state=EnquiryState.HELD, spam_lane=SpamLane.HOLD, spam_kind="sales")

    page = client.get("/en/desk/?queue=held").text

    assert "Held by the spam rules: perhaps spam; advertises something" in page


@pytest.mark.parametrize(
    ("queue", "state"),
    [
        ("triage", EnquiryState.TRIAGE),
        ("unconfirmed", EnquiryState.UNVERIFIED),
        ("held", EnquiryState.HELD),
        ("offered", EnquiryState.OFFERED),
        ("routed", EnquiryState.ROUTED),
        ("answered", EnquiryState.ANSWERED),
        ("closed", EnquiryState.CLOSED),
        ("closed", EnquiryState.WITHDRAWN),
    ],
)
def test_every_state_has_its_queue(client, queue, state):
    enquiry, other = make_enquiry(state=state), make_enquiry(state=EnquiryState.TRIAGE)

    page = client.get(f"/en/desk/?queue={queue}").text

    assert enquiry.reference in page
    assert (other.reference in page) is (queue == "triage")


def test_a_long_queue_is_paged(client):
    last = [make_enquiry(promised_at=NOON + timedelta(minutes=n)) for n in range(52)][-1]

    assert last.reference not in client.get("/en/desk/?queue=triage").text
    assert last.reference in client.get("/en/desk/?queue=triage&page=2").text


@pytest.mark.parametrize(
    "query", ["queue=nothing", "page=0", "page=-1", "page=x", "page=99999999999", "page=²"]
)
def test_a_query_that_makes_no_sense_shows_the_first_page(client, query):
    enquiry = make_enquiry()

    answer = client.get(f"/en/desk/?{query}")

    assert answer.status_code == 200
    assert enquiry.reference in answer.text or "99999999999" in query
