"""Every state, reason and kind has words: a page never meets one it cannot say."""

import re

import pytest

from app.classification.rules import rules
from app.enquiries.models import DeclineReason, FacetKind, FacetSource, Outcome, Party, SpamLane, Urgency, Way
from app.enquiries.proposals import Change, ProposalState
from app.enquiries.states import EnquiryState, ReferralState
from app.matching.models import RunPurpose
from app.matching.reasons import ExclusionReason, NoMatch
from app.matching.weights import TERMS
from app.web import spam_words, statuses
from tests.house.files import APP

WORDS = [
    (EnquiryState, statuses.ENQUIRY),
    (ReferralState, statuses.REFERRAL),
    (DeclineReason, statuses.DECLINE_REASON),
    (Outcome, statuses.OUTCOME),
    (FacetKind, statuses.FACET_KIND),
    (FacetSource, statuses.FACET_SOURCE),
    (Urgency, statuses.URGENCY),
    (Way, statuses.WAY),
    (SpamLane, spam_words.SPAM_LANE),
    (Change, statuses.CHANGE),
    (ProposalState, statuses.PROPOSAL),
    (Party, statuses.PARTY),
    (ExclusionReason, statuses.EXCLUSION),
    (NoMatch, statuses.NO_MATCH),
    (RunPurpose, statuses.RUN_PURPOSE),
]


@pytest.mark.parametrize(("kind", "words"), WORDS, ids=lambda each: getattr(each, "__name__", ""))
def test_every_member_has_words(kind, words):
    assert set(words) == set(kind)


def test_every_term_of_a_score_has_words():
    assert set(statuses.TERM) == {"gate", *TERMS}


def test_every_reason_for_the_way_of_a_question_has_words():
    decision = (APP / "classification/decision.py").read_text()
    named = set(re.findall(r'Decision\((?:ASK|PERSON), "(\w+)"\)', decision))
    assert named, "no reason found: has the manner of writing them changed?"
    assert named | set(rules().person) <= set(statuses.WAY_REASON)


def test_every_sign_of_spam_has_words():
    assert {*rules().spam, "gibberish", "off_topic"} <= set(spam_words.SPAM_KIND)
