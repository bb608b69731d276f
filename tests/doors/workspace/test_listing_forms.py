"""What makes no sense in a listing gets a sentence by its field, and nothing typed is lost."""

import dataclasses
import json

import pytest
from sqlalchemy import select

from app.directory.revisions.models import ListingDraft, Revision
from app.directory.revisions.queries import pending_of
from app.factory import create_app
from app.kernel.db import db
from app.web.limits import limiter
from tests.doors.visitors import signed_in
from tests.doors.workspace.test_listing import AT, words
from tests.factories import make_firm, make_member

BIDI = "Firm \u202egnitlusnoC"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs", texts={"en": {"name": "Firm"}})


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def office(number, country="UK", **cities):
    return {f"office-{number}-country": country} | {
        f"office-{number}-city-{each}": cities.get(each, "") for each in ("en", "zh-hant", "zh-hans")
    }


def offices(*rows, head="0", **more):
    form = {"headquarters": head, **more}
    for number, row in enumerate(rows):
        form |= office(number, **row)
    return form


@pytest.mark.parametrize(
    ("section", "said", "kept", "sentence"),
    [
        ("words", words(**{"name-en": "N" * 5000}), "N" * 5000, "at most 200 characters"),
        ("words", words(**{"name-en": BIDI}), BIDI, "invisible control characters"),
        ("words", words(**{"name-en": "Fi\x07rm"}), "Firm", "invisible control characters"),
        ("words", words(**{"name-en": ""}), "Advises.", "in one language at least"),
        ("words", words(**{"description-zh-hant": "顧問"}), "顧問", "Give the name that stands above"),
        ("words", words(**{"name-en": "", "description-en": ""}), "", "in one language at least"),
        ("words", words(**{"description-en": "D" * 3001}), "D" * 3001, "at most 3000 characters"),
        ("words", words(**{"name-zh-hant": "東湖"}), "東湖", "Write the text"),
        ("words", words(**{"name_language-en": "xx"}), "Advises.", 'role="alert"'),
        ("contact", {"website": "javascript:alert(1)"}, "javascript:alert(1)", "Give the address of a web"),
        ("contact", {"website": "https://u:p@firm.test/"}, "https://u:p@firm.test/", "Give the address of"),
        ("contact", {"website": "https://[x"}, "https://[x", "Give the address of a website"),
        ("contact", {"website": "http://localhost/"}, "http://localhost/", "Give the address of a website"),
        ("contact", {"working_languages": "xx-nope"}, "", "One of the choices does not exist"),
        ("contact", {"contact_email": "nobody"}, "nobody", "Give one e-mail address"),
        ("entity", {"legal_name": "L" * 201}, "L" * 201, "at most 200 characters"),
        ("entity", {"former_names": "\n".join(map(str, range(21)))}, "20", "At most 20 former names"),
        ("entity", {"register_country": "XX"}, "", 'role="alert"'),
        ("offices", offices({"country": ""}), "", "Choose the country"),
        ("offices", offices({}, {}, head=""), "", "Say which office is the head office"),
        ("offices", offices({}, {"en": "C" * 101}), "C" * 101, "A city has at most 100 characters"),
    ],
)
def test_a_sentence_stands_by_the_field_and_what_was_typed_in_it(client, section, said, kept, sentence):
    plain = {"contact": {"contact_language": "en"}, "entity": {"register_country": ""}}
    answer = client.post(f"{AT}/{section}", data=plain.get(section, {}) | said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert sentence in answer.text
    assert kept in answer.text
    assert db.session.scalars(select(Revision)).all() == []


def test_five_hundred_offices_are_too_many_and_all_come_back(client):
    rows = [{"en": f"Town {number}"} for number in range(500)]
    answer = client.post(f"{AT}/offices", data=offices(*rows))
    assert answer.status_code == 422
    assert "at most 40 offices" in answer.text
    assert "Town 499" in answer.text


def test_more_rows_than_anybody_has_are_refused_unread(client):
    assert client.post(f"{AT}/offices", data=offices(*[{}] * 2000)).status_code == 413


def test_rows_are_added_moved_and_taken_away_without_a_script(client, firm):
    form = offices({"en": "London"}, {"en": "Leeds"}, head="0")
    added = client.post(f"{AT}/offices", data={**form, "step": "add"}).text
    assert 'name="office-2-country"' in added
    moved = client.post(f"{AT}/offices", data={**form, "step": "down-0"}).text
    assert moved.index('value="Leeds"') < moved.index('value="London"')
    assert 'value="1" id="headquarters-1" checked' in moved
    fewer = client.post(f"{AT}/offices", data={**form, "step": "remove-1"}).text
    assert "Leeds" not in fewer
    assert client.post(f"{AT}/offices", data=form).status_code == 303
    [field] = pending_of(firm.id).fields
    assert [each["city"]["en"] for each in field.after] == ["London", "Leeds"]


def opened(client, section):
    page = client.get(f"{AT}/{section}").text
    return page.split('name="base" value="')[1].split('"')[0].replace("&#34;", '"')


def test_two_people_at_one_field_lose_nothing(app, client, firm):
    other = signed_in(app, make_member(firm))
    base = opened(client, "words")
    assert json.loads(base)["description.en"] == "Advises."
    assert (
        other.post(f"{AT}/words", data=words(**{"description-en": "Theirs.", "base": base})).status_code
        == 303
    )
    mine = words(**{"description-en": "Mine.", "base": base})
    answer = client.post(f"{AT}/words", data=mine)
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert ">Mine.</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")
    again = answer.text.split('name="base" value="')[1].split('"')[0].replace("&#34;", '"')
    assert client.post(f"{AT}/words", data=mine | {"base": again}).status_code == 303
    assert [each.after for each in pending_of(firm.id).fields] == ["Mine."]


def test_two_people_at_different_fields_are_not_in_each_others_way(app, client, firm):
    other = signed_in(app, make_member(firm))
    base = opened(client, "words")
    theirs = words(**{"name-zh-hant": "東湖", "description-zh-hant": "法規顧問。", "base": base})
    assert other.post(f"{AT}/words", data=theirs).status_code == 303
    empty = {"name-zh-hant": "", "description-zh-hant": ""}
    mine = words(**{"description-en": "Mine.", "base": base}) | empty
    assert client.post(f"{AT}/words", data=mine).status_code == 303
    assert {each.field for each in pending_of(firm.id).fields} == {
        "description.en",
        "name.zh-hant",
        "description.zh-hant",
    }


def test_what_is_typed_is_kept_and_stands_in_the_form_of_another_browser(app, client, firm):
    typed = words(**{"description-en": "Half a sen", "draft_version": "0"})
    kept = client.post(f"{AT}/words/draft", data=typed)
    assert (kept.status_code, kept.json["version"]) == (200, 1)
    person = db.session.scalars(select(ListingDraft)).one().account_id
    assert client.post(f"{AT}/words/draft", data=typed | {"draft_version": "1"}).json["version"] == 2
    again = client.get(f"{AT}/words").text
    assert "You have unsaved work" in again
    assert "Half a sen" in again
    assert 'name="draft_version" value="2"' in again
    assert "Half a sen" not in signed_in(app, make_member(firm)).get(f"{AT}/words").text
    assert person
    assert pending_of(firm.id) is None


def test_a_draft_is_gone_once_it_is_sent_or_discarded(client):
    draft = f"{AT}/words/draft"
    for step in ({"step": "discard"}, {"step": "keep"}):
        assert client.post(draft, data=words(**{"description-en": "Other."})).status_code == 200
        assert (
            client.post(f"{AT}/words", data=words(**{"description-en": "Other."}) | step).status_code == 303
        )
        assert "You have unsaved work" not in client.get(f"{AT}/words").text


def test_an_older_window_does_not_write_over_a_later_draft(client):
    draft = f"{AT}/words/draft"
    assert client.post(draft, data=words(**{"description-en": "Later."})).status_code == 200
    answer = client.post(draft, data=words(**{"description-en": "Older.", "draft_version": "0"}))
    assert answer.status_code == 409
    assert answer.json["said"]
    assert "Later." in client.get(f"{AT}/words").text


def test_a_draft_has_an_end(client):
    assert client.post(f"{AT}/words/draft", data=words(**{"description-en": "x" * 60_001})).status_code == 413


def test_a_form_that_comes_after_the_session_is_given_back_whole(app, client, firm):
    stranger = app.test_client()
    form = words(**{"description-en": "An hour of work <b>.", "name-zh-hant": "東湖"})
    answer = stranger.post(f"{AT}/words", data=form)
    assert answer.status_code == 403
    assert 'value="An hour of work &lt;b&gt;."' in answer.text
    assert 'name="name-zh-hant" value="東湖"' in answer.text
    assert "/en/account/sign-in" in answer.text
    foreign = stranger.post(f"{AT}/words", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert "An hour of work" not in foreign.text


def test_typing_takes_nothing_from_what_a_person_may_send(settings):
    limited = create_app(dataclasses.replace(settings, post_limit="2 per day"))
    try:
        limited.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        client = limited.test_client()
        drafts = {client.post(f"{AT}/words/draft").status_code for _ in range(9)}
        sent = [client.post(f"{AT}/words").status_code for _ in range(3)]
    finally:
        limiter.enabled = False
        with limited.app_context():
            db.session.remove()
            db.engine.dispose()
    assert (drafts, sent) == ({403}, [403, 403, 429])
