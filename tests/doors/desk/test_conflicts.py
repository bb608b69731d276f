"""Two people at one enquiry: the second is told, and what they typed is not lost."""

import pytest

from app.enquiries.states import EnquiryState
from app.kernel.db import db
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_enquiry, make_firm, make_offering, make_staff

TYPED = "A careful note of three paragraphs."


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff())


@pytest.fixture
def enquiry(database):
    return make_enquiry(**WHO_ASKS)


@pytest.fixture
def page(enquiry):
    return f"/en/desk/enquiries/{enquiry.reference}"


def test_a_step_from_a_page_that_is_out_of_date_is_not_taken_and_keeps_what_was_typed(client, page, enquiry):
    opened = enquiry.version
    take(client, page, "facets", markets=["UK"])

    answer = take(client, page, "hold", hold_note=TYPED, version=str(opened))

    assert answer.status_code == 409
    assert "This enquiry has changed since you opened the page." in answer.text
    assert TYPED in answer.text.split('name="hold_note"')[1].split("</textarea>")[0]
    assert "United Kingdom" in answer.text
    db.session.refresh(enquiry)
    assert enquiry.state is EnquiryState.TRIAGE
    assert f'name="version" value="{enquiry.version}"' in answer.text


def test_the_page_as_it_is_now_lets_the_step_through(client, page, enquiry):
    assert take(client, page, "hold", hold_note=TYPED, version=str(enquiry.version)).status_code == 303


def test_what_was_typed_for_a_step_nobody_can_take_any_more_is_shown(client, page, enquiry):
    take(client, page, "close", close_note="Nobody offers this.")

    answer = take(client, page, "hold", hold_note=TYPED)

    assert answer.status_code == 409
    assert "has ended" in answer.text
    assert 'name="hold_note"' not in answer.text
    assert TYPED in answer.text


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999999999999", "١"])
def test_a_version_that_makes_no_sense_is_an_old_one(client, page, version):
    assert take(client, page, "hold", hold_note=TYPED, version=version).status_code == 409


def test_ticks_for_firms_are_kept_too(client, page, enquiry):
    make_offering(make_firm(slug="able"))
    take(client, page, "facets", markets=["UK"], services=["REP-UKRP"])

    answer = take(client, page, "refer", firms="able", version="0")

    assert answer.status_code == 409
    assert "checked" in answer.text.split('value="able"')[1].split(">")[0]
    assert "Nothing has been sent." in answer.text
