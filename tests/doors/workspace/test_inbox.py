"""The inbox: what the firm must do first, by its date; and each part of it on its own."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.enquiries.inboxes import Place, Turn, inbox_of
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db
from tests.doors.visitors import signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON

S = ReferralState


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm, name="Mei Example"))


def given(firm, state: ReferralState, *, hours: int = 0, due: int | None = None) -> str:
    """The reference of an enquiry that came so many hours ago, and is to be answered in so many."""
    moments = {"visible_at": NOON - timedelta(hours=hours)}
    if due is not None:
        moments["due_at"] = NOON + timedelta(hours=due)
    referral = make_referral(make_enquiry(state=EnquiryState.ROUTED), firm, state=state, **moments)
    return referral.enquiry.reference


def listed(client, query: str = "") -> list[str]:
    page = client.get(f"/en/workspace/theirs/enquiries/{query}")
    assert page.status_code == 200
    return re.findall(r'<a class="num nb" href="[^"]+">([^<]+)</a>', page.text)


def test_what_the_firm_must_do_comes_first_and_the_earliest_date_before_all(client, firm):
    over = given(firm, S.CLOSED, hours=1)
    old, new = given(firm, S.ANSWERED, hours=9), given(firm, S.ANSWERED, hours=2)
    undated, late, soon = (
        given(firm, S.SEEN),
        given(firm, S.ACCEPTED, due=30),
        given(firm, S.VISIBLE, due=3),
    )

    assert listed(client) == [soon, late, undated, new, old, over]


@pytest.mark.parametrize(
    ("view", "states"),
    [
        ("ours", {S.VISIBLE, S.SEEN, S.ACCEPTED, S.UNDELIVERABLE}),
        ("enquirer", {S.ANSWERED}),
        ("done", {S.CLOSED, S.DECLINED, S.LAPSED, S.WITHDRAWN}),
        ("no such view", set(S) - {S.PROPOSED, S.CONSENTED, S.CANCELLED}),
    ],
)
def test_a_view_shows_its_part_alone(client, firm, view, states):
    references = {state: given(firm, state) for state in S}

    assert set(listed(client, f"?show={view}")) == {references[state] for state in states}


def test_mine_are_those_in_my_hands_that_are_not_over(app, client, firm):
    mine, over, others = given(firm, S.VISIBLE), given(firm, S.SEEN), given(firm, S.VISIBLE)
    page = "/en/workspace/theirs/enquiries/"
    for reference in (mine, over):
        shown = client.get(page + reference).text
        person = re.search(r'<option value="(\d+)">Mei Example', shown)
        assert person
        assert take(client, page + reference, "assign", person=person[1]).status_code == 303
    assert listed(client, "?show=mine") == sorted([mine, over])

    take(client, page + over, "decline", reason="other", note="")
    assert listed(client, "?show=mine") == [mine]
    assert others in listed(client)
    colleague = signed_in(app, make_member(firm))
    assert listed(colleague, "?show=mine") == []


def test_the_pages_of_a_long_inbox_hold_everything_once(client, firm, monkeypatch):
    monkeypatch.setattr("app.workspace.inbox.PAGE", 2)
    wanted = [given(firm, S.VISIBLE, due=n) for n in (1, 2, 2)]
    wanted[1:] = sorted(wanted[1:])
    wanted += [given(firm, S.ANSWERED, hours=n) for n in (1, 2)] + [given(firm, S.LAPSED, hours=3)]
    found, query = [], ""
    for _ in range(3):
        found += listed(client, query)
        page = client.get(f"/en/workspace/theirs/enquiries/{query}").text
        further = re.search(r'href="[^"?]+(\?[^"]*after=[^"]+)">Further', page)
        query = further[1].replace("&amp;", "&") if further else ""
    assert found == wanted
    assert query == ""


def test_the_place_of_an_address_tells_no_rows_number(firm):
    given(firm, S.VISIBLE, due=1)
    referral = inbox_of(firm.id)[0]
    place = str(Place.of(referral))
    assert Place.read(place) == Place.of(referral)
    assert place.endswith(referral.enquiry.reference)
    assert place.split(".")[0] == "0"


@pytest.mark.parametrize(
    "after", ["x", "0", "0.1", "9.1.LRE", "0.-1.LRE", "0.1.", "0." + "9" * 18 + ".LRE", "٠.1.LRE"]
)
def test_a_place_nobody_has_written_is_the_beginning(client, firm, after):
    reference = given(firm, S.VISIBLE)
    assert listed(client, f"?after={after}") == [reference]


def asked_for(client) -> int:
    """How many statements the inbox takes."""
    said: list[str] = []

    def heard(_conn, _cursor, statement, *_more) -> None:
        said.append(statement)

    client.get("/en/about/order")
    event.listen(Engine, "before_cursor_execute", heard)
    try:
        listed(client)
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
    return len(said)


def test_however_many_there_are_the_inbox_asks_the_same_number_of_questions(client, firm):
    given(firm, S.VISIBLE, due=1)
    before = asked_for(client)
    for state in (S.VISIBLE, S.ANSWERED, S.CLOSED) * 4:
        given(firm, state)
    assert asked_for(client) == before


def test_the_date_is_told_by_the_firms_clock(app, database):
    firm = make_firm(slug="theirs", country="TW")
    given(firm, S.VISIBLE, due=0)
    page = signed_in(app, make_member(firm)).get("/en/workspace/theirs/enquiries/").text
    moment = NOON + timedelta(hours=8)
    assert f"{moment:%H:%M}" in page


def test_another_firms_enquiries_are_not_among_them(client, firm):
    elsewhere = make_referral(make_enquiry(state=EnquiryState.ROUTED), make_firm())
    assert inbox_of(firm.id, turn=Turn.FIRM) == []
    assert elsewhere.enquiry.reference not in listed(client)
    db.session.refresh(elsewhere)
