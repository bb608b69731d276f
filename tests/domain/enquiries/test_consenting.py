"""What is agreed to, in which words, and what firms learn by it."""

from datetime import timedelta

import pytest

from app.enquiries import actions
from app.enquiries.actions import disclosing
from app.enquiries.consents import ConsentPurpose, Mode
from app.enquiries.errors import ConsentMissing, NoSuchReferral, TooManyFirms
from app.enquiries.states import ReferralState
from app.journal.queries import entries_of
from app.kernel.db import transaction
from tests.factories import (
    make_agreement,
    make_draft,
    make_enquiry,
    make_firm,
    make_member,
    make_referral,
    with_offices,
)
from tests.factories.keeping import NOON

LATER = NOON + timedelta(hours=1)
SHARED = ["company", "contact_name", "country", "email", "product", "text"]


def kept(draft):
    with transaction():
        return actions.submit(draft, at=NOON)


def handed(*firms, **given):
    """A confirmed enquiry in the hands of the first firm; the others are agreed to."""
    enquiry = kept(make_draft(*firms, **given))
    with transaction():
        actions.confirm(enquiry, at=NOON)
        actions.refer(enquiry, to=[actions.Choice(firms[0])], by=None, at=NOON)
    return enquiry, enquiry.referrals[0]


def anonymous(*firms):
    return handed(*firms, mode=Mode.ANONYMOUS, agreement=make_agreement(share=False, only_brief=True))


def opened(referral, at=NOON):
    by = make_member(referral.firm).id
    with transaction():
        actions.open_referral(referral, by=by, at=at)
    return by


def reveal(referral, **given):
    with transaction():
        with_offices(referral.firm)
        actions.reveal(referral, agreement=make_agreement(**given), at=LATER)


class TestWords:
    @pytest.mark.parametrize(
        ("country", "words"),
        [("TW", ["share-2", "abroad-2"]), ("CN", ["share-cn-1", "abroad-cn-1"])],
    )
    def test_each_purpose_is_a_record_with_the_words_of_its_country(self, database, country, words):
        agreement = make_agreement(country=country)
        enquiry = kept(make_draft(make_firm(country="UK"), country=country, agreement=agreement))
        assert [each.wording for each in enquiry.consents] == words
        assert [each.countries for each in enquiry.consents] == [["UK"], ["UK"]]

    def test_a_firm_at_home_needs_no_agreement_to_send_abroad(self, database):
        agreement = make_agreement(abroad=False, country="UK")
        enquiry = kept(make_draft(make_firm(country="UK"), country="UK", agreement=agreement))
        assert [each.purpose for each in enquiry.consents] == [ConsentPurpose.SHARE]

    def test_a_firm_abroad_needs_it_also_beside_one_at_home(self, database):
        firms = make_firm(country="UK"), make_firm(country="DE")
        with pytest.raises(ConsentMissing):
            kept(make_draft(*firms, country="UK", agreement=make_agreement(abroad=False, country="UK")))


class TestBest:
    def test_more_may_be_named_than_have_it_at_once(self, database):
        firms = [make_firm() for _ in range(8)]
        enquiry = kept(make_draft(*firms, mode=Mode.BEST, best=3))
        assert all(enquiry.consents_to(each.id) for each in firms)
        assert (enquiry.mode, enquiry.best) == (Mode.BEST, 3)

    @pytest.mark.parametrize(("firms", "best"), [(13, 3), (3, 6)])
    def test_but_not_any_number(self, database, firms, best):
        with pytest.raises(TooManyFirms):
            kept(make_draft(*(make_firm() for _ in range(firms)), mode=Mode.BEST, best=best))

    def test_one_that_does_not_have_it_can_be_refused(self, database):
        first, second = make_firm(), make_firm()
        enquiry, _ = handed(first, second, mode=Mode.BEST, best=1)
        with transaction():
            actions.refuse(enquiry, firm_id=second.id, at=LATER)
        assert (enquiry.lets_read(first.id), enquiry.lets_read(second.id)) == (True, False)
        assert entries_of(enquiry.id)[-1].facts == {"firm_id": second.id}
        for firm in (first, second):
            with pytest.raises(NoSuchReferral), transaction():
                actions.refuse(enquiry, firm_id=firm.id, at=LATER)

    def test_when_it_was_refused_stays_put_down_when_all_is_taken_back(self, database):
        first, second = make_firm(), make_firm()
        enquiry, _ = handed(first, second, mode=Mode.BEST, best=1)
        with transaction():
            actions.refuse(enquiry, firm_id=second.id, at=NOON)
            actions.withdraw(enquiry, at=LATER)
        ended = {each.firm_id: each.withdrawn_at for each in enquiry.consents}
        assert ended == {first.id: LATER, second.id: NOON}


class TestAnonymous:
    def test_the_firm_has_it_and_may_talk_and_never_learns_who_asks(self, database):
        enquiry, referral = anonymous(make_firm())
        assert [each.purpose for each in enquiry.consents] == [ConsentPurpose.BRIEF]
        assert enquiry.consents[0].fields == ["country", "text", "product"]
        assert referral.state is ReferralState.VISIBLE
        by = opened(referral)
        with transaction():
            actions.accept(referral, by=by, at=NOON)
            actions.answer(referral, text="Yes.", language="en", nonce="n" * 43, by=by, at=NOON)
        assert (referral.talks, referral.discloses, referral.shown_fields) == (True, False, frozenset())
        assert (referral.disclosed, referral.disclosed_at) == ([], None)
        (facts,) = [each.facts for each in entries_of(enquiry.id) if each.kind == "ReferralOpened"]
        assert facts["disclosed"] == []

    def test_opening_twice_is_opening_once(self, database):
        enquiry, referral = anonymous(make_firm())
        opened(referral)
        opened(referral, LATER)
        assert referral.seen_at == NOON
        assert [each.kind for each in entries_of(enquiry.id)].count("ReferralOpened") == 1

    def test_who_asks_is_told_firm_by_firm_and_put_down(self, database):
        first, second = make_firm(), make_firm()
        enquiry, referral = anonymous(first, second)
        opened(referral)
        reveal(referral)
        assert referral.shown_fields == frozenset(SHARED)
        assert (referral.disclosed, referral.disclosed_at) == (SHARED, LATER)
        assert not enquiry.consents_to(second.id)
        last = entries_of(enquiry.id)[-1]
        assert (last.kind, last.facts["disclosed"]) == ("IdentityRevealed", SHARED)
        reveal(referral)
        assert len(enquiry.consents) == 4

    def test_a_firm_that_has_not_opened_it_learns_it_when_it_does(self, database):
        _enquiry, referral = anonymous(make_firm())
        reveal(referral)
        assert referral.disclosed_at is None
        opened(referral, LATER + timedelta(hours=1))
        assert referral.disclosed_at == LATER + timedelta(hours=1)

    def test_when_it_was_first_told_stays_put_down_when_it_is_told_again(self, database):
        _enquiry, referral = handed(make_firm())
        opened(referral)
        disclosing.put_down(referral, at=LATER)
        assert (referral.disclosed, referral.disclosed_at) == (SHARED, NOON)

    @pytest.mark.parametrize("missing", ["share", "abroad"])
    def test_it_takes_the_same_agreements(self, database, missing):
        _enquiry, referral = anonymous(make_firm())
        with pytest.raises(ConsentMissing):
            reveal(referral, **{missing: False})

    def test_what_was_disclosed_stays_put_down_when_access_ends(self, database):
        _enquiry, referral = anonymous(make_firm())
        opened(referral)
        reveal(referral)
        with transaction():
            actions.withdraw_consent(referral, at=LATER)
        assert (referral.talks, referral.discloses, referral.shown_fields) == (False, False, frozenset())
        assert (referral.disclosed, referral.disclosed_at) == (SHARED, LATER)
        with pytest.raises(NoSuchReferral):
            reveal(referral)


def test_an_agreement_of_the_first_wording_lets_the_question_be_read_and_its_record_stays_as_it_was(database):
    enquiry = make_enquiry()
    referral = make_referral(enquiry, make_firm(), state=ReferralState.SEEN, seen_at=NOON)
    beside = ["company", "contact_name", "email", "country"]
    with transaction():
        for each in enquiry.consents:
            each.wording, each.fields = "2026-11", beside
    assert referral.shown_fields == {*beside, "text", "product"}
    assert enquiry.consents[0].fields == beside
    with transaction():
        enquiry.consents[0].wording = "share-2"
    assert referral.shown_fields == set(beside)
