"""An editor has an enquiry erased, and says why."""

import pytest

from app.enquiries.models import Enquiry
from app.enquiries.states import EnquiryState
from app.journal.queries import entries_of
from app.kernel.db import db
from tests.doors.visitors import signed_in
from tests.factories import make_staff
from tests.factories.traces import leave_traces


@pytest.fixture
def editor(database):
    return make_staff(name="Ling Wu")


@pytest.fixture
def client(app, editor):
    return signed_in(app, editor)


def send(client, enquiry: Enquiry, **form: str):
    given = {"step": "erase", "version": str(enquiry.version)} | form
    return client.post(f"/en/desk/enquiries/{enquiry.reference}", data=given)


def test_an_editor_erases_with_a_reason_and_the_page_shows_what_is_left(client, editor):
    traces = leave_traces()
    enquiry = traces.enquiry
    assert send(client, enquiry, why="order", sure="y").status_code == 303
    db.session.expire_all()
    assert (enquiry.state, enquiry.text) == (EnquiryState.ERASED, "")
    entry = entries_of(enquiry.id)[-1]
    assert (entry.kind, entry.account_id, entry.facts["why"]) == ("EnquiryErased", editor.id, "order")
    page = client.get(f"/en/desk/enquiries/{enquiry.reference}").text
    assert "Erased by order" in page
    assert "cnry" not in page.lower()
    assert 'value="erase"' not in page


@pytest.mark.parametrize("form", [{"why": "asked"}, {"sure": "y"}, {"why": "age", "sure": "y"}])
def test_without_a_reason_or_the_tick_nothing_is_erased(client, form):
    traces = leave_traces()
    assert send(client, traces.enquiry, **form).status_code == 422
    db.session.expire_all()
    assert traces.enquiry.state is EnquiryState.ANSWERED


def test_an_editor_who_saw_an_older_page_is_asked_to_look_again(client):
    traces = leave_traces()
    assert send(client, traces.enquiry, why="asked", sure="y", version="0").status_code == 409
    assert traces.enquiry.state is EnquiryState.ANSWERED
