"""Whose pages these are."""

from dataclasses import replace

import pytest

from app.accounts.actions import join
from app.accounts.models import MemberRole
from app.enquiries.states import EnquiryState
from app.kernel.db import transaction
from tests.doors.visitors import WHO_ASKS, signed_in
from tests.factories import make_enquiry, make_firm, make_member, make_referral, make_staff


@pytest.fixture
def referral(database):
    enquiry = make_enquiry(state=EnquiryState.ROUTED, **WHO_ASKS)
    return make_referral(enquiry, make_firm(slug="theirs"))


def pages(referral, firm: str = "theirs") -> list[str]:
    inbox = f"/en/workspace/{firm}/enquiries/"
    return [f"/en/workspace/{firm}/", inbox, inbox + referral.enquiry.reference]


def test_a_member_of_another_firm_finds_nothing(app, referral):
    client = signed_in(app, make_member(make_firm(slug="ours")))

    for page in pages(referral):
        assert client.get(page).status_code == 404
        assert client.post(page, data={"step": "open"}).status_code in {404, 405}
    assert client.get(f"/en/workspace/ours/enquiries/{referral.enquiry.reference}").status_code == 404


def test_a_firm_that_exists_and_one_that_does_not_are_told_alike(app, referral):
    client = signed_in(app, make_member(make_firm(slug="ours")))

    there, not_there = (client.get(f"/en/workspace/{slug}/enquiries/").text for slug in ("theirs", "nobodys"))
    assert there.replace("theirs", "…") == not_there.replace("nobodys", "…")


def test_staff_have_no_workspace(app, referral):
    client = signed_in(app, make_staff())

    assert client.get("/en/workspace/").status_code == 404
    assert client.get(pages(referral)[1]).status_code == 404


def test_a_strangers_post_is_refused(client, referral):
    answer = client.post(pages(referral)[2], data={"step": "open"})

    assert answer.status_code == 403


def test_a_person_of_two_firms_chooses(app, database):
    one, other = make_firm(slug="one"), make_firm(slug="other")
    person = make_member(one)

    with transaction():
        join(person, firm_id=other.id, role=MemberRole.RESPONDER)

    page = signed_in(app, person).get("/en/workspace/").text
    assert "/en/workspace/one/enquiries/" in page
    assert "/en/workspace/other/enquiries/" in page


def test_what_is_beyond_a_role_says_so_and_does_nothing(app, database):
    firm = make_firm(slug="theirs")
    responder = signed_in(app, make_member(firm, role=MemberRole.RESPONDER))
    editor = signed_in(app, make_member(firm, role=MemberRole.EDITOR))

    refused = responder.get("/en/workspace/theirs/availability")
    assert refused.status_code == 403
    assert "An owner of the firm can change your role" in refused.text
    assert responder.get("/en/workspace/theirs/enquiries/").status_code == 200
    assert editor.get("/en/workspace/theirs/availability").status_code == 200


def test_an_owner_must_have_a_second_factor(app, database, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=False))
    client = signed_in(app, make_member(make_firm(slug="theirs"), role=MemberRole.OWNER))

    answer = client.get("/en/workspace/theirs/enquiries/")
    assert answer.status_code == 303
    assert answer.location.endswith("/en/account/")
