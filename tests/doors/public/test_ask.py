"""Asking: three steps without script, and nothing kept before the last."""

import re

import pytest
from sqlalchemy import func, select

from app.enquiries.consents import Consent
from app.enquiries.models import Enquiry, Facet, Referral
from app.journal.models import Entry
from app.kernel.db import db
from app.outbox.models import Letter
from tests.doors.public.visitor import QUESTION, WHO, Page, Visitor, each_language
from tests.factories import make_article, make_firm, make_offering

pytestmark = pytest.mark.usefixtures("tokens")

KEPT = (Enquiry, Facet, Consent, Referral, Letter, Entry)
ERROR = {"en": "Error", "zh-hant": "錯誤", "zh-hans": "错误"}


@pytest.fixture
def firm(database):
    firm = make_firm(slug="ukrp-firm", texts={"en": {"name": "The UKRP Firm"}})
    make_offering(firm)
    return firm


def rows():
    return {model.__name__: db.session.scalar(select(func.count()).select_from(model)) for model in KEPT}


def nothing_kept():
    return not any(rows().values())


def the_enquiry():
    return db.session.scalars(select(Enquiry)).one()


@pytest.mark.parametrize("language", each_language)
class TestTheThreeSteps:
    def test_lead_to_a_receipt_and_keep_nothing_before_the_last(self, client, firm, language):
        visitor = Visitor(client, language)
        begun = visitor.get("ask")
        assert (begun.status, begun.faults(language)) == (200, [])
        checked = visitor.send(begun, "/ask", text=QUESTION, step="check", **WHO)
        assert (checked.status, checked.faults(language)) == (200, [])
        assert "The UKRP Firm" in checked.main
        assert nothing_kept()

        sent = visitor.send(checked, "/ask", step="send", firm="ukrp-firm", share="y", abroad="y")
        enquiry = the_enquiry()
        assert (sent.status, sent.answer.location) == (
            303,
            f"/{language}/enquiries/{enquiry.reference}/receipt",
        )
        assert {name: getattr(enquiry, name) for name in WHO} == WHO
        assert (enquiry.text, enquiry.language, enquiry.time_zone) == (QUESTION, language, "Asia/Taipei")
        # Kept with who said so first: the words of the question, which the reader left ticked.
        assert {(each.code, each.source.value) for each in enquiry.facets} == {
            ("UK", "lexicon"),
            ("REP-UKRP", "lexicon"),
            ("MD", "lexicon"),
        }
        assert {(each.firm_id, each.language) for each in enquiry.consents} == {(firm.id, language)}
        assert rows() == {"Enquiry": 1, "Facet": 3, "Consent": 2, "Referral": 0, "Letter": 1, "Entry": 1}

        receipt = visitor.get(sent.answer.location)
        assert (receipt.status, receipt.faults(language)) == (200, [])
        assert enquiry.reference in receipt.main
        assert re.search(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", receipt.main)

    def test_say_at_the_fields_what_is_missing_and_keep_what_was_typed(self, client, database, language):
        visitor = Visitor(client, language)
        wrong = visitor.write(email="nobody", company="", contact_name="林美", country="")
        assert wrong.status == 422
        assert wrong.faults(language) == []
        assert wrong.problems == ["company", "email", "country"]
        assert wrong.title.startswith(ERROR[language])
        values = wrong.values("/ask")
        assert (values["text"], values["contact_name"], values["email"]) == (QUESTION, "林美", "nobody")
        assert nothing_kept()


class TestStepOne:
    def test_an_articles_box_needs_no_token_and_fills_step_one(self, visitor):
        make_article(slug="atmp")
        answer = Page(
            visitor.client.post("/zh-hant/ask?article=atmp", data={"text": "我們的問題\r\n<b>與</b>"})
        )
        assert (answer.status, answer.faults("zh-hant")) == (200, [])
        values = answer.values("/ask")
        assert (values["text"].replace("\r\n", "\n"), values["from_article"]) == (
            "我們的問題\n<b>與</b>",
            "atmp",
        )
        assert nothing_kept()

    def test_it_knows_where_the_reader_comes_from(self, visitor):
        values = visitor.get("ask?firm=ukrp-firm&market=uk&service=rep-ukrp").values("/ask")
        assert (values["from_firm"], values["service"]) == ("ukrp-firm", "REP-UKRP")
        assert "UK" in values.getlist("market")

    @pytest.mark.parametrize(
        "query",
        [
            "market=zz&service=zz&firm=zz&article=zz",
            "market=" + "u" * 5000,
            "step=send",
        ],
    )
    def test_what_it_does_not_know_it_passes_over(self, visitor, query):
        assert visitor.get(f"ask?{query}").status == 200

    def test_each_form_has_a_number_of_its_own(self, visitor):
        first, second = (visitor.get("ask").values("/ask")["nonce"] for _ in range(2))
        assert first != second
        assert len(first) == len(second) == 43

    def test_a_damaged_number_is_said_and_replaced(self, visitor, firm):
        wrong = visitor.write(nonce="x")
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, ["main"], [])
        assert visitor.send(wrong, "/ask", step="check").status == 200


class TestStepTwo:
    def test_it_marks_the_words_it_understood(self, visitor):
        checked = visitor.write()
        marks = ["".join(each.itertext()) for each in checked.document.iter("mark")]
        assert any("UK Responsible Person" in each for each in marks), marks
        values = checked.values("/ask")
        assert "UK" in values.getlist("market")
        assert "REP-UKRP" in values.getlist("service")

    def test_no_firm_and_no_agreement_is_ticked_beforehand(self, visitor, firm):
        values = visitor.write().values("/ask")
        assert not {"firm", "share", "abroad"} & set(values)

    def test_ones_own_country_is_offered_and_not_ticked(self, visitor):
        checked = visitor.write(text="We are in Taiwan and want to sell in the UK.")
        assert 'value="TW"' in checked.text
        assert "TW" not in checked.values("/ask").getlist("market")

    def test_ticks_decide_once_they_are_shown(self, visitor, firm):
        checked = visitor.write()
        updated = visitor.send(checked, "/ask", step="update", market=["US"], service=["REP-US-AGENT"])
        assert updated.status == 200
        assert "The UKRP Firm" not in updated.main
        assert "UK" not in updated.values("/ask").getlist("market")

    def test_the_text_can_be_changed_again(self, visitor):
        again = visitor.send(visitor.write(), "/ask", step="edit")
        assert (again.status, again.values("/ask")["text"]) == (200, QUESTION)

    def test_the_firm_whose_page_it_came_from_is_first_and_never_cut_off(self, visitor):
        for n in range(12):
            make_offering(make_firm(slug=f"firm-no-{n}"))
        for n in range(12):
            shown = re.findall(r'name="firm" value="([^"]+)"', visitor.write(from_firm=f"firm-no-{n}").text)
            assert (shown[0], len(shown)) == (f"firm-no-{n}", 8)

    def test_a_tick_is_not_lost_when_the_turns_change(self, visitor):
        for n in range(12):
            make_offering(make_firm(slug=f"firm-no-{n}"))
        checked = visitor.write()
        shown = re.findall(r'name="firm" value="([^"]+)"', checked.text)
        (other, *_) = {f"firm-no-{n}" for n in range(12)} - set(shown)
        sent = visitor.send(checked, "/ask", step="send", firm=other, share="y", abroad="y")
        assert sent.status == 303

    def test_a_firm_that_cannot_receive_is_named_with_the_reason(self, visitor):
        make_offering(make_firm(texts={"en": {"name": "Unclaimed Ltd"}}, claimed_at=None))
        checked = visitor.write()
        assert "Unclaimed Ltd" in checked.main
        assert "firm" not in checked.values("/ask")

    def test_markup_in_the_question_stays_text(self, visitor):
        checked = visitor.write(text="<script>alert(1)</script> in the UK <b>now</b>")
        assert checked.faults("en") == []
        assert checked.strange_scripts == []


class TestSending:
    @pytest.mark.parametrize("missing", ["share", "abroad"])
    def test_firms_without_agreement_are_refused_at_the_box(self, visitor, firm, missing):
        ticks = {"share": "y", "abroad": "y", missing: None}
        wrong = visitor.send(visitor.write(), "/ask", step="send", firm="ukrp-firm", **ticks)
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, [missing], [])
        assert wrong.values("/ask")["firm"] == "ukrp-firm"
        assert wrong.title.startswith("Error")
        assert nothing_kept()

    def test_more_than_five_firms_are_refused(self, visitor):
        slugs = [f"firm-no-{n}" for n in range(6)]
        for slug in slugs:
            make_offering(make_firm(slug=slug))
        wrong = visitor.ask(*slugs)
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, ["firm"], [])
        assert sorted(wrong.values("/ask").getlist("firm")) == slugs
        assert nothing_kept()
        assert visitor.ask(*slugs[:5]).status == 303

    @pytest.mark.parametrize("others", [0, 1])
    def test_a_firm_that_does_not_exist_or_match_is_refused(self, visitor, others):
        for _ in range(others):
            make_offering(make_firm())
        wrong = visitor.ask("no-such-firm")
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, ["firm"], [])
        assert nothing_kept()

    def test_one_firm_ticked_twice_is_one_firm(self, visitor, firm):
        assert visitor.ask("ukrp-firm", "ukrp-firm").status == 303
        assert rows()["Consent"] == 2

    def test_without_a_firm_an_editor_gets_it_and_nobody_else(self, visitor, firm):
        visitor.asked()
        assert rows()["Consent"] == rows()["Referral"] == 0

    def test_the_same_form_sent_twice_is_one_enquiry_with_one_receipt(self, visitor, firm):
        checked = visitor.write()
        ticks = {"step": "send", "firm": "ukrp-firm", "share": "y", "abroad": "y"}
        first, second = (visitor.send(checked, "/ask", **ticks) for _ in range(2))
        assert first.answer.location == second.answer.location
        assert rows() == {"Enquiry": 1, "Facet": 3, "Consent": 2, "Referral": 0, "Letter": 1, "Entry": 1}

    def test_where_it_came_from_is_kept(self, visitor, firm):
        visitor.asked(from_firm="ukrp-firm", from_article="atmp")
        assert the_enquiry().context == {"firm": "ukrp-firm", "article": "atmp"}

    def test_nothing_is_kept_when_the_last_step_is_sent_half_empty(self, visitor, firm):
        wrong = visitor.send(visitor.write(), "/ask", step="send", text="", email=None)
        assert (wrong.status, wrong.faults("en")) == (422, [])
        assert nothing_kept()
