"""Editors decide about a firm's change field by field, and the firm sees what they saw."""

import pytest
from sqlalchemy import select

from app.accounts.models import MemberRole
from app.directory.revisions.actions import change_listing, edit_listing
from app.directory.revisions.models import FieldState
from app.directory.revisions.queries import PAGE, history_of, pending_of
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_staff
from tests.factories.keeping import NOON

TEXT = "description.en"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def person(firm):
    return make_member(firm, email="keeper@firm.test")


@pytest.fixture
def staff(database):
    return make_staff()


@pytest.fixture
def client(app, staff):
    return signed_in(app, staff)


@pytest.fixture
def revision(firm, person):
    with transaction():
        wanted = {TEXT: "Advises on UKRP.", "website": "https://best.test/"}
        change_listing(firm, wanted, by_id=person.id, at=NOON)
    return pending_of(firm.id)


def page_of(revision):
    return f"/en/desk/revisions/{revision.id}"


def seen_on(page):
    return page.text.split('name="seen" value="')[1].split('"')[0]


def letters():
    return [(each.template, each.recipient) for each in db.session.scalars(select(Letter))]


def test_the_queue_names_what_waits_and_leads_there(client, revision):
    queue = client.get("/en/desk/revisions/").text
    assert "1 change waits for an editor" in queue
    assert "Text in English, Website" in queue
    assert page_of(revision) in queue


def test_what_went_and_what_came_is_marked_for_both_alike(app, client, person, revision):
    marked = "Advises<ins> on UKRP</ins>."
    assert marked in client.get(page_of(revision)).text
    theirs = signed_in(app, person).get(f"/en/workspace/theirs/revisions/{revision.id}").text
    assert marked in theirs


def test_the_firm_reads_the_reasons_and_gets_a_letter(app, client, person, firm, revision):
    page = page_of(revision)
    said = {
        "seen": seen_on(client.get(page)),
        f"decision-{TEXT}": "approve",
        "decision-website": "return",
        "reason-website": "It belongs to another firm.",
    }
    assert client.post(page, data=said).status_code == 303
    db.session.expire_all()
    assert (firm.texts["en"].description, firm.website) == ("Advises on UKRP.", None)
    theirs = signed_in(app, person).get(f"/en/workspace/theirs/revisions/{revision.id}").text
    assert "It belongs to another firm." in theirs
    assert letters() == [("revision_returned", "keeper@firm.test")]


def test_what_was_chosen_is_kept_where_something_is_missing(client, revision):
    page = page_of(revision)
    said = {"seen": seen_on(client.get(page)), f"decision-{TEXT}": "approve", "decision-website": "return"}
    answer = client.post(page, data=said)
    assert answer.status_code == 422
    assert "Say why it is returned" in answer.text
    assert f'id="approve-{TEXT}" checked' in answer.text
    assert client.post(page, data={"seen": said["seen"]}).status_code == 422
    too_long = said | {"reason-website": "r" * 1001}
    assert client.post(page, data=too_long).status_code == 422
    assert pending_of(revision.firm_id).id == revision.id


def test_a_stale_field_asks_for_a_fresh_look_and_the_choices_stand(client, staff, firm, revision):
    page = page_of(revision)
    said = {"seen": seen_on(client.get(page)), f"decision-{TEXT}": "approve"}
    with transaction():
        edit_listing(firm, {TEXT: "Our own words."}, by_id=staff.id, at=NOON)
    answer = client.post(page, data=said)
    assert answer.status_code == 409
    assert "Our own words." in answer.text
    assert f'id="approve-{TEXT}" checked' in answer.text
    assert client.post(page, data=said | {"seen": seen_on(answer)}).status_code == 303
    db.session.expire_all()
    assert firm.texts["en"].description == "Advises on UKRP."


def test_an_editors_own_change_is_public_and_told(app, client, person, firm):
    page = "/en/desk/listings/theirs/contact"
    base = client.get(page).text.split('name="base" value="')[1].split('"')[0].replace("&#34;", '"')
    said = {"contact_email": firm.contact_email, "contact_language": "en", "working_languages": "en"}
    answer = client.post(page, data=said | {"website": "https://firm.test/", "base": base})
    assert answer.status_code == 303
    assert 'href="https://firm.test/"' in app.test_client().get("/en/firms/theirs").text
    assert letters() == [("listing_edited", "keeper@firm.test")]
    [revision] = history_of(firm.id)
    assert [(each.field, each.state) for each in revision.fields] == [("website", FieldState.APPLIED)]
    theirs = signed_in(app, person)
    assert "our editors" in theirs.get("/en/workspace/theirs/revisions/").text


def test_only_those_who_keep_the_listing_are_written_to(client, firm, revision):
    make_member(firm, role=MemberRole.RESPONDER, email="answers@firm.test")
    make_member(firm, role=MemberRole.EDITOR, email="edits@firm.test", language="zh-hant")
    page = page_of(revision)
    said = {f"decision-{each.field}": "approve" for each in revision.fields}
    assert client.post(page, data={"seen": seen_on(client.get(page)), **said}).status_code == 303
    assert letters() == [("revision_approved", "keeper@firm.test"), ("revision_approved", "edits@firm.test")]


def test_another_firms_people_see_none_of_it(app, revision):
    stranger = signed_in(app, make_member(make_firm(slug="other")))
    assert stranger.get(f"/en/workspace/other/revisions/{revision.id}").status_code == 404
    assert stranger.post(f"/en/workspace/other/revisions/{revision.id}").status_code == 404
    assert stranger.get(page_of(revision)).status_code == 404


def test_the_firm_takes_it_back(app, person, firm, revision):
    page = f"/en/workspace/theirs/revisions/{revision.id}"
    assert signed_in(app, person).post(page, data={"step": "withdraw"}).status_code == 303
    assert pending_of(firm.id) is None


def test_the_history_is_read_page_by_page(app, person, firm):
    for number in range(PAGE + 3):
        with transaction():
            change_listing(firm, {"working_languages": ["en"] * (number % 2)}, by_id=person.id, at=NOON)
    client = signed_in(app, person)
    first = client.get("/en/workspace/theirs/revisions/").text
    assert first.count("<tr><th") == PAGE + 1
    more = first.split("?before=")[1].split('"')[0]
    rest = client.get(f"/en/workspace/theirs/revisions/?before={more}").text
    assert rest.count("<tr><th") == len(history_of(firm.id, before=int(more))) + 1
    assert client.get("/en/workspace/theirs/revisions/?before=x").status_code == 200
    assert "Nothing waits" in signed_in(app, make_staff()).get("/en/desk/revisions/?after=x").text
