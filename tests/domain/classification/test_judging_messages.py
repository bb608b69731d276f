"""Spam and what presses: rules and second opinion, weighed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classification.judging import judging
from app.classification.judging_messages import spam_judged, spam_signs, urgency_judged, urgency_signs
from app.classification.reading import read
from app.classification.rules import rules
from app.classification.spam import HOLD, PASS, REJECT, spam
from app.classification.urgency import URGENCIES
from app.classification.vocabulary import vocabulary
from app.classification.voter import SPAM_COLUMN, URGENCY_COLUMN, Opinion
from app.console.seed_taxonomy import seed_taxonomy

QUESTION = "Who can be our UKRP for catheters?"
OFFER = "We can get your site on page 1 of Google, backlinks from $99"


def voted(vote):
    return Opinion({SPAM_COLUMN: vote}, lambda code: 0.0)


def lane(text, vote, *, names_service=False):
    reading = read(text, vocabulary(seed_taxonomy(), rules()), rules())
    return spam_judged(reading, spam(reading), voted(vote), names_service=names_service).lane


@given(st.sampled_from([QUESTION, OFFER]), st.floats(-2, 2), st.floats(0, 1))
def test_more_words_of_spam_never_make_a_message_less_like_spam(text, vote, more):
    order = [PASS, HOLD, REJECT]
    assert order.index(lane(text, vote + more)) >= order.index(lane(text, vote))


@pytest.mark.parametrize("vote", [-1.0, -0.5, 0.0, 0.1])
def test_a_question_of_the_field_is_not_rejected_on_a_doubt_of_the_voter(vote):
    assert lane(QUESTION, vote) != REJECT


@pytest.mark.parametrize(
    ("text", "names_service", "into"),
    [
        ("UKRP, catheters", False, REJECT),
        ("UKRP, catheters", True, HOLD),
        ("who can be our UKRP for catheters?", False, HOLD),
    ],
    ids=["the voter alone", "a service is asked for", "something of the field is asked"],
)
def test_a_question_is_not_rejected_on_the_voters_word_however_sure_it_is(text, names_service, into):
    assert lane(text, 5.0, names_service=names_service) == into


def test_what_the_rules_reject_and_the_voter_does_not_a_person_looks_at():
    assert lane(OFFER, 0.5) == REJECT
    assert lane(OFFER, -5.0) == HOLD


@pytest.mark.parametrize(
    "text",
    [
        "I am a journalist and would like to interview one of your experts",
        "We are a consultancy and want to join your network",
        "May I bring my mother's pressure pills with me, for personal use?",
    ],
)
def test_what_asks_for_a_person_is_looked_at_however_much_it_sounds_like_spam(text):
    assert lane(text, 5.0) == HOLD


@pytest.mark.parametrize("vote", [-5.0, 5.0])
def test_what_has_no_words_is_rejected_whatever_the_voter_says(vote):
    assert lane("😀", vote) == REJECT


def test_what_presses_is_what_the_rules_read_unless_the_words_speak_plainly_for_another():
    nothing = dict.fromkeys((f"{URGENCY_COLUMN}{each}" for each in URGENCIES), -1.0)
    for each in URGENCIES:
        assert urgency_judged(each, Opinion(nothing, lambda code: 0.0)) == each
    plain = nothing | {f"{URGENCY_COLUMN}deadline": 1.5}
    assert urgency_judged("none", Opinion(plain, lambda code: 0.0)) == "deadline"


def test_that_somebody_was_hurt_is_never_taken_back():
    against = {f"{URGENCY_COLUMN}incident": -5.0, f"{URGENCY_COLUMN}none": 5.0}
    assert urgency_judged("incident", Opinion(against, lambda code: 0.0)) == "incident"


def test_every_weight_has_its_sign_and_every_sign_its_weight():
    reading = read(QUESTION, vocabulary(seed_taxonomy(), rules()), rules())
    assert judging().spam.weights.keys() == spam_signs(reading, spam(reading), voted(0.0)).keys()
    assert judging().urgency.weights.keys() == urgency_signs("none", "none", voted(0.0)).keys()
