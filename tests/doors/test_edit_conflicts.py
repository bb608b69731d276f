"""A step from a page that is out of date: refused with both versions, and nothing that was typed is lost."""

import re
import secrets
from datetime import timedelta

import pytest

from app.enquiries import actions
from app.enquiries.models import DeclineReason, Message, Outcome
from app.enquiries.states import EnquiryState, ReferralState
from app.i18n.languages import EN
from app.kernel.db import db, transaction
from app.workspace.edit_conflicts import known
from tests.doors.public.visitor import TAGS
from tests.doors.test_files import Case
from tests.doors.visitors import signed_in
from tests.factories import make_draft, make_firm, make_member, make_referral, make_staff
from tests.factories.keeping import NOON
from tests.house.markup import faults_of

LATER = NOON + timedelta(hours=1)
TYPED = "Three careful paragraphs."


class Slow(Case):
    """The same enquiry, whose readers keep a page open while others act."""

    def page(self, client, address):
        self.opened = client.get(address).text
        return self

    def send(self, client, address, **fields):
        """What the page that was opened last would send now."""
        hidden = {
            name: re.findall(rf'name="{name}" value="([^"]*)"', self.opened)[:1]
            for name in ("csrf_token", "seen", "nonce")
        }
        given = {name: found[0] for name, found in hidden.items() if found}
        answer = client.post(address, data=given | fields)
        db.session.expire_all()
        return answer

    def does(self, action, subject=None, **how):
        db.session.expire_all()
        with transaction():
            getattr(actions, action)(subject or self.referral, at=LATER, **how)

    def corrects(self, enquiry, *, markets, at):
        """An editor says what it is about."""
        db.session.expire_all()
        said = {"markets": markets, "services": [], "sectors": [], "read": ()}
        with transaction():
            actions.set_facets(enquiry, **said, by=make_staff().id, at=at)

    def answers(self, text="Yes, we can."):
        self.does("answer", text=text, language="en", nonce=secrets.token_urlsafe(32), by=None)


def propose(slow):
    """An editor has proposed a third firm."""
    firm = make_firm(slug="third-firm")
    unheard = {"state": ReferralState.PROPOSED, "visible_at": None, "consent": False}
    return make_referral(slow.enquiry, firm, **unheard)


@pytest.fixture
def slow(app, database):
    yield Slow(app)
    app.config["WTF_CSRF_ENABLED"] = False


def test_a_reply_from_an_old_page_shows_what_the_firm_wrote_and_keeps_the_draft(slow):
    slow.page(slow.enquirer, slow.followed).answers()
    address = f"{slow.followed}/reply/first-firm"
    answer = slow.send(slow.enquirer, address, text=TYPED)
    assert answer.status_code == 409
    assert f"{TYPED}</textarea>" in answer.text
    assert ("As you saw it" in answer.text, "As it is now" in answer.text) == (True, True)
    assert "Yes, we can." in answer.text
    assert db.session.query(Message).count() == 1
    slow.opened = answer.text
    assert slow.send(slow.enquirer, address, text=TYPED).status_code == 303


def test_the_same_reply_again_is_still_taken_as_the_one_it_is(slow):
    slow.page(slow.enquirer, slow.followed)
    address = f"{slow.followed}/reply/first-firm"
    sent = [slow.send(slow.enquirer, address, text=TYPED).status_code for _ in range(2)]
    assert (sent, db.session.query(Message).count()) == ([303, 303], 1)


def test_that_a_firm_opened_it_or_another_declined_is_no_reason_to_ask_again(slow):
    slow.page(slow.enquirer, slow.followed)
    other = next(each for each in slow.enquiry.referrals if each is not slow.referral)
    slow.does("open_referral", other, by=None)
    slow.does("decline", other, reason=DeclineReason.NO_CAPACITY, note="", by=None)
    assert slow.send(slow.enquirer, f"{slow.followed}/reply/first-firm", text=TYPED).status_code == 303


@pytest.mark.parametrize("step", ["withdraw", "withdraw/first-firm"])
def test_taking_it_back_waits_until_the_answer_was_seen(slow, step):
    slow.page(slow.enquirer, slow.followed).answers()
    answer = slow.send(slow.enquirer, f"{slow.followed}/{step}")
    assert (answer.status_code, slow.enquiry.state) == (409, EnquiryState.ANSWERED)
    slow.opened = answer.text
    assert slow.send(slow.enquirer, f"{slow.followed}/{step}").status_code == 303


def test_an_outcome_for_an_answer_that_was_followed_by_another_is_asked_again(slow):
    slow.answers()
    slow.page(slow.enquirer, slow.followed).answers("A second thought.")
    answer = slow.send(slow.enquirer, f"{slow.followed}/outcome", outcome="answered")
    assert (answer.status_code, slow.enquiry.outcome) == (409, None)
    assert re.search(r'<input checked[^>]*value="answered"', answer.text)


def test_a_reply_to_what_was_closed_meanwhile_says_so_and_may_open_it_again(slow):
    slow.answers()
    slow.page(slow.enquirer, slow.followed)
    slow.does("conclude", slow.enquiry, outcome=Outcome.ANSWERED)
    address = f"{slow.followed}/reply/first-firm"
    answer = slow.send(slow.enquirer, address, text=TYPED)
    assert (answer.status_code, slow.enquiry.state) == (409, EnquiryState.CLOSED)
    slow.opened = answer.text
    assert slow.send(slow.enquirer, address, text=TYPED).status_code == 303
    assert slow.enquiry.state is EnquiryState.ROUTED


@pytest.mark.parametrize("step", ["answer", "decline"])
def test_a_firm_reads_what_the_enquirer_wrote_before_its_step_is_taken(slow, step):
    page = slow.desk_of(slow.firm)
    slow.page(slow.member, page)
    slow.does("reply", text="One thing more.", language="en", nonce="r" * 43)
    fields = {"text": TYPED, "reason": "no_capacity", "note": TYPED}
    answer = slow.send(slow.member, page, step=step, **fields)
    assert answer.status_code == 409
    assert "The enquirer wrote to you." in answer.text
    assert f"{TYPED}</textarea>" in answer.text
    slow.opened = answer.text
    assert slow.send(slow.member, page, step=step, **fields).status_code == 303


def test_agreeing_to_a_firm_waits_until_the_answer_was_seen(slow):
    proposed = propose(slow)
    slow.page(slow.enquirer, slow.followed).answers()
    fields = {"firm": "third-firm", "share": "y", "abroad": "y"}
    answer = slow.send(slow.enquirer, f"{slow.followed}/agree", **fields)
    assert (answer.status_code, proposed.state) == (409, ReferralState.PROPOSED)
    slow.opened = answer.text
    assert slow.send(slow.enquirer, f"{slow.followed}/agree", **fields).status_code == 303
    assert proposed.state is ReferralState.VISIBLE


def test_accepting_waits_until_what_the_enquirer_wrote_was_seen(slow):
    page = slow.desk_of(slow.firm)
    slow.page(slow.member, page)
    slow.does("reply", text="One thing more.", language="en", nonce="r" * 43)
    answer = slow.send(slow.member, page, step="accept")
    assert (answer.status_code, slow.referral.state) == (409, ReferralState.SEEN)
    slow.opened = answer.text
    assert slow.send(slow.member, page, step="accept").status_code == 303


@pytest.mark.parametrize("step", ["accept", "answer", "decline"])
def test_the_same_step_of_a_firm_again_is_still_taken_as_the_one_it_is(slow, step):
    page = slow.desk_of(slow.firm)
    slow.page(slow.member, page)
    fields = {"text": TYPED, "reason": "no_capacity"}
    sent = [slow.send(slow.member, page, step=step, **fields).status_code for _ in range(2)]
    assert sent == [303, 303]


def test_that_a_colleague_opened_it_is_no_reason_to_ask_a_firm_again(slow):
    page = slow.desk_of(slow.other)
    slow.page(slow.rival, page)
    other = next(each for each in slow.enquiry.referrals if each is not slow.referral)
    slow.does("open_referral", other, by=None)
    fields = {"reason": "no_capacity", "note": TYPED}
    assert slow.send(slow.rival, page, step="decline", **fields).status_code == 303


def test_that_a_firm_opened_it_is_no_reason_to_ask_an_editor_again(slow):
    slow.page(slow.staff, slow.case)
    other = next(each for each in slow.enquiry.referrals if each is not slow.referral)
    slow.does("open_referral", other, by=None)
    assert slow.send(slow.staff, slow.case, step="close", close_note=TYPED).status_code == 303


def test_a_firm_knows_of_nothing_that_was_before_it_had_it_or_after_its_end(slow):
    with transaction():
        enquiry = actions.submit(make_draft(slow.firm), at=NOON)
        actions.confirm(enquiry, at=NOON)
    slow.corrects(enquiry, markets=["UK"], at=NOON)
    slow.does("refer", enquiry, to=[actions.Choice(slow.firm)], by=None)
    referral = enquiry.referrals[0]
    assert known(referral).mark == "0"
    slow.corrects(enquiry, markets=["UK", "DE"], at=LATER)
    slow.does("decline", referral, reason=DeclineReason.NO_CAPACITY, note="", by=None)
    assert known(referral).mark == "2"
    slow.corrects(enquiry, markets=["UK"], at=LATER + timedelta(hours=1))
    assert known(referral).mark == "2"


@pytest.mark.parametrize("who", ["enquirer", "staff"])
def test_what_changed_is_shown_as_it_was_and_as_it_is(slow, who):
    page = slow.followed if who == "enquirer" else slow.case
    slow.page(getattr(slow, who), page).answers()
    slow.corrects(slow.enquiry, markets=["UK"], at=LATER)
    if who == "enquirer":
        answer = slow.send(slow.enquirer, f"{slow.followed}/withdraw")
    else:
        answer = slow.send(slow.staff, page, step="close", close_note=TYPED)
    table = answer.text.split("What has changed")[1].split("</table>")[0]
    labels = re.findall(r'<th scope="row">(.*?)</th>', table)
    name = slow.firm.read(EN).text.name
    assert answer.status_code == 409
    assert labels == ["Enquiry", *(["What it is about"] if who == "staff" else []), name]


def test_two_of_one_firm_do_not_answer_past_each_other(slow, app):
    page = slow.desk_of(slow.firm)
    slow.page(slow.member, page)
    app.config["WTF_CSRF_ENABLED"] = False
    other = signed_in(app, make_member(slow.firm, name="Other Person"))
    other.post(page, data={"step": "answer", "text": "First.", "nonce": secrets.token_urlsafe(32)})
    app.config["WTF_CSRF_ENABLED"] = True
    answer = slow.send(slow.member, page, step="answer", text=TYPED)
    assert answer.status_code == 409
    assert "Other Person" in answer.text
    assert TYPED in answer.text


def test_what_other_firms_do_moves_no_mark_of_a_firm(slow):
    page = slow.desk_of(slow.firm)
    slow.page(slow.member, page)
    other = next(each for each in slow.enquiry.referrals if each is not slow.referral)
    before = slow.opened.split('name="seen"')[1][:20]
    slow.does("open_referral", other, by=None)
    slow.does("decline", other, reason=DeclineReason.NO_CAPACITY, note="", by=None)
    assert slow.member.get(page).text.split('name="seen"')[1][:20] == before
    assert slow.send(slow.member, page, step="answer", text=TYPED).status_code == 303


def test_a_draft_survives_the_withdrawal_that_forbids_it_and_nobody_is_named(slow):
    page = slow.desk_of(slow.firm)
    slow.page(slow.member, page)
    slow.does("withdraw_consent")
    answer = slow.send(slow.member, page, step="answer", text=TYPED)
    assert answer.status_code == 409
    assert TYPED in answer.text
    assert "That step can no longer be taken." in answer.text
    assert slow.enquiry.contact_name not in re.sub(r"<[^>]*>", "", answer.text).split()
    assert slow.referral.state is ReferralState.WITHDRAWN


@pytest.mark.parametrize("language", TAGS)
def test_the_desk_sees_both_versions_and_who_did_what(slow, language):
    page = slow.case.replace("/en/", f"/{language}/")
    slow.page(slow.staff, page).answers()
    answer = slow.send(slow.staff, page, step="close", close_note=TYPED)
    assert (answer.status_code, slow.enquiry.state) == (409, EnquiryState.ANSWERED)
    assert f"{TYPED}</textarea>" in answer.text
    assert list(faults_of(answer.text, TAGS[language])) == []
    slow.opened = answer.text
    assert slow.send(slow.staff, page, step="close", close_note=TYPED).status_code == 303


@pytest.mark.parametrize("mark", ["", "x", "-1", "99999", "999999999999", "١"])
def test_a_mark_that_makes_no_sense_is_an_old_one(slow, mark):
    slow.answers()
    slow.page(slow.enquirer, slow.followed)
    address = f"{slow.followed}/reply/first-firm"
    assert slow.send(slow.enquirer, address, text=TYPED, seen=mark).status_code == 409
