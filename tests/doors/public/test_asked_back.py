"""The one question asked back in step two: put, answered by ticks or as a whole, and never put twice."""

import re

import pytest
from sqlalchemy import select

from app.enquiries.models import Enquiry, Way
from app.kernel.db import db
from tests.doors.public.visitor import QUESTION, Visitor, each_language
from tests.factories import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("tokens")

#: One place, that may be where they go or where they come from.
OPEN = "We need an authorised representative for our pulse oximeter, made in Taiwan."
LEGEND = {
    "en": "Is Taiwan the market you want to enter?",
    "zh-hant": "臺灣是您要進入的市場嗎？",
    "zh-hans": "台湾是您要进入的市场吗？",
}


@pytest.fixture
def firm(database):
    firm = make_firm(slug="holder")
    make_offering(firm, service="REP-TW-HOLDER", market="TW")
    return firm


def is_asked(page):
    return 'name="answer"' in page.text


def answers(page):
    return re.findall(r'name="answer" value="([^"]*)"', page.text)


def ticked(page):
    values = page.values("/ask")
    return values.getlist("market"), [each for each in values.getlist("service") if each]


def the_enquiry():
    return db.session.scalars(select(Enquiry)).one()


@pytest.mark.parametrize("language", each_language)
def test_it_stands_first_in_the_readers_words(client, database, language):
    page = Visitor(client, language).write(text=OPEN)
    assert (page.status, page.faults(language)) == (200, [])
    assert LEGEND[language] in page.main
    assert answers(page) == ["TW", "-", "unsure"]
    assert page.text.index('name="answer"') < page.text.index('name="market"')


def test_a_question_with_one_reading_is_asked_nothing(visitor):
    assert not is_asked(visitor.write(text=QUESTION))


def test_nothing_is_asked_about_what_was_ticked_in_step_one(visitor):
    page = visitor.write(text=OPEN, market=["UK"])
    assert not is_asked(page)
    assert not is_asked(visitor.send(page, "/ask", step="update"))


class TestTheAnswer:
    def test_on_update_becomes_ticks_and_the_general_word_finds_its_service(self, visitor, firm):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", answer="TW")
        markets, services = ticked(page)
        assert "TW" in markets
        assert services
        assert not is_asked(page)

    def test_on_send_is_kept_as_ticks(self, visitor):
        sent = visitor.send(visitor.write(text=OPEN), "/ask", step="send", answer="TW")
        assert sent.status == 303
        assert "TW" in [each.code for each in the_enquiry().facets]

    def test_that_it_is_no_market_leaves_the_place_unticked_and_is_not_asked_again(self, visitor):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", answer="-")
        assert "TW" not in ticked(page)[0]
        assert not is_asked(page)
        assert not is_asked(visitor.send(page, "/ask", step="update"))

    def test_is_carried_through_the_text_and_the_other_language(self, visitor):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", answer="-")
        written = visitor.send(page, "/ask", step="edit")
        assert not is_asked(visitor.send(written, "/ask", step="check"))

    def test_may_be_a_tick_instead(self, visitor):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", market=["UK"])
        assert ticked(page)[0][0] == "UK"
        assert not is_asked(page)

    def test_left_out_is_asked_for_again(self, visitor):
        assert is_asked(visitor.send(visitor.write(text=OPEN), "/ask", step="update"))

    def test_not_sure_leaves_it_to_an_editor_and_says_so(self, visitor):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", answer="unsure")
        assert "An editor will read this first, because you are not sure" in page.main
        assert visitor.send(page, "/ask", step="send").status == 303
        assert (the_enquiry().way, the_enquiry().way_reason) == (Way.PERSON, "not_sure")

    def test_not_sure_no_longer_holds_once_the_ticks_say_it(self, visitor):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", answer="unsure")
        page = visitor.send(page, "/ask", step="update", market=["UK"], service=["REP-UKRP"])
        assert "you are not sure" not in page.main

    @pytest.mark.parametrize("answer", ["ZZ", "UK", "TW+UK", "x" * 10_000, "<b>", "all"])
    def test_that_was_not_offered_changes_nothing(self, visitor, answer):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", answer=answer)
        assert page.status == 200
        assert "TW" not in ticked(page)[0]
        assert is_asked(page)

    @pytest.mark.parametrize("carried", ["", "x", "which_market|ZZ|TW|-", "which_market|-|" + "TW+" * 9_000])
    def test_to_a_question_nobody_put_is_passed_over(self, visitor, carried):
        page = visitor.send(visitor.write(text=OPEN), "/ask", step="update", question=carried, answer="TW")
        assert page.status == 200
        assert "TW" not in ticked(page)[0]
