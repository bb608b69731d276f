"""Another firm in the place of one that left."""

from datetime import timedelta

import pytest

from app.enquiries import actions
from app.enquiries.actions.lapsing import lapse
from app.enquiries.consents import Mode
from app.enquiries.models import DeclineReason, Facet, FacetKind, FacetSource, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import transaction
from app.matching.models import RunPurpose
from app.matching.ranking import rank
from app.matching.runs import keep_run
from app.web.briefs import needs_of
from app.web.edition import current_taxonomy
from tests.factories import make_agreement, make_enquiry, make_firm, make_member, make_offering, with_offices
from tests.factories.keeping import NOON

LATER = NOON + timedelta(days=3)


def leave_by_lapse(referral):
    with transaction():
        lapse(referral, at=LATER)


def leave_by_decline(referral, reason=DeclineReason.NO_CAPACITY):
    by = make_member(referral.firm).id
    with transaction():
        actions.decline(referral, reason=reason, note="", by=by, at=LATER)


def leave_unreached(referral):
    with transaction():
        actions.mark_undeliverable(referral, at=LATER)


@pytest.fixture
def firms(database):
    made = [make_firm() for _ in range(3)]
    for firm in made:
        make_offering(firm)
    return made


def ranked(firms, *, agreed=(), **given):
    """An enquiry ranked among all, in the hands of the best of them; and the others in their order."""
    enquiry = make_enquiry(**given)
    with transaction():
        enquiry.facets = [
            Facet(kind=FacetKind.MARKET, code="UK", source=FacetSource.ENQUIRER),
            Facet(kind=FacetKind.SERVICE, code="REP-UKRP", source=FacetSource.ENQUIRER),
        ]
        found = rank(
            needs_of(enquiry),
            taxonomy=current_taxonomy(),
            demo=True,
            day=NOON.date(),
            secret="a secret",
            routing=True,
            key=enquiry.nonce,
            at=NOON,
        )
        keep_run(enquiry.id, found, purpose=RunPurpose.ROUTED, at=NOON, edition=1)
        first, *others = [each.firm for each in found.candidates]
        wanted = [first, *(others[index] for index in agreed)]
        enquiry.consents += [
            row for firm in with_offices(*wanted) for row in make_agreement().rows(firm, at=NOON)
        ]
        actions.refer(enquiry, to=[actions.Choice(first)], by=None, at=NOON)
    return enquiry, others


@pytest.mark.parametrize("leave", [leave_by_lapse, leave_by_decline, leave_unreached])
def test_the_next_of_the_ranking_that_was_agreed_to_has_it_at_once(firms, leave):
    enquiry, (_second, third) = ranked(firms, agreed=[1])
    leave(enquiry.referrals[0])
    (_, referral) = enquiry.referrals
    assert (referral.firm, referral.state) == (third, ReferralState.VISIBLE)
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.ROUTED, Party.FIRM)
    assert referral.reasons


def test_of_those_named_the_next_has_it_and_never_more_at_once_than_wanted(firms):
    enquiry, (second, third) = ranked(firms, agreed=[0, 1], mode=Mode.BEST, best=1)
    leave_by_lapse(enquiry.referrals[0])
    assert [each.firm for each in enquiry.referrals][1:] == [second]
    leave_by_decline(enquiry.referrals[1])
    assert [each.firm for each in enquiry.referrals][2:] == [third]


def test_without_agreement_the_next_is_proposed_where_editors_may_suggest(firms):
    enquiry, (second, _third) = ranked(firms, editor_may_suggest=True)
    leave_by_lapse(enquiry.referrals[0])
    assert [each.firm for each in enquiry.referrals][1:] == [second]
    assert enquiry.referrals[1].state is ReferralState.PROPOSED
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.OFFERED, Party.ENQUIRER)


def test_without_either_it_goes_to_the_desk(firms):
    enquiry, _others = ranked(firms)
    leave_by_lapse(enquiry.referrals[0])
    assert len(enquiry.referrals) == 1
    assert enquiry.state is EnquiryState.TRIAGE


def test_a_firm_that_no_longer_fits_is_passed_over(firms):
    enquiry, (second, third) = ranked(firms, agreed=[0, 1])
    with transaction():
        second.accepts_enquiries = False
    leave_by_lapse(enquiry.referrals[0])
    assert [each.firm for each in enquiry.referrals][1:] == [third]


def test_nobody_has_it_twice_and_in_the_end_the_desk_looks(firms):
    enquiry, others = ranked(firms, agreed=[0, 1])
    for number in range(3):
        leave_by_lapse(enquiry.referrals[number])
    assert [each.firm for each in enquiry.referrals][1:] == others
    assert {each.state for each in enquiry.referrals} == {ReferralState.LAPSED}
    assert enquiry.state is EnquiryState.TRIAGE


def test_what_several_firms_do_not_believe_goes_to_no_third(firms):
    enquiry, _others = ranked(firms, agreed=[0, 1])
    leave_by_decline(enquiry.referrals[0], DeclineReason.NOT_CREDIBLE)
    leave_by_decline(enquiry.referrals[1], DeclineReason.NOT_CREDIBLE)
    assert len(enquiry.referrals) == 2
    assert enquiry.state is EnquiryState.HELD
