"""From a filled form to a kept enquiry."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.enquiries.actions import (
    MOST_FIRMS,
    FacetDraft,
    Said,
    close,
    confirm,
    set_aside,
    submit,
    withdraw,
)
from app.enquiries.consents import Consent, ConsentPurpose
from app.enquiries.errors import ConsentMissing, EnquiryEnded, TooManyFirms
from app.enquiries.models import Enquiry, Facet, FacetKind, FacetSource, Party, SpamLane, Urgency, Way
from app.enquiries.states import EnquiryState
from app.journal.queries import entries_of
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from tests.factories import make_agreement, make_draft, make_enquiry, make_firm
from tests.factories.keeping import NOON

LATER = NOON + timedelta(hours=1)


def kept(draft):
    with transaction():
        return submit(draft, at=NOON)


def test_a_question_is_kept_as_it_was_typed_with_a_letter_beside_it(database, kinds, letters):
    draft = make_draft(text="  Wörter,\n英國 ", context={"article": "atmp"}, editor_may_suggest=True)
    enquiry = kept(draft)
    db.session.expire_all()
    for name in ("text", "product", "company", "contact_name", "email", "country", "context", "language"):
        assert getattr(enquiry, name) == getattr(draft, name)
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.UNVERIFIED, Party.ENQUIRER)
    assert enquiry.confirmed_at is None
    assert enquiry.editor_may_suggest
    assert kinds(enquiry) == ["EnquirySubmitted"]
    assert letters() == [("enquiry_received", draft.email)]


def test_a_promise_is_made_on_the_enquirers_clock(database):
    assert kept(make_draft()).promised_at.isoformat() == "2026-11-26T10:00:00+00:00"


def test_what_it_is_about_is_kept_with_its_source_and_evidence_and_each_thing_once(database):
    draft = make_draft()
    enquiry = kept(make_draft(facets=[*draft.facets, *draft.facets]))
    assert [(each.kind, each.code, each.source, each.evidence) for each in enquiry.facets] == [
        (FacetKind.MARKET, "UK", FacetSource.ENQUIRER, []),
        (FacetKind.SERVICE, "REP-UKRP", FacetSource.LEXICON, [[15, 36]]),
    ]


def test_what_the_text_says_is_kept_beside_it_with_how_sure_each_thing_is(database):
    said = Said(Urgency.DETAINED_SHIPMENT, "TW", Way.PERSON, "harm", SpamLane.HOLD, "off_topic")
    facet = FacetDraft(FacetKind.MARKET, "UK", FacetSource.LEXICON, [(0, 2)], 0.85)
    enquiry = kept(make_draft(said=said, facets=[facet]))
    db.session.expire_all()
    assert (enquiry.urgency, enquiry.origin_country) == (Urgency.DETAINED_SHIPMENT, "TW")
    assert (enquiry.way, enquiry.way_reason) == (Way.PERSON, "harm")
    assert (enquiry.spam_lane, enquiry.spam_kind) == (SpamLane.HOLD, "off_topic")
    assert [each.score for each in enquiry.facets] == [0.85]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        (Said(), False),
        (Said(way=Way.ASK), False),
        (Said(way=Way.PERSON), True),
        (Said(spam_lane=SpamLane.HOLD), True),
        (Said(spam_lane=SpamLane.REJECT), True),
    ],
)
def test_an_editor_reads_first_what_needs_a_person_or_may_be_no_question(database, said, first):
    assert kept(make_draft(said=said)).is_read_first is first


def test_what_the_portal_sets_aside_keeps_its_promise_and_says_why_in_the_journal(database, kinds):
    enquiry = make_enquiry(promised_at=LATER)
    with transaction():
        set_aside(enquiry, why="seo", at=NOON)
    assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.HELD, Party.STAFF)
    assert enquiry.promised_at == LATER
    (entry,) = entries_of(enquiry.id)
    assert (entry.kind, entry.actor, entry.account_id, entry.facts) == (
        "EnquiryHeld",
        "nobody",
        None,
        {"why": "seo"},
    )


def test_what_has_ended_is_not_set_aside(database):
    enquiry = make_enquiry(state=EnquiryState.WITHDRAWN)
    with pytest.raises(EnquiryEnded):
        set_aside(enquiry, why="seo", at=NOON)


def test_the_same_form_sent_twice_is_one_enquiry(database, count):
    draft = make_draft(make_firm())
    assert kept(draft) is kept(draft)
    assert (count(Enquiry), count(Facet), count(Consent), count(Letter)) == (1, 2, 2, 1)


def test_two_forms_are_two_enquiries_with_references_and_keys_of_their_own(database):
    one, two = kept(make_draft()), kept(make_draft())
    assert one.reference != two.reference
    assert one.salt != two.salt


def test_what_the_database_refuses_puts_nobodys_data_into_the_log(database):
    with pytest.raises(IntegrityError) as refused:
        make_enquiry(reference=make_enquiry().reference, company="CANARY", email="canary@example.test")
    # SQLite names the column, PostgreSQL the constraint and the reference; neither names who asks.
    assert "reference" in str(refused.value)
    assert "canary" not in str(refused.value).lower()


def test_an_agreement_names_the_firm_the_purpose_the_fields_and_the_countries(database):
    firm, other = make_firm(country="UK"), make_firm(country="DE")
    enquiry = kept(make_draft(firm, other, language="zh-hant", agreement=make_agreement(language="zh-hant")))
    assert {(each.firm_id, each.purpose) for each in enquiry.consents} == {
        (each.id, purpose)
        for each in (firm, other)
        for purpose in (ConsentPurpose.SHARE, ConsentPurpose.ABROAD)
    }
    first = enquiry.consents[0]
    assert first.fields == ["company", "contact_name", "email", "country", "text", "product"]
    assert (first.countries, first.wording, first.language) == (["UK"], "share-2", "zh-hant")
    assert (first.given_at, first.withdrawn_at) == (NOON, None)
    assert enquiry.consents_to(firm.id)
    assert enquiry.consents_to(other.id)
    assert not enquiry.consents_to(make_firm().id)


@pytest.mark.parametrize(
    "agreement",
    [None, make_agreement(share=False), make_agreement(abroad=False)],
    ids=["no agreement", "not to share", "not abroad"],
)
def test_without_agreement_to_both_purposes_nothing_is_kept(database, count, agreement):
    with pytest.raises(ConsentMissing):
        kept(make_draft(make_firm(), agreement=agreement))
    assert (count(Enquiry), count(Consent), count(Letter)) == (0, 0, 0)


def test_agreement_without_firms_gives_nobody_anything(database):
    assert kept(make_draft(agreement=make_agreement())).consents == []


def test_at_most_five_firms_may_have_it(database, count):
    firms = [make_firm() for _ in range(MOST_FIRMS + 1)]
    with pytest.raises(TooManyFirms) as refused:
        kept(make_draft(*firms))
    assert refused.value.facts == {"most": 5}
    assert count(Enquiry) == 0
    assert len(kept(make_draft(*firms[:MOST_FIRMS])).consents) == 10


class TestConfirming:
    def test_it_goes_to_the_desk_and_the_promise_runs_from_then(self, database, kinds):
        enquiry = kept(make_draft())
        with transaction():
            assert confirm(enquiry, at=NOON + timedelta(days=2))
        assert (enquiry.state, enquiry.waiting_on) == (EnquiryState.TRIAGE, Party.STAFF)
        assert enquiry.confirmed_at == NOON + timedelta(days=2)
        assert enquiry.promised_at.isoformat() == "2026-11-30T10:00:00+00:00"
        assert kinds(enquiry) == ["EnquirySubmitted", "EnquiryConfirmed"]

    def test_again_changes_nothing(self, database, kinds):
        enquiry = kept(make_draft())
        with transaction():
            confirm(enquiry, at=NOON)
        with transaction():
            assert confirm(enquiry, at=LATER) is False
        assert enquiry.confirmed_at == NOON
        assert kinds(enquiry) == ["EnquirySubmitted", "EnquiryConfirmed"]

    @pytest.mark.parametrize("state", [EnquiryState.HELD, EnquiryState.ROUTED])
    def test_what_an_editor_has_moved_on_stays_where_it_is(self, database, state):
        enquiry = make_enquiry(state=state, confirmed_at=None)
        with transaction():
            assert confirm(enquiry, at=NOON)
        assert (enquiry.state, enquiry.confirmed_at) == (state, NOON)

    @pytest.mark.parametrize(
        "end", [lambda it: withdraw(it, at=NOON), lambda it: close(it, note="", by=1, at=NOON)]
    )
    def test_what_has_ended_cannot_be_confirmed(self, database, end):
        enquiry = kept(make_draft())
        with transaction():
            end(enquiry)
        with pytest.raises(EnquiryEnded):
            confirm(enquiry, at=LATER)
