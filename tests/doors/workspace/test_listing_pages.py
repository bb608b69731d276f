"""The pages of a listing are well formed in every language, and ask no more the more there is."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.directory.revisions.actions import change_listing
from app.directory.revisions.deciding import Decision, decide, mark_of
from app.directory.revisions.queries import pending_of
from app.directory.revisions.values import values_of
from app.i18n.languages import LANGUAGES
from app.kernel.db import transaction
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_staff
from tests.factories.keeping import NOON
from tests.house.markup import faults_of

OURS = ("listing", "listing/words", "listing/entity", "listing/offices", "listing/contact", "revisions/")


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


def changed(firm, person, text):
    wanted = {
        "description.en": text,
        "former_names": ["Old & Co"],
        "entity": {
            "legal_name": "Firm Ltd",
            "register_name": "Companies House",
            "register_number": "1",
            "register_country": "UK",
        },
        "contact_language": "zh-hant" if firm.contact_language == "en" else "en",
    }
    with transaction():
        change_listing(firm, wanted, by_id=person.id, at=NOON)
    return pending_of(firm.id)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_every_page_is_well_formed(app, firm, language):
    person, staff = make_member(firm), make_staff()
    revision = changed(firm, person, "Better.")
    for decision in (None, Decision(approves=False, reason="Why?")):
        if decision:
            with transaction():
                seen = mark_of(revision, values_of(firm))
                made = {"entity": Decision(approves=True), "former_names": decision}
                decide(revision, firm, made, seen=seen, by_id=staff.id, at=NOON)
        ours, theirs = signed_in(app, staff), signed_in(app, person)
        for page in (*OURS, "preview", f"revisions/{revision.id}"):
            _well_formed(theirs.get(f"/{language.slug}/workspace/theirs/{page}"), language)
        for page in (
            "revisions/",
            f"revisions/{revision.id}",
            *(f"listings/theirs{each[7:]}" for each in OURS[:5]),
        ):
            _well_formed(ours.get(f"/{language.slug}/desk/{page}"), language)
        lost = app.test_client().post(
            f"/{language.slug}/workspace/theirs/listing/words", data={"name-en": "N"}
        )
        assert list(faults_of(lost.text, language.tag)) == []
    wrong = theirs.post(f"/{language.slug}/workspace/theirs/listing/offices", data={"office-0-country": ""})
    assert list(faults_of(wrong.text, language.tag)) == []


def _well_formed(answer, language):
    assert answer.status_code == 200, answer.request.path
    assert list(faults_of(answer.text, language.tag)) == [], answer.request.path


def asked_for(client, page) -> int:
    """How many statements a page takes."""
    said: list[str] = []

    def heard(_conn, _cursor, statement, *_more) -> None:
        said.append(statement)

    client.get("/en/about/order")
    event.listen(Engine, "before_cursor_execute", heard)
    try:
        assert client.get(page).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
    return len(said)


def test_however_much_there_is_the_pages_ask_the_same_number_of_questions(app, firm):
    person, staff = make_member(firm), make_staff()
    changed(firm, person, "One.")
    ours, theirs = signed_in(app, staff), signed_in(app, person)
    lists = ((ours, "/en/desk/revisions/"), (theirs, "/en/workspace/theirs/revisions/"))
    before = [asked_for(*each) for each in lists]
    for number in range(5):
        changed(firm, person, f"More {number}.")
        other = make_firm()
        changed(other, make_member(other), "Theirs.")
    assert [asked_for(*each) for each in lists] == before
