"""An enquiry reaches a firm with its sender's agreement, once, or not at all."""

from datetime import timedelta

import pytest

from app.enquiries.actions import Choice, agree, refer
from app.enquiries.consents import Consent
from app.enquiries.errors import ConsentMissing, EnquiryEnded, FirmCannotReceive, NoSuchReferral, TooManyFirms
from app.enquiries.inboxes import inbox_of
from app.enquiries.models import Party, Referral
from app.enquiries.queries import referral_of
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import db, transaction
from tests.factories import make_agreement, make_enquiry, make_firm, make_referral, make_staff, with_offices
from tests.factories.keeping import NOON, keep

LATER = NOON + timedelta(hours=1)
REASONS = [{"service": "REP-UKRP", "market": "UK", "asked": "UK", "basis": "stated", "sectors": []}]


def agreed(*firms, **given):
    """An enquiry whose sender has agreed to those firms."""
    enquiry = make_enquiry(**given)
    with transaction():
        enquiry.consents += [
            row for firm in with_offices(*firms) for row in make_agreement().rows(firm, at=NOON)
        ]
    return enquiry


def referred(enquiry, *firms, by=None, at=NOON):
    with transaction():
        return refer(enquiry, to=[Choice(firm, REASONS) for firm in firms], by=by, at=at)


def test_a_firm_with_agreement_has_it_at_once(database, kinds, letters):
    firm = make_firm()
    enquiry = agreed(firm)
    (referral,) = referred(enquiry, firm)
    assert (referral.state, referral.visible_at, referral.reasons) == (ReferralState.VISIBLE, NOON, REASONS)
    assert referral.due_at.isoformat() == "2026-11-26T18:00:00+00:00"
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.ROUTED, Party.FIRM)
    assert inbox_of(firm.id) == [referral]
    assert referral_of(firm.id, enquiry.reference) is referral
    assert kinds(enquiry) == ["EnquiryReferred"]
    assert sorted(letters()) == [
        ("enquiry_referred", enquiry.email),
        ("referral_arrived", firm.contact_email),
    ]


def test_a_firm_without_agreement_is_proposed_and_knows_of_nothing(database, kinds, letters):
    enquiry, firm = make_enquiry(), make_firm()
    (referral,) = referred(enquiry, firm, by=make_staff().id)
    assert (referral.state, referral.visible_at) == (ReferralState.PROPOSED, None)
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.OFFERED, Party.ENQUIRER)
    assert inbox_of(firm.id) == []
    with pytest.raises(NoSuchReferral):
        referral_of(firm.id, enquiry.reference)
    assert kinds(enquiry) == ["FirmsProposed"]
    assert letters() == [("firms_proposed", enquiry.email)]


def test_agreement_to_one_firm_is_none_to_another(database):
    one, two = make_firm(), make_firm()
    enquiry = agreed(one)
    assert [each.state.value for each in referred(enquiry, one, two)] == ["visible", "proposed"]
    assert enquiry.state is EnquiryState.ROUTED
    assert inbox_of(two.id) == []


def test_agreement_that_was_taken_back_is_none(database):
    firm = make_firm()
    enquiry = agreed(firm)
    with transaction():
        for consent in enquiry.consents:
            consent.withdrawn_at = NOON
    assert [each.state for each in referred(enquiry, firm)] == [ReferralState.PROPOSED]


def test_a_firm_is_told_once_however_often_the_enquiry_is_referred(database, kinds, letters):
    firm = make_firm()
    enquiry = agreed(firm)
    (referral,) = referred(enquiry, firm, firm)
    assert referred(enquiry, firm, at=LATER) == []
    assert enquiry.referrals == [referral]
    assert (referral.visible_at, kinds(enquiry)) == (NOON, ["EnquiryReferred"])
    assert [to for letter, to in letters() if letter == "referral_arrived"] == [firm.contact_email]


@pytest.mark.parametrize("state", [ReferralState.DECLINED, ReferralState.WITHDRAWN, ReferralState.CANCELLED])
def test_a_firm_that_has_left_is_never_asked_again(database, state):
    firm = make_firm()
    enquiry = agreed(firm)
    make_referral(enquiry, firm, consent=False, state=state)
    assert referred(enquiry, firm) == []


def test_at_most_five_firms_have_it_at_a_time(database, count):
    firms = [make_firm() for _ in range(7)]
    enquiry = agreed(*firms)
    referred(enquiry, *firms[:4])
    with pytest.raises(TooManyFirms):
        referred(enquiry, firms[4], firms[5])
    assert count(Referral) == 4
    with transaction():
        enquiry.referrals[0].move(ReferralState.DECLINED)
    assert len(referred(enquiry, firms[4], firms[5])) == 2


@pytest.mark.parametrize(
    "given", [{"claimed_at": None}, {"accepts_enquiries": False}, {"contact_email": None}]
)
def test_a_firm_that_cannot_receive_gets_nothing_and_nor_do_the_others_of_that_step(database, count, given):
    able, unable = make_firm(), make_firm(**given)
    enquiry = agreed(able, unable)
    with pytest.raises(FirmCannotReceive) as refused:
        referred(enquiry, able, unable)
    assert refused.value.facts == {"slug": unable.slug}
    assert count(Referral) == 0


@pytest.mark.parametrize("state", [EnquiryState.CLOSED, EnquiryState.WITHDRAWN])
def test_what_has_ended_goes_nowhere(database, state):
    enquiry, firm = make_enquiry(state=state), make_firm()
    with pytest.raises(EnquiryEnded):
        referred(enquiry, firm)
    with pytest.raises(EnquiryEnded):
        agree(enquiry, referrals=[], agreement=make_agreement(), at=NOON)


def test_one_firm_sees_nothing_of_what_another_has(database):
    one, two = make_firm(), make_firm()
    enquiry = agreed(one)
    referred(enquiry, one)
    assert inbox_of(two.id) == []
    with pytest.raises(NoSuchReferral):
        referral_of(two.id, enquiry.reference)


@pytest.mark.parametrize("typed", ["", "LRE-2222-2222", "\x00", "\ud800", "' OR 1=1 --"])
def test_a_reference_that_is_none_finds_nothing_for_a_firm(database, typed):
    with pytest.raises(NoSuchReferral):
        referral_of(make_firm().id, typed)


@pytest.mark.parametrize("state", list(ReferralState))
def test_a_firm_knows_of_a_referral_unless_it_never_became_visible(database, state):
    firm = make_firm()
    enquiry = make_enquiry()
    make_referral(enquiry, firm, state=state)
    hidden = state in {ReferralState.PROPOSED, ReferralState.CONSENTED, ReferralState.CANCELLED}
    assert len(inbox_of(firm.id)) == (0 if hidden else 1)


class TestAgreeing:
    def test_the_firms_agreed_to_have_it_and_the_others_still_do_not(self, database, kinds, letters):
        enquiry, one, two = make_enquiry(), make_firm(), make_firm()
        first, second = referred(enquiry, one, two)
        with transaction():
            with_offices(one)
            assert agree(enquiry, referrals=[first], agreement=make_agreement(), at=LATER) == [first]
        assert (first.state, first.visible_at) == (ReferralState.VISIBLE, LATER)
        assert second.state is ReferralState.PROPOSED
        assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.ROUTED, Party.FIRM)
        assert enquiry.consents_to(one.id)
        assert not enquiry.consents_to(two.id)
        assert kinds(enquiry) == ["FirmsProposed", "EnquiryReferred"]
        assert ("referral_arrived", one.contact_email) in letters()
        assert two.contact_email not in {to for _, to in letters()}

    def test_again_changes_nothing(self, database, count, kinds):
        enquiry = make_enquiry()
        (referral,) = referred(enquiry, make_firm())
        for moment in (NOON, LATER):
            with transaction():
                with_offices(referral.firm)
                agree(enquiry, referrals=[referral], agreement=make_agreement(), at=moment)
        assert (referral.visible_at, count(Consent)) == (NOON, 2)
        assert kinds(enquiry) == ["FirmsProposed", "EnquiryReferred"]

    @pytest.mark.parametrize("missing", ["share", "abroad"])
    def test_half_an_agreement_is_none(self, database, count, missing):
        enquiry = make_enquiry()
        (referral,) = referred(enquiry, make_firm())
        with_offices(referral.firm)
        with pytest.raises(ConsentMissing), transaction():
            agree(enquiry, referrals=[referral], agreement=make_agreement(**{missing: False}), at=LATER)
        db.session.expire_all()
        assert (referral.state, count(Consent)) == (ReferralState.PROPOSED, 0)

    def test_a_firm_that_can_no_longer_receive_gets_nothing(self, database, count):
        enquiry, firm = make_enquiry(), make_firm()
        (referral,) = referred(enquiry, firm)
        firm.accepts_enquiries = False
        keep(firm)
        with pytest.raises(FirmCannotReceive), transaction():
            agree(enquiry, referrals=[referral], agreement=make_agreement(), at=LATER)
        assert count(Consent) == 0
