"""A firm that is not listed registers itself: draft, the desk, the public."""

import pytest
from sqlalchemy import select

from app.accounts.models import MemberRole
from app.directory.models import Firm, Visibility
from app.directory.registering.models import Registration, RegistrationState
from app.kernel.db import db
from tests.doors.account.helpers import letters_to, past_second_step
from tests.doors.visitors import signed_in
from tests.factories import make_account, make_firm, make_member, make_staff

SAID = {
    "name_en": "Harrowgate Regulatory",
    "description_en": "Acts as responsible person for makers of devices.",
    "city_en": "Leeds",
    "country": "UK",
    "website": "harrowgate.example",
    "contact_email": "desk@harrowgate.example",
}
PUBLIC = (
    "/en/firms/harrowgate-regulatory",
    "/en/firms/?q=Harrowgate",
    "/en/search?q=Harrowgate",
    "/en/search/suggestions?q=Harrow",
    "/en/shortlist?firm=harrowgate-regulatory",
    "/en/compare?firm=harrowgate-regulatory&firm=other",
    "/sitemap.xml",
    "/en/ask?firm=harrowgate-regulatory",
    "/en/join/firms/harrowgate-regulatory/claim",
)


@pytest.fixture
def person(database):
    return make_account(email="kim@kim.example")


@pytest.fixture
def client(app, person):
    return signed_in(app, person)


def kept() -> Registration:
    db.session.expire_all()
    return db.session.scalars(select(Registration)).one()


def firm() -> Firm:
    return db.session.get_one(Firm, kept().firm_id)


def register(client, **more):
    return client.post("/en/join/register", data=SAID | more)


def submit(client, **more):
    page = f"/en/join/register/{kept().id}"
    return client.post(page, data=SAID | {"seen": str(kept().version), "step": "submit"} | more)


def test_it_goes_from_the_draft_over_the_desk_to_the_public(app, client, person):
    assert register(client).status_code == 303
    assert person.role_at(firm().id) is MemberRole.OWNER
    assert submit(client).status_code == 303
    staff = past_second_step(app, make_staff())
    assert "Harrowgate Regulatory" in staff.get("/en/desk/registrations").text

    assert staff.post(f"/en/desk/registrations/{kept().id}", data={"step": "approve"}).status_code == 303

    assert kept().state is RegistrationState.PUBLISHED
    assert firm().visibility is Visibility.PUBLISHED
    assert firm().time_zone == "Europe/London"
    page = app.test_client().get("/en/firms/harrowgate-regulatory").text
    assert "Acts as responsible person" in page
    assert 'href="https://harrowgate.example"' in page
    assert "desk@harrowgate.example" not in page
    assert letters_to(person.email, "firm_news")
    assert "Harrowgate" in app.test_client().get("/en/search?q=Harrowgate").text


def test_a_draft_is_nowhere_in_public(app, client):
    register(client)
    submit(client)
    stranger = app.test_client()
    for page in PUBLIC[:-1]:
        text = stranger.get(page).text
        assert "Harrowgate Regulatory" not in text, page
        assert "responsible person for makers" not in text, page
    assert stranger.get(PUBLIC[0]).status_code == 404
    assert signed_in(app, make_account()).get(PUBLIC[-1]).status_code == 404


def test_what_is_returned_says_why_and_can_be_sent_again(app, client, person):
    register(client)
    submit(client)
    staff = past_second_step(app, make_staff())
    page = f"/en/desk/registrations/{kept().id}"
    assert staff.post(page, data={"step": "reject"}).status_code == 422

    staff.post(page, data={"step": "reject", "reason": "Which roles do you hold?"})

    assert "Which roles do you hold?" in client.get(f"/en/join/register/{kept().id}").text
    assert "Which roles do you hold?" in letters_to(person.email, "firm_news")[0].text
    submit(client, description_en="UKRP and CH-REP.")
    assert kept().state is RegistrationState.SUBMITTED
    assert firm().texts["en"].description == "UKRP and CH-REP."


def test_what_the_desk_reads_cannot_be_changed_under_its_eyes(client):
    register(client)
    submit(client)

    answer = submit(client, description_en="Something else.")

    assert answer.status_code == 409
    assert firm().texts["en"].description == SAID["description_en"]


def test_an_older_page_overwrites_nothing(client):
    register(client)
    page, seen = f"/en/join/register/{kept().id}", str(kept().version)
    client.post(page, data=SAID | {"seen": seen, "description_en": "Newer."})

    answer = client.post(page, data=SAID | {"seen": seen, "description_en": "Older."})

    assert answer.status_code == 409
    assert firm().texts["en"].description == "Newer."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"website": "javascript:alert(1)"}, "Give an address of the web"),
        ({"website": "https://user:word@x.example"}, "Give an address of the web"),
        ({"website": "data:text/html,x"}, "Give an address of the web"),
        ({"website": "http://127.0.0.1/"}, "Give an address of the web"),
        ({"name_en": "n" * 5000}, "Shorten the name to 200 characters."),
        ({"description_en": "d" * 2001}, "Shorten the description"),
        ({"city_en": "c" * 101}, "Shorten the city"),
        ({"country": "XX"}, "Not a valid choice"),
        ({"contact_email": "nobody"}, "Give one e-mail address"),
        ({"name_en": "", "description_en": ""}, "name in at least one language"),
        ({"name_zh_hant": "哈洛法規"}, "Say in this language too"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence_and_all_that_was_typed_is_there(client, wrong, sentence):
    answer = register(client, **wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    for name, value in (SAID | wrong).items():
        if name != "country" and value:
            assert value in answer.text.replace("&#34;", '"'), name
    assert db.session.scalars(select(Registration)).all() == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Harrowgate Regulatory", "harrowgate-regulatory-2"),
        ("Ünïcode & Söhne", "unicode-sohne"),
        ("哈洛法規", "harrowgate"),
        ("demo-Dunlin", "x-demo-dunlin"),
        ("../../desk", "desk-2"),
        ("x" * 200, "x" * 58),
    ],
)
def test_its_address_is_plain_and_its_own(client, name, slug):
    make_firm(slug="harrowgate-regulatory")

    assert register(client, name_en=name).status_code == 303

    assert firm().slug == slug


def test_a_draft_is_its_own_peoples_alone(app, client):
    register(client)
    page = f"/en/join/register/{kept().id}"
    for other in (make_account(), make_member(make_firm(), role=MemberRole.EDITOR)):
        assert signed_in(app, other).get(page).status_code == 404
        assert signed_in(app, other).post(page, data=SAID).status_code == 404
    staff = past_second_step(app, make_staff())
    assert staff.get(f"/en/desk/registrations/{kept().id}").status_code == 404
    assert client.get(f"/en/desk/registrations/{kept().id}").status_code == 404
