"""Texts a firm keeps for its answers: kept, changed by one at a time, and inserted without script."""

import re
import secrets

import pytest

from app.directory.answer_templates import AnswerTemplate, templates_of
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db
from tests.doors.visitors import signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON, keep

PAGE = "/en/workspace/theirs/templates/"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def words(**given):
    return {"name": "First answer", "language": "zh-hant", "text": "您好，\n謝謝來信。"} | given


def kept(firm, **given) -> AnswerTemplate:
    return keep(AnswerTemplate(firm_id=firm.id, **words(**given)))


def test_a_template_is_kept_in_its_language_and_found_again(client, firm):
    assert take(client, PAGE, "keep", **words()).status_code == 303
    [template] = templates_of(firm.id)
    assert (template.name, template.language, template.text) == tuple(words().values())
    assert "您好，\n謝謝來信。" in client.get(f"{PAGE}{template.id}").text


@pytest.mark.parametrize(
    "fields",
    [{"name": ""}, {"name": "n" * 81}, {"text": " "}, {"text": "長" * 8001}, {"language": "fr"}],
)
def test_malformed_input_is_answered_with_a_sentence_and_kept(client, firm, fields):
    answer = take(client, PAGE, "keep", **words(**fields))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert all(value.strip() in answer.text for value in words(**fields).values() if value != "fr")
    assert templates_of(firm.id) == []


def test_one_name_stands_once_in_each_language(client, firm):
    kept(firm)
    assert take(client, PAGE, "keep", **words(text="Other words.")).status_code == 422
    assert take(client, PAGE, "keep", **words(language="zh-hans")).status_code == 303
    assert len(templates_of(firm.id)) == 2


def test_a_change_from_an_old_page_loses_neither_text(client, firm):
    template = kept(firm)
    page = f"{PAGE}{template.id}"
    assert take(client, page, "keep", **words(text="The first change."), version="1").status_code == 303
    answer = take(client, page, "keep", **words(text="The second change."), version="1")
    assert answer.status_code == 409
    assert "The first change." in answer.text
    assert "The second change." in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version
    assert (
        take(client, page, "keep", **words(text="The second change."), version=version[1]).status_code == 303
    )
    db.session.refresh(template)
    assert template.text == "The second change."


def test_another_firms_template_does_not_exist(app, firm, client):
    theirs = kept(make_firm())
    for step in ("keep", "remove"):
        assert take(client, f"{PAGE}{theirs.id}", step, **words(), version="1").status_code == 404
    assert client.get(f"{PAGE}{theirs.id}").status_code == 404
    assert client.get(f"{PAGE}99999999999999999999").status_code == 404


def test_a_template_is_removed(client, firm):
    template = kept(firm)
    assert take(client, f"{PAGE}{template.id}", "remove").status_code == 303
    assert templates_of(firm.id) == []


class TestInserting:
    @pytest.fixture
    def page(self, firm):
        enquiry = make_enquiry(state=EnquiryState.ROUTED, language="zh-hant")
        make_referral(enquiry, firm, state=ReferralState.SEEN, seen_at=NOON)
        return f"/en/workspace/theirs/enquiries/{enquiry.reference}"

    def inserted(self, client, page, **fields):
        nonce = secrets.token_urlsafe(32)
        return take(client, page, "insert", **{"text": "", "nonce": nonce} | fields)

    def test_its_text_stands_behind_what_was_typed_and_nothing_is_sent(self, client, firm, page):
        template = kept(firm)
        answer = self.inserted(client, page, text="Typed before.", template=str(template.id))
        assert answer.status_code == 200
        assert "Typed before.\r\n\r\n您好，" in answer.text.replace("\r\n", "\n").replace("\n", "\r\n")
        assert 'class="msg own"' not in answer.text

    def test_those_in_the_enquirers_language_come_first(self, client, firm, page):
        kept(firm, name="A", language="en")
        kept(firm, name="B", language="zh-hant")
        shown = client.get(page).text
        assert shown.index(">B (") < shown.index(">A (")

    @pytest.mark.parametrize("number", ["", "x", "-1", "٣", "9" * 30])
    def test_without_a_template_what_was_typed_stays(self, client, page, number):
        answer = self.inserted(client, page, text="Typed before.", template=number)
        assert answer.status_code == 200
        assert "Typed before." in answer.text

    def test_another_firms_text_cannot_be_inserted(self, client, page):
        theirs = kept(make_firm(), text="Not for you.")
        assert self.inserted(client, page, template=str(theirs.id)).status_code == 404
