"""What the enquirer reads and does on the follow-up page."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.enquiries import actions
from app.enquiries.access import key_of
from app.enquiries.consents import Consent
from app.enquiries.models import Message, Outcome, Party
from app.enquiries.states import ENQUIRY_MOVES, EnquiryState, ReferralState
from app.kernel.db import db, transaction
from tests.doors.public.visitor import Visitor, each_language
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import NOON, keep, put

pytestmark = pytest.mark.usefixtures("tokens")

LATER = NOON + timedelta(hours=1)
REASONS = [{"service": "REP-UKRP", "market": "UK", "asked": "UK", "basis": "stated", "sectors": []}]


class Following:
    """An enquirer with an enquiry in the hands of one firm, who has opened it by its link."""

    def __init__(self, app, client, language="en"):
        self.visitor = Visitor(client, language)
        self.firm = make_firm(slug="first-firm", texts={"en": {"name": "First Firm"}})
        self.other = make_firm(slug="second-firm", texts={"en": {"name": "Second Firm"}})
        self.by = make_member(self.firm).id
        self.enquiry = make_enquiry(
            state=EnquiryState.ROUTED, waiting_on=Party.FIRM, promised_at=LATER, language=language
        )
        self.referral = make_referral(self.enquiry, self.firm, reasons=REASONS)
        self.reference = self.enquiry.reference
        key = key_of(self.enquiry, secret=app.config["SETTINGS"].secret_key)
        assert self.visitor.get(f"enquiries/{self.reference}?key={key}").status == 303

    def answered(self, text="Yes, we can."):
        with transaction():
            actions.open_referral(self.referral, by=self.by, at=LATER)
            actions.answer(self.referral, text=text, language="en", nonce="a" * 43, by=self.by, at=LATER)
        return self

    def proposed(self, firm=None):
        return make_referral(
            self.enquiry,
            firm or self.other,
            consent=False,
            state=ReferralState.PROPOSED,
            visible_at=None,
            reasons=REASONS,
        )

    def page(self):
        return self.visitor.get(f"enquiries/{self.reference}")

    def send(self, step, page=None, **fields):
        sent = self.visitor.send(page or self.page(), f"{self.reference}/{step}", **fields)
        db.session.expire_all()
        return sent


@pytest.fixture
def following(app, client):
    return Following(app, client)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("language", each_language)
@pytest.mark.parametrize("state", list(EnquiryState))
def test_the_page_is_whole_in_every_state_and_language(app, client, language, state):
    following = Following(app, client, language).answered()
    following.proposed()
    put(following.enquiry, state.value)
    page = following.page()
    assert (page.status, page.faults(language)) == (200, [])
    assert "Yes, we can." in page.main
    assert page.has_form("/withdraw") == (EnquiryState.WITHDRAWN in ENQUIRY_MOVES[state])


def test_an_answer_is_read_as_text_and_in_its_own_language(app, client):
    following = Following(app, client, "zh-hant").answered("<script>x</script>\nSecond line")
    page = following.page()
    assert page.faults("zh-hant") == []
    assert "<script>x</script>\nSecond line" in page.main
    bodies = [each for each in page.document.iter("div") if each.get("lang") == "en"]
    assert any("Second line" in "".join(each.itertext()) for each in bodies)


def test_a_firm_that_only_has_it_in_brief_is_said_to_have_seen_no_names(following):
    assert "not yet" in following.page().main
    following.answered()
    assert "not yet" not in following.page().main


class TestReplying:
    def test_a_message_reaches_the_firm_and_stands_on_the_page(self, following):
        following.answered()
        sent = following.send("reply/first-firm", text="And by when?\r\nThank you.")
        assert sent.status == 303
        assert [each.text for each in following.referral.messages] == [
            "Yes, we can.",
            "And by when?\nThank you.",
        ]
        assert "And by when?" in following.page().main
        assert following.enquiry.waiting_on is Party.FIRM

    def test_the_same_form_sent_twice_is_one_message(self, following):
        page = following.page()
        for _ in range(2):
            assert following.send("reply/first-firm", page, text="Once.").status == 303
        assert count(Message) == 1

    @pytest.mark.parametrize("text", ["", "  ", "x" * 4001], ids=["none", "blank", "too long"])
    def test_what_is_no_message_is_said_and_kept_for_the_writer(self, following, text):
        wrong = following.send("reply/first-firm", text=text)
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, ["text"], [])
        assert wrong.title.startswith("Error")
        if len(text) > 4000:
            assert wrong.values("/reply/first-firm")["text"] == text
        assert count(Message) == 0

    @pytest.mark.parametrize("nonce", ["", "x", "x" * 5000])
    def test_a_damaged_number_is_said_and_replaced(self, following, nonce):
        wrong = following.send("reply/first-firm", text="Hello there", nonce=nonce)
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, ["main"], [])
        assert following.send("reply/first-firm", wrong).status == 303
        assert count(Message) == 1

    @pytest.mark.parametrize("firm", ["second-firm", "no-such-firm", "%00", "中文"])
    def test_nobody_is_written_to_who_does_not_have_it(self, following, firm):
        following.proposed()
        data = following.page().values("/reply/first-firm")
        data["text"] = "Hello there"
        address = f"/en/enquiries/{following.reference}/reply/{firm}"
        assert following.visitor.client.post(address, data=data).status_code == 404
        assert count(Message) == 0


class TestConcluding:
    @pytest.mark.parametrize(
        ("outcome", "state"),
        [
            ("answered", EnquiryState.CLOSED),
            ("partly", EnquiryState.ANSWERED),
            ("not_answered", EnquiryState.TRIAGE),
        ],
    )
    def test_the_enquirer_says_whether_this_was_the_answer(self, following, outcome, state):
        following.answered()
        assert following.send("outcome", outcome=outcome).status == 303
        assert (following.enquiry.state, following.enquiry.outcome) == (state, Outcome(outcome))
        assert following.page().faults("en") == []

    @pytest.mark.parametrize("outcome", [None, "", "nonsense"])
    def test_none_of_the_three_is_said(self, following, outcome):
        following.answered()
        wrong = following.send("outcome", outcome=outcome)
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, ["outcome"], [])
        assert following.enquiry.outcome is None

    def test_nothing_is_asked_before_there_is_an_answer(self, following):
        assert not following.page().has_form("/outcome")

    def test_what_has_ended_is_still_read_and_takes_no_more(self, following):
        page = following.answered().page()
        following.send("withdraw")
        assert following.send("reply/first-firm", page, text="One more").status == 409
        assert following.send("outcome", page, outcome="answered").status == 409
        assert "Yes, we can." in following.page().main


class TestAgreeing:
    def agreed(self, following, page=None, **fields):
        return following.send("agree", page, **{"firm": "second-firm", "share": "y", "abroad": "y"} | fields)

    def test_the_firms_ticked_have_it_and_no_other(self, following):
        proposed, left = following.proposed(), following.proposed(make_firm(slug="third-firm"))
        assert self.agreed(following).status == 303
        assert (proposed.state, left.state) == (ReferralState.VISIBLE, ReferralState.PROPOSED)
        assert following.enquiry.consents_to(following.other.id)
        assert not following.enquiry.consents_to(left.firm_id)

    @pytest.mark.parametrize("missing", ["firm", "share", "abroad"])
    def test_what_is_missing_is_said_at_its_box(self, following, missing):
        proposed, before = following.proposed(), count(Consent)
        wrong = self.agreed(following, **{missing: None})
        assert (wrong.status, wrong.problems, wrong.faults("en")) == (422, [missing], [])
        assert (proposed.state, count(Consent)) == (ReferralState.PROPOSED, before)

    @pytest.mark.parametrize("firm", ["third-firm", "no-such-firm"])
    def test_a_firm_nobody_proposed_gets_nothing(self, following, firm):
        make_firm(slug="third-firm")
        following.proposed()
        before = count(Consent)
        assert self.agreed(following, firm=firm).status == 422
        assert count(Consent) == before

    def test_the_same_form_sent_twice_is_one_agreement(self, following):
        following.proposed()
        page, before = following.page(), count(Consent)
        for _ in range(2):
            assert self.agreed(following, page).status == 303
        assert count(Consent) == before + 2


class TestTakingBack:
    def test_one_firm_loses_it_and_the_page_says_so(self, following):
        other = make_referral(following.enquiry, following.other)
        assert following.send("withdraw/first-firm").status == 303
        assert (following.referral.state, other.state) == (ReferralState.WITHDRAWN, ReferralState.VISIBLE)
        assert not following.referral.discloses
        page = following.page()
        assert page.faults("en") == []
        assert not page.has_form("/withdraw/first-firm")
        assert page.has_form("/withdraw/second-firm")

    def test_twice_is_declined_with_a_sentence(self, following):
        make_referral(following.enquiry, following.other)
        page = following.page()
        following.send("withdraw/first-firm", page)
        assert following.send("withdraw/first-firm", page).status == 404

    def test_the_whole_is_taken_back_and_can_still_be_read_by_its_sender(self, following):
        page = following.answered().page()
        assert following.send("withdraw").status == 303
        assert following.enquiry.state is EnquiryState.WITHDRAWN
        assert following.referral.state is ReferralState.WITHDRAWN
        assert following.page().status == 200
        assert following.send("withdraw", page).status == 409


def test_the_address_of_a_step_only_leads_back_to_the_page_when_it_is_read(following):
    for step in ("reply/first-firm", "outcome", "agree", "withdraw", "withdraw/first-firm"):
        answer = following.visitor.client.get(f"/en/enquiries/{following.reference}/{step}")
        assert (answer.status_code, answer.location) == (303, f"/en/enquiries/{following.reference}")
    assert following.enquiry.state is EnquiryState.ROUTED


@pytest.mark.parametrize(
    "step",
    [
        *("reply/first-firm", "outcome", "agree", "reveal/first-firm", "refuse/third-firm"),
        *("withdraw/first-firm", "withdraw", "data"),
    ],
)
def test_a_step_that_its_sender_can_take_is_taken_by_nobody_else(app, following, step):
    following.answered().proposed()
    spare = following.enquiry.consents[0]
    third = {"firm_id": make_firm(slug="third-firm").id, "purpose": spare.purpose, "fields": spare.fields}
    how = {"countries": spare.countries, "wording": spare.wording, "language": "en", "given_at": NOON}
    keep(Consent(enquiry_id=following.enquiry.id, **third, **how))
    mine = make_enquiry(state=EnquiryState.ROUTED, waiting_on=Party.FIRM)
    make_referral(mine, following.firm)
    stranger = Visitor(app.test_client())
    stranger.get(f"enquiries/{mine.reference}?key={key_of(mine, secret=app.config['SETTINGS'].secret_key)}")
    words = {"text": "Let me in", "nonce": "n" * 43, "outcome": "answered", "firm": "second-firm"}
    statuses = []
    for each, own in ((stranger, mine.reference), (following.visitor, following.reference)):
        page = each.get(f"enquiries/{own}")
        token = page.values(f"/{own}/withdraw")["csrf_token"]
        data = words | {"csrf_token": token, "share": "y", "abroad": "y", "sure": "y"}
        answer = each.client.post(f"/en/enquiries/{following.reference}/{step}", data=data)
        statuses.append(answer.status_code)
    assert statuses == [404, 303]
