"""How an enquiry goes to firms, what is agreed to for it, and the receipt of that."""

import re

import pytest
from sqlalchemy import select

from app.enquiries import actions
from app.enquiries.access import Confirmation
from app.enquiries.actions import ErasureGround
from app.enquiries.consents import Mode
from app.enquiries.models import Enquiry, Party
from app.i18n.languages import EN
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from app.privacy.erasing import erase_enquiry
from app.privacy.exporting import record_of
from tests.doors.public.visitor import WHO, Visitor, each_language
from tests.factories import make_firm, make_member, make_offering

pytestmark = pytest.mark.usefixtures("tokens")

TICKS = {"share": "y", "abroad": "y"}
SHARED = ["company", "contact_name", "country", "email", "product", "text"]
#: Words of the law in each language.
SEPARATELY = {"en": "I separately agree", "zh-hant": "我單獨同意", "zh-hans": "我单独同意"}


@pytest.fixture
def firms(database):
    made = [make_firm(slug=f"firm-no-{n}", texts={"en": {"name": f"Firm No {n}"}}) for n in range(4)]
    for firm in made:
        make_offering(firm)
    return made


def the_enquiry():
    db.session.expire_all()
    return db.session.scalars(select(Enquiry)).one()


def send(visitor, page=None, **fields):
    return visitor.send(page or visitor.write(), "/ask", step="send", **fields)


def confirmed(app, visitor):
    """The enquiry, with its address confirmed by the link of the first letter."""
    enquiry = the_enquiry()
    token = Confirmation(app.config["SETTINGS"].secret_key).sign(enquiry)
    page = visitor.get(f"enquiries/{enquiry.reference}/confirm?token={token}")
    assert visitor.send(page, "/confirm").status == 303
    return the_enquiry()


def opened(referral):
    by = make_member(referral.firm).id
    with transaction():
        actions.open_referral(referral, by=by, at=now())
    return by


@pytest.mark.parametrize("language", each_language)
class TestEachMode:
    def test_chosen_firms_have_it(self, app, client, firms, language):
        visitor = Visitor(client, language)
        assert send(visitor, mode="chosen", firm=["firm-no-1", "firm-no-2"], **TICKS).status == 303
        enquiry = confirmed(app, visitor)
        assert enquiry.mode is Mode.CHOSEN
        assert {each.firm.slug for each in enquiry.referrals} == {"firm-no-1", "firm-no-2"}
        page = visitor.get(f"enquiries/{enquiry.reference}")
        assert (page.status, page.faults(language)) == (200, [])

    def test_the_best_of_those_named_have_it_and_the_next_takes_a_place(self, app, client, firms, language):
        visitor = Visitor(client, language)
        assert send(visitor, mode="best", best="2", firm=None, **TICKS).status == 303
        enquiry = confirmed(app, visitor)
        assert (enquiry.mode, enquiry.best, len(enquiry.referrals)) == (Mode.BEST, 2, 2)
        assert all(enquiry.consents_to(each.id) for each in firms)
        page = visitor.get(f"enquiries/{enquiry.reference}")
        assert (page.status, page.faults(language)) == (200, [])
        leaves = enquiry.referrals[0]
        with transaction():
            actions.withdraw_consent(leaves, at=now())
        assert page.has_form("/refuse/" + _spare(enquiry, firms)[0])

    def test_without_a_name_firms_answer_and_are_told_one_by_one(self, app, client, firms, language):
        visitor = Visitor(client, language)
        sent = send(visitor, mode="anonymous", firm=["firm-no-1", "firm-no-2"], share=None, abroad=None)
        assert sent.status == 303
        enquiry = confirmed(app, visitor)
        one, other = enquiry.referrals
        by = opened(one)
        with transaction():
            actions.answer(one, text="Yes, we can.", language="en", nonce="a" * 43, by=by, at=now())
        page = visitor.get(f"enquiries/{enquiry.reference}")
        assert (page.status, page.faults(language)) == (200, [])
        assert "Yes, we can." in page.main
        step = f"{enquiry.reference}/reveal/{one.firm.slug}"
        wrong = visitor.send(page, step, share="y")
        assert (wrong.status, wrong.problems, wrong.faults(language)) == (422, ["abroad"], [])
        assert visitor.send(wrong, step, **TICKS).status == 303
        db.session.expire_all()
        assert (one.disclosed, other.discloses) == (SHARED, False)
        assert not visitor.get(f"enquiries/{enquiry.reference}").has_form(step)

    def test_in_mainland_china_each_agreement_has_its_own_words(self, client, firms, language):
        visitor = Visitor(client, language)
        checked = visitor.write(country="CN")
        assert checked.faults(language) == []
        assert checked.main.count(SEPARATELY[language]) == 2
        assert send(visitor, checked, firm="firm-no-1", **TICKS).status == 303
        consents = the_enquiry().consents
        assert [each.wording for each in consents] == ["share-cn-1", "abroad-cn-1"]
        assert {each.language for each in consents} == {language}

    def test_the_receipt_names_every_agreement(self, client, firms, language):
        visitor = Visitor(client, language)
        send(visitor, mode="chosen", firm=["firm-no-1", "firm-no-2"], **TICKS)
        enquiry = the_enquiry()
        page = visitor.get(f"enquiries/{enquiry.reference}/consent")
        assert (page.status, page.faults(language)) == (200, [])
        file = visitor.client.get(visitor.at(f"enquiries/{enquiry.reference}/consent.txt"))
        assert (file.mimetype, file.headers["Cache-Control"]) == ("text/plain", "no-store")
        for text in (page.main, file.text):
            assert text.count("share-2") == text.count("abroad-2") == 2
            assert "Firm No 1" in text
            assert "Firm No 3" not in text
        assert "attachment" in file.headers["Content-Disposition"]
        assert "\n\n\n\n" not in file.text


def _spare(enquiry, firms):
    have = {each.firm_id for each in enquiry.referrals}
    return [each.slug for each in firms if each.id not in have]


class TestChoosing:
    def test_nothing_is_chosen_beforehand(self, visitor, firms):
        assert "mode" not in visitor.write().values("/ask")

    def test_the_best_of_those_ticked_where_some_are(self, visitor, firms):
        send(visitor, mode="best", best="1", firm=["firm-no-1", "firm-no-2"], **TICKS)
        enquiry = the_enquiry()
        named = {each.firm_id for each in enquiry.consents}
        assert named == {firms[1].id, firms[2].id}

    def test_the_consent_is_about_the_firms_that_stood_on_the_page(self, visitor, firms):
        checked = visitor.write()
        make_offering(make_firm(slug="a-newer-firm"))
        send(visitor, checked, mode="best", **TICKS)
        assert {each.firm_id for each in the_enquiry().consents} == {each.id for each in firms}

    @pytest.mark.parametrize("missing", ["share", "abroad"])
    def test_the_best_are_agreed_to_as_well(self, visitor, firms, missing):
        wrong = send(visitor, mode="best", **TICKS | {missing: None})
        assert (wrong.status, wrong.problems) == (422, [missing])
        assert wrong.values("/ask")["mode"] == "best"

    @pytest.mark.parametrize("best", ["0", "6", "x", "", "９"])
    def test_a_number_that_is_none_is_the_usual_one(self, visitor, firms, best):
        send(visitor, mode="best", best=best, **TICKS)
        assert the_enquiry().best == 3

    def test_named_firms_that_do_not_fit_are_not_agreed_to(self, visitor, firms):
        make_firm(slug="no-offer")
        send(visitor, mode="best", named="no-offer firm-no-1 nobody", **TICKS)
        assert {each.firm_id for each in the_enquiry().consents} == {firms[1].id}

    def test_a_firm_at_home_needs_no_agreement_to_send_abroad(self, visitor, database):
        make_offering(make_firm(slug="at-home", country="UK"))
        checked = visitor.write(country="UK")
        assert 'name="abroad"' not in checked.text
        assert send(visitor, checked, firm="at-home", share="y").status == 303
        assert [each.purpose.value for each in the_enquiry().consents] == ["share"]


class TestAnonymity:
    def test_no_letter_to_a_firm_and_nothing_it_reads_says_who_asks(self, app, visitor, firms):
        send(visitor, mode="anonymous", firm="firm-no-1")
        enquiry = confirmed(app, visitor)
        (referral,) = enquiry.referrals
        opened(referral)
        with transaction():
            actions.reply(referral, text="One more thing.", language="en", nonce="r" * 43, at=now())
        letters = db.session.scalars(
            select(Letter).where(Letter.recipient == referral.firm.contact_email)
        ).all()
        assert {each.template for each in letters} >= {"referral_arrived", "enquirer_replied"}
        for letter in letters:
            said = f"{letter.subject}{letter.text}{letter.html}{letter.sender_name}{letter.reply_to}"
            assert not [fact for fact in (WHO["company"], WHO["contact_name"], WHO["email"]) if fact in said]

    def test_firms_an_editor_adds_get_the_question_alone(self, app, visitor, firms):
        send(visitor, mode="anonymous")
        enquiry = confirmed(app, visitor)
        with transaction():
            actions.refer(enquiry, to=[actions.Choice(firms[1])], by=make_member(firms[0]).id, at=now())
        page = visitor.get(f"enquiries/{enquiry.reference}")
        assert visitor.send(page, "/agree", firm="firm-no-1").status == 303
        enquiry = the_enquiry()
        assert [each.purpose.value for each in enquiry.consents] == ["brief"]
        assert enquiry.referrals[0].visible_at
        assert enquiry.waiting_on is Party.FIRM


class TestRefusing:
    """A firm that was named, and has not got it yet."""

    @pytest.fixture
    def enquiry(self, app, visitor, firms):
        assert send(visitor, mode="best", best="2", firm=None, **TICKS).status == 303
        return confirmed(app, visitor)

    def test_the_button_ends_it_for_that_firm_alone(self, visitor, enquiry, firms):
        refused, other = _spare(enquiry, firms)
        address = f"enquiries/{enquiry.reference}"
        assert visitor.send(visitor.get(address), f"/refuse/{refused}").status == 303
        db.session.expire_all()
        assert [each.slug for each in firms if not enquiry.lets_read(each.id)] == [refused]
        page = visitor.get(address)
        assert (page.has_form(f"/refuse/{refused}"), page.has_form(f"/refuse/{other}")) == (False, True)

    def test_it_is_not_the_way_to_take_it_from_one_that_has_it(self, visitor, enquiry, firms):
        spare = _spare(enquiry, firms)[0]
        page = visitor.get(f"enquiries/{enquiry.reference}")
        token = {"csrf_token": page.values(f"/refuse/{spare}")["csrf_token"]}
        for firm in (enquiry.referrals[0].firm.slug, "no-such-firm"):
            address = f"/en/enquiries/{enquiry.reference}/refuse/{firm}"
            assert visitor.client.post(address, data=token).status_code == 404
        db.session.expire_all()
        assert all(enquiry.lets_read(each.id) for each in firms)


class TestTheReceipt:
    def test_only_whoever_asked_reads_it(self, app, visitor, firms):
        send(visitor, firm="firm-no-1", **TICKS)
        reference = the_enquiry().reference
        stranger = Visitor(app.test_client())
        for address in ("consent", "consent.txt"):
            answer = stranger.client.get(f"/en/enquiries/{reference}/{address}")
            assert answer.status_code == 404
            assert "firm-no-1" not in answer.text.lower()

    def test_words_of_an_earlier_version_are_shown_as_they_were_read(self, visitor, firms):
        send(visitor, firm="firm-no-1", **TICKS)
        enquiry = the_enquiry()
        with transaction():
            for each in enquiry.consents:
                each.wording, each.language = "2026-11", "zh-hans"
        page = visitor.get(f"enquiries/{enquiry.reference}/consent")
        assert (page.faults("en"), page.main.count("2026-11")) == ([], 2)
        assert re.search(r'<q lang="zh-Hans">我同意将公司名称', page.text)

    def test_what_was_taken_back_says_when(self, app, visitor, firms):
        send(visitor, firm="firm-no-1", **TICKS)
        (referral,) = confirmed(app, visitor).referrals
        opened(referral)
        with transaction():
            actions.withdraw_consent(referral, at=now())
        file = visitor.client.get(f"/en/enquiries/{referral.enquiry.reference}/consent.txt").text
        assert "Taken back: no" not in file
        assert "Seen by the firm: not yet" not in file


def test_a_firm_that_never_learnt_who_asked_is_not_told_that_it_did(app, client, firms):
    visitor = Visitor(client, "en")
    assert send(visitor, mode="anonymous", firm=["firm-no-1"]).status == 303
    enquiry = confirmed(app, visitor)
    opened(enquiry.referrals[0])
    record = record_of(enquiry, EN)
    assert (record["mode"], record["firms"][0]["disclosed_at"], record["firms"][0]["disclosed"]) == (
        "anonymous",
        None,
        [],
    )
    assert {each["firm"] for each in record["consents"]} == {"Firm No 1"}
    erase_enquiry(enquiry.id, why=ErasureGround.ASKED, actor=Party.ENQUIRER, at=now())
    letter = db.session.scalars(select(Letter).where(Letter.template == "enquiry_erased")).one()
    assert "the question and the product" in letter.text
    assert "e-mail address" not in letter.text
    assert "e-mail address" not in letter.html
