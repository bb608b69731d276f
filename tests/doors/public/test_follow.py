"""Following an enquiry: who is let in, by what, and what nobody else may see or do."""

import re
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import select

from app.enquiries.access import Confirmation, key_of, passphrase_of
from app.enquiries.models import Enquiry, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.journal.queries import entries_of
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from tests.doors.public.visitor import QUESTION, WHO, Page, Visitor, each_language
from tests.factories import make_enquiry, make_firm, make_offering, make_referral

pytestmark = pytest.mark.usefixtures("tokens")


@pytest.fixture
def secret(app):
    return app.config["SETTINGS"].secret_key


@pytest.fixture
def stranger(app, database):
    return Visitor(app.test_client())


@pytest.fixture
def firm(database):
    firm = make_firm(slug="ukrp-firm", texts={"en": {"name": "The UKRP Firm"}})
    make_offering(firm)
    return firm


def kept(reference):
    db.session.expire_all()
    return db.session.scalars(select(Enquiry).where(Enquiry.reference == reference)).one()


def link_in_letter(reference, holding):
    """The first link of the first letter about the enquiry that holds some words."""
    letter = db.session.scalars(select(Letter).where(Letter.text.contains(reference))).first()
    return re.search(rf"http://127\.0\.0\.1:8000(/\S*{holding}\S*)", letter.text).group(1)


def by_passphrase(visitor, reference, passphrase):
    page = visitor.get("enquiries/")
    return visitor.send(page, "/enquiries/", reference=reference, passphrase=passphrase)


class TestComingIn:
    def test_whoever_asked_has_the_receipt_and_the_page_at_once(self, visitor, firm):
        reference = visitor.asked("ukrp-firm")
        for address in (f"enquiries/{reference}/receipt", f"enquiries/{reference}"):
            assert visitor.get(address).status == 200

    @pytest.mark.parametrize("language", each_language)
    def test_the_secret_link_opens_it_and_leaves_the_address(self, app, firm, language, client):
        reference = Visitor(client, language).asked("ukrp-firm")
        reader = Visitor(app.test_client(), language)
        opened = reader.get(link_in_letter(reference, r"\?key="))
        assert (opened.status, opened.answer.location) == (303, f"/{language}/enquiries/{reference}")
        page = reader.get(opened.answer.location)
        assert (page.status, page.faults(language)) == (200, [])
        assert QUESTION in page.main

    @pytest.mark.parametrize("language", each_language)
    def test_the_passphrase_opens_it(self, app, firm, client, language, secret):
        reference = Visitor(client, language).asked("ukrp-firm")
        reader = Visitor(app.test_client(), language)
        passphrase = passphrase_of(kept(reference), secret=secret)
        sent = by_passphrase(reader, reference.lower().replace("-", " "), passphrase.upper())
        assert (sent.status, sent.answer.location) == (303, f"/{language}/enquiries/{reference}")
        assert reader.get(sent.answer.location).status == 200

    def test_a_wrong_key_and_an_unknown_reference_are_told_the_same(self, stranger, secret):
        mine, other = make_enquiry(), make_enquiry()
        for key in ("", "x", key_of(other, secret=secret), key_of(mine, secret=secret)[:-1]):
            wrong = stranger.get(f"enquiries/{mine.reference}?key={key}".replace("\x00", "%00"))
            none = stranger.get(f"enquiries/LRE-ABCD-EFGH?key={key}".replace("\x00", "%00"))
            assert wrong.status == none.status == 404
            assert wrong.main.replace(mine.reference, "") == none.main.replace("LRE-ABCD-EFGH", "")

    def test_a_wrong_passphrase_and_an_unknown_reference_are_told_the_same(self, stranger, secret):
        mine, other = make_enquiry(), make_enquiry()
        wrong = by_passphrase(stranger, mine.reference, passphrase_of(other, secret=secret))
        none = by_passphrase(stranger, "LRE-ABCD-EFGH", "abcd-efgh-jkmn")
        assert wrong.status == none.status == 422
        assert wrong.problems == none.problems == ["passphrase"]
        assert wrong.faults("en") == []
        assert wrong.main == none.main

    @pytest.mark.parametrize(
        ("reference", "passphrase", "problems"),
        [
            ("", "", ["reference", "passphrase"]),
            ("x" * 5000, "x", ["reference"]),
            ("LRE-2222-2222", "x" * 5000, ["passphrase"]),
            ("中文", "中文", ["passphrase"]),
            ("LRE-2222-2222", "\u202e\u0336", ["passphrase"]),
        ],
    )
    def test_what_cannot_be_right_is_said_at_its_field(self, stranger, reference, passphrase, problems):
        wrong = by_passphrase(stranger, reference, passphrase)
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, problems, [])
        assert wrong.title.startswith("Error")

    @pytest.mark.parametrize("body", [b"reference[]=x", b""])
    def test_another_shape_opens_nothing(self, stranger, body):
        token = stranger.get("enquiries/").values("/enquiries/")["csrf_token"].encode()
        answer = stranger.client.post(
            "/en/enquiries/",
            data=body + b"&csrf_token=" + token,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 422

    @pytest.mark.parametrize("path", ["%00", "%ff%fe", "x" * 3000, "中文", "..%2f..", "LRE-ABCD-EFGH"])
    def test_an_address_that_is_none_asks_for_the_passphrase_and_tells_nothing(self, stranger, path):
        page = stranger.get(f"enquiries/{path}")
        assert page.status in {200, 404}
        assert stranger.get(f"enquiries/{path}?key=x").status == 404
        assert stranger.get(f"enquiries/{path}/receipt").status == 404


class TestStrangers:
    def test_another_browser_sees_nothing(self, visitor, stranger, firm):
        reference = visitor.asked("ukrp-firm")
        page = stranger.get(f"enquiries/{reference}")
        assert page.status == 200
        assert page.has_form("/enquiries/")
        for canary in (QUESTION, *WHO.values()):
            assert canary not in page.text.replace('value="TW"', "").replace(reference, "")
        receipt = stranger.get(f"enquiries/{reference}/receipt")
        assert receipt.status == 404
        assert WHO["email"] not in receipt.text

    def test_what_exists_and_what_does_not_look_alike(self, stranger):
        there = make_enquiry().reference
        one, other = (stranger.get(f"enquiries/{each}") for each in (there, "LRE-ABCD-EFGH"))
        assert one.main.replace(there, "") == other.main.replace("LRE-ABCD-EFGH", "")

    @pytest.mark.parametrize(
        "step",
        [
            *("reply/ukrp-firm", "outcome", "agree", "reveal/ukrp-firm", "refuse/ukrp-firm"),
            *("withdraw/ukrp-firm", "withdraw", "data"),
        ],
    )
    def test_one_enquirer_cannot_act_on_anothers_enquiry(self, visitor, stranger, firm, step):
        mine = visitor.asked("ukrp-firm")
        theirs = stranger.asked("ukrp-firm", email="other@oximeters.example")
        token = stranger.get(f"enquiries/{theirs}").values(f"/{theirs}/withdraw")["csrf_token"]
        before = [entry.kind for entry in entries_of(kept(mine).id)]
        data = {
            "csrf_token": token,
            "text": "Let me in",
            "nonce": "n" * 43,
            "outcome": "answered",
            "firm": "ukrp-firm",
            "share": "y",
            "abroad": "y",
            "sure": "y",
        }
        page = Page(stranger.client.post(f"/en/enquiries/{mine}/{step}", data=data))
        assert page.status == 404
        assert [entry.kind for entry in entries_of(kept(mine).id)] == before
        assert kept(mine).state is EnquiryState.UNVERIFIED

    @pytest.mark.parametrize(
        "step", ["reply/ukrp-firm", "outcome", "agree", "withdraw/ukrp-firm", "withdraw"]
    )
    @pytest.mark.parametrize("guard", ["token", "origin"])
    def test_no_step_is_taken_without_a_token_or_from_another_site(self, visitor, firm, step, guard):
        reference = visitor.asked("ukrp-firm")
        token = visitor.get(f"enquiries/{reference}").values("/withdraw")["csrf_token"]
        data = {"text": "x", "nonce": "n" * 43, "outcome": "answered", "firm": "ukrp-firm"}
        headers = {}
        if guard == "origin":
            data["csrf_token"], headers = token, {"Origin": "https://elsewhere.example"}
        page = Page(visitor.client.post(f"/en/enquiries/{reference}/{step}", data=data, headers=headers))
        assert page.status == {"token": 400, "origin": 403}[guard]
        assert kept(reference).state is EnquiryState.UNVERIFIED

    def test_no_page_of_an_enquiry_is_kept_by_anybody(self, visitor, firm):
        reference = visitor.asked("ukrp-firm")
        for address in ("ask", "enquiries/", f"enquiries/{reference}", f"enquiries/{reference}/receipt"):
            answer = visitor.get(address).answer
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "same-origin"


class TestConfirming:
    @pytest.fixture
    def asked(self, visitor, firm):
        reference = visitor.asked("ukrp-firm")
        return reference, link_in_letter(reference, "/confirm")

    def test_reading_the_link_changes_nothing_however_often(self, stranger, asked):
        reference, link = asked
        for _ in range(2):
            page = stranger.get(link)
            assert (page.status, page.faults("en")) == (200, [])
        assert stranger.client.head(link).status_code == 200
        assert kept(reference).confirmed_at is None
        assert [entry.kind for entry in entries_of(kept(reference).id)] == ["EnquirySubmitted"]
        assert stranger.get(f"enquiries/{reference}/receipt").status == 404

    def test_the_button_confirms_and_hands_it_to_the_firms_agreed_to(self, stranger, asked, firm):
        reference, link = asked
        sent = stranger.send(stranger.get(link), "/confirm")
        assert (sent.status, sent.answer.location) == (303, f"/en/enquiries/{reference}")
        enquiry = kept(reference)
        assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.ROUTED, Party.FIRM)
        assert [(each.firm.slug, each.state) for each in enquiry.referrals] == [
            ("ukrp-firm", ReferralState.VISIBLE)
        ]
        assert enquiry.referrals[0].reasons[0]["market"] == "UK"
        assert [entry.kind for entry in entries_of(enquiry.id)] == [
            "EnquirySubmitted",
            "EnquiryConfirmed",
            "EnquiryReferred",
        ]
        assert "The UKRP Firm" in stranger.get(sent.answer.location).main

    def test_the_button_pressed_twice_confirms_once(self, stranger, asked):
        reference, link = asked
        page = stranger.get(link)
        for _ in range(2):
            assert stranger.send(page, "/confirm").status == 303
        assert len(kept(reference).referrals) == 1
        assert len(entries_of(kept(reference).id)) == 3

    def test_without_a_firm_an_editor_is_asked(self, visitor, firm):
        reference = visitor.asked()
        visitor.send(visitor.get(link_in_letter(reference, "/confirm")), "/confirm")
        assert kept(reference).state is EnquiryState.TRIAGE
        assert entries_of(kept(reference).id)[-1].facts == {"why": "editor_asked"}

    def test_what_is_unclear_goes_to_the_desk(self, visitor, firm):
        reference = visitor.asked(text="Something with regulations, please help")
        visitor.send(visitor.get(link_in_letter(reference, "/confirm")), "/confirm")
        assert kept(reference).waiting_on is Party.STAFF
        assert entries_of(kept(reference).id)[-1].facts == {"why": "unclear"}

    def test_where_the_chosen_firm_takes_nothing_any_more_the_desk_looks(self, visitor, asked, firm):
        reference, link = asked
        with transaction():
            firm.accepts_enquiries = False
        visitor.send(visitor.get(link), "/confirm")
        assert kept(reference).referrals == []
        assert entries_of(kept(reference).id)[-1].facts == {"why": "no_firm"}

    @pytest.mark.parametrize("token", ["", "x", "a" * 3000])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_a_damaged_link_is_declined_with_a_sentence(self, visitor, asked, token, method):
        reference, link = asked
        form = visitor.get(link).values("/confirm")
        address = f"/en/enquiries/{reference}/confirm"
        if method == "GET":
            page = visitor.get(f"{address}?token={token}".replace("\x00", "%00"))
        else:
            page = Page(visitor.client.post(address, data={**form, "token": token}))
        assert (page.status, page.faults("en")) == (410, [])
        assert kept(reference).confirmed_at is None

    def test_a_link_of_another_enquiry_is_declined(self, visitor, asked, secret):
        reference, _ = asked
        other = Confirmation(secret).sign(make_enquiry())
        assert visitor.get(f"enquiries/{reference}/confirm?token={other}").status == 410
        assert visitor.get(f"enquiries/LRE-ABCD-EFGH/confirm?token={other}").status == 410

    def test_an_expired_link_is_declined_and_the_passphrase_still_opens(
        self, visitor, stranger, asked, monkeypatch, secret
    ):
        reference, link = asked
        now = TimestampSigner("x").get_timestamp()
        week = timedelta(days=7, seconds=5).total_seconds()
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(now + week))
        assert stranger.get(link).status == 410
        assert kept(reference).confirmed_at is None
        passphrase = passphrase_of(kept(reference), secret=secret)
        assert by_passphrase(stranger, reference, passphrase).status == 303

    def test_what_was_withdrawn_is_not_confirmed(self, visitor, asked):
        reference, link = asked
        page = visitor.get(link)
        visitor.send(visitor.get(f"enquiries/{reference}"), f"{reference}/withdraw")
        assert visitor.send(page, "/confirm").status == 409
        assert kept(reference).state is EnquiryState.WITHDRAWN

    def test_only_the_link_and_not_the_key_confirms(self, visitor, asked, secret):
        reference, _ = asked
        key = key_of(kept(reference), secret=secret)
        assert visitor.get(f"enquiries/{reference}/confirm?token={key}").status == 410


def test_a_proposed_firm_is_named_to_the_enquirer_and_marked_as_not_sent(visitor, firm, secret):
    enquiry = make_enquiry(state=EnquiryState.OFFERED)
    make_referral(enquiry, firm, consent=False, state=ReferralState.PROPOSED, visible_at=None)
    visitor.get(f"enquiries/{enquiry.reference}?key={key_of(enquiry, secret=secret)}")
    page = visitor.get(f"enquiries/{enquiry.reference}")
    assert "The UKRP Firm" in page.main
    assert "firm" not in page.values("/agree")
