"""A case as a file: what the firm may read at that moment, its conversation and the names of its files."""

import secrets

import pytest

from app.enquiries import actions
from app.enquiries.enclosures import Attachment
from app.enquiries.states import EnquiryState
from app.kernel.db import db, transaction
from app.kernel.file_kinds import FileKind
from app.kernel.files import files
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON, keep


@pytest.fixture
def referral(database):
    enquiry = make_enquiry(state=EnquiryState.ROUTED, text="Who can act <for> us?", **WHO_ASKS)
    return make_referral(enquiry, make_firm())


@pytest.fixture
def client(app, referral):
    return signed_in(app, make_member(referral.firm))


@pytest.fixture
def page(referral):
    return f"/en/workspace/{referral.firm.slug}/enquiries/{referral.enquiry.reference}"


def test_it_is_a_download_that_loads_nothing_and_says_no_more_than_the_page(client, page, referral):
    answer = client.get(f"{page}/case.html")
    assert answer.status_code == 200
    named = f'attachment; filename="{referral.enquiry.reference}.html"'
    assert answer.headers["Content-Disposition"] == named
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Who can act &lt;for&gt; us?" in answer.text
    assert not any(fact in answer.text for fact in WHO_ASKS.values())
    assert not any(each in answer.text for each in ("<script", "<link", "src=", "href="))


def test_after_opening_it_has_who_asks_the_conversation_and_the_names_of_files(client, page, referral):
    take(client, page, "open")
    take(client, page, "answer", text="Yes, we can.", nonce=secrets.token_urlsafe(32))
    take(client, page, "note", text="Between us.", nonce=secrets.token_urlsafe(32))
    db.session.refresh(referral)
    sent = {"name": "offer.txt", "size": 4, "kind": FileKind.TEXT, "at": NOON, "blocked": None}
    keep(Attachment(message_id=referral.messages[0].id, file=files().put(b"Five"), **sent))
    copy = client.get(f"{page}/case.html").text
    assert all(fact in copy for fact in WHO_ASKS.values())
    assert "Yes, we can." in copy
    assert "offer.txt" in copy
    assert "Between us." not in copy


def test_once_it_is_taken_back_there_is_no_copy(client, page, referral):
    take(client, page, "open")
    db.session.refresh(referral)
    with transaction():
        actions.withdraw_consent(referral, at=NOON)
    assert client.get(f"{page}/case.html").status_code == 404
