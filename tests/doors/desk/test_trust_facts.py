"""Facts about a firm stand apart, each with its date, method and end; none stands for another."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.directory.trust import FactKind, TrustFact, facts_of
from app.kernel.clock import now
from app.kernel.db import db, transaction
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_offering, make_staff
from tests.factories.evidence import make_accepted

PAGE = "/en/desk/firms/theirs/facts"
DAY = timedelta(days=1)


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def staff(app, database):
    return signed_in(app, make_staff())


def record(staff, kind="identity", **given):
    sent = {"method": "telephoned", "checked_on": now().date().isoformat()} | given
    fields = {f"{kind}-{name}": value for name, value in sent.items()}
    return staff.post(PAGE, data={"fact": kind, "step": "record", **fields})


def lines(app) -> dict[str, str]:
    """The public listing's facts by name."""
    text = app.test_client().get("/en/firms/theirs").text
    rows = text.split('<table class="stackable facts">')[1].split("</table>")[0].split("<tr>")[2:]
    return {row.split('<th scope="row">')[1].split("</th>")[0]: row for row in rows}


def test_a_claim_is_shown_as_a_claim_and_nothing_more(app, firm):
    found = lines(app)
    assert list(found) == [
        "Claimed by the firm",
        "Identity checked",
        "Credential evidenced",
        "Register matched",
    ]
    assert "somebody of the firm has taken this listing over" in found["Claimed by the firm"]
    assert all("not done for this firm" in found[name] for name in list(found)[1:])


def test_each_fact_stands_by_itself_with_method_and_end(app, staff, firm):
    end = now().date() + 30 * DAY
    assert record(staff, check_until=end.isoformat()).status_code == 303
    assert record(staff, "register", register="Companies House", number="0123").status_code == 303
    found = lines(app)
    assert "telephoned at a number" in found["Identity checked"]
    assert end.isoformat() in found["Identity checked"]
    assert "Companies House, number 0123" in found["Register matched"]
    assert "not done for this firm" in found["Credential evidenced"]


def test_evidence_is_a_fact_of_its_own(app, firm):
    make_accepted(firm, make_offering(firm), at=now(), valid_until=now().date() + 20 * DAY)
    found = lines(app)
    assert "Licence or permit" in found["Credential evidenced"]
    assert "looked up in the official register" in found["Credential evidenced"]
    assert "not done for this firm" in found["Identity checked"]


def test_past_its_last_day_a_fact_says_so(app, staff, firm):
    record(staff)
    with transaction():
        facts_of(firm.id)[FactKind.IDENTITY].good_until = now().date() - DAY
    assert "no longer good" in lines(app)["Identity checked"]


def test_a_new_check_takes_the_place_of_the_one_before_and_both_are_kept(staff, firm):
    record(staff)
    record(staff, method="document_read")
    rows = db.session.scalars(select(TrustFact).order_by(TrustFact.id)).all()
    assert [(each.method.value, each.ended_at is None) for each in rows] == [
        ("telephoned", False),
        ("document_read", True),
    ]
    assert all(each.by_id for each in rows)


def test_what_is_taken_back_is_no_longer_shown(app, staff, firm):
    record(staff)
    assert staff.post(PAGE, data={"fact": "identity", "step": "end"}).status_code == 303
    assert "not done for this firm" in lines(app)["Identity checked"]


@pytest.mark.parametrize(
    ("kind", "given", "why"),
    [
        ("identity", {"method": ""}, "Say how it was checked."),
        ("identity", {"checked_on": "2999-01-01"}, "That day is still to come"),
        ("identity", {"check_until": "2020-01-01"}, "That day has passed."),
        ("register", {"register": "", "number": "1"}, "Name the register."),
        ("register", {"register": "R" * 5000, "number": "1"}, "has at most 200 characters"),
    ],
)
def test_bad_input_is_refused_with_a_reason(staff, firm, kind, given, why):
    answer = record(staff, kind, **given)
    assert answer.status_code == 422
    assert why in answer.text
    assert facts_of(firm.id) == {}


def test_only_staff_put_facts_down(app, firm):
    member = signed_in(app, make_member(firm))
    assert record(member).status_code == 404
    assert facts_of(firm.id) == {}
