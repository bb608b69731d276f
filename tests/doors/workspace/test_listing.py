"""A firm keeps its own listing: what it changes waits for an editor, or holds at once."""

import pytest

from app.directory.revisions.queries import pending_of
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_staff

AT = "/en/workspace/theirs/listing"
PUBLIC = "/en/firms/theirs"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


@pytest.fixture
def editor(app, database):
    return signed_in(app, make_staff())


def words(**said):
    form = {f"name_language-{each}": each for each in ("en", "zh-hant", "zh-hans")}
    return form | {"name-en": "Firm", "description-en": "Advises."} | said


def test_the_public_page_is_as_it_was_until_an_editor_approves(app, client, editor, firm):
    stranger = app.test_client()
    before = stranger.get(PUBLIC).text
    answer = client.post(f"{AT}/words", data=words(**{"description-en": "Advises on UKRP matters."}))
    assert (answer.status_code, answer.location) == (303, AT)
    assert stranger.get(PUBLIC).text == before
    assert "waits for an editor" in client.get(AT).text

    revision = pending_of(firm.id)
    page = f"/en/desk/revisions/{revision.id}"
    shown = editor.get(page).text
    assert "<ins> on UKRP matters</ins>" in shown or "<ins>" in shown
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    decisions = {f"decision-{each.field}": "approve" for each in revision.fields}
    assert editor.post(page, data={"seen": seen, **decisions}).status_code == 303
    assert "Advises on UKRP matters." in stranger.get(PUBLIC).text


@pytest.mark.parametrize("section", ["words", "entity", "offices", "contact"])
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_section_opens(client, section, language):
    assert client.get(f"/{language}/workspace/theirs/listing/{section}").status_code == 200
