"""What a whole message is: spam or not, and what presses; the rules and the second opinion, weighed."""

from dataclasses import replace

from app.classification.judging import Signs, judging
from app.classification.reading import Reading
from app.classification.spam import (
    GIBBERISH,
    HOLD,
    OFF_TOPIC,
    PASS,
    REJECT,
    SpamVerdict,
    asks_something,
    is_for_us,
    is_of_the_field,
)
from app.classification.standing import reason_for_person
from app.classification.urgency import INCIDENT, URGENCIES
from app.classification.vocabulary import SERVICE
from app.classification.voter import SPAM_COLUMN, URGENCY_COLUMN, Opinion

#: More named things than this say no more.
_MOST_NAMED = 6
_EACH_HUNDRED = 100


def spam_signs(reading: Reading, verdict: SpamVerdict, opinion: Opinion) -> Signs:
    """What speaks for a message being no question to any firm. verdict: that of the rules."""
    vote, is_ours, is_held = opinion.of(SPAM_COLUMN), is_for_us(reading), verdict.lane == HOLD
    is_of_field = is_of_the_field(reading)
    return {
        "always": 1.0,
        "rejected": float(verdict.lane == REJECT),
        "held": float(is_held),
        "strength": verdict.strength,
        "is_ours": float(is_ours),
        "is_of_the_field": float(is_of_field),
        "named": float(min(len(reading.hits), _MOST_NAMED)),
        "nothing_named": float(not reading.hits),
        "names_service": float(any(hit.group == SERVICE for hit in reading.hits)),
        "length": len(reading.key) / _EACH_HUNDRED,
        "vote": vote,
        "vote_and_ours": vote * is_ours,
        "vote_and_of_the_field": vote * is_of_field,
        "vote_and_held": vote * is_held,
    }


def spam_judged(
    reading: Reading, verdict: SpamVerdict, opinion: Opinion, *, names_service: bool
) -> SpamVerdict:
    """The verdict of both. names_service: whether a service is asked for, read by the rules or ticked.

    Where the rules found nothing, the voter alone loses no message that asks for a service or for a person or
    asks something of the field, and must be very sure of any other that speaks of the field: else a person
    looks first.
    """
    if verdict.kind == GIBBERISH:
        return verdict
    given = judging()
    sure = given.spam.probability(spam_signs(reading, verdict, opinion))
    is_alone = verdict.lane == PASS and is_of_the_field(reading)
    enough = given.spam_alone if is_alone else given.spam.enough
    is_kept = verdict.lane != REJECT and (
        names_service
        or reason_for_person(reading) is not None
        or (is_of_the_field(reading) and asks_something(reading))
    )
    if sure >= enough and not is_kept:
        lane = REJECT
    elif sure >= given.spam_held or verdict.lane != PASS:
        lane = HOLD
    else:
        return verdict
    return replace(verdict, lane=lane, kind=verdict.kind or OFF_TOPIC)


def urgency_signs(urgency: str, read: str, opinion: Opinion) -> Signs:
    """What speaks for one way to press. read: the one the rules found."""
    vote = opinion.of(URGENCY_COLUMN + urgency)
    best = max(opinion.of(URGENCY_COLUMN + each) for each in URGENCIES)
    return {
        "read": float(urgency == read),
        "vote": vote,
        "vote_and_read": vote * (urgency == read),
        "behind_best_vote": best - vote,
        **{f"is_{each}": float(urgency == each) for each in URGENCIES},
        **{f"is_{each}_and_read": float(urgency == each == read) for each in URGENCIES},
    }


def urgency_judged(read: str, opinion: Opinion) -> str:
    """What presses, as both together see it. Where the rules read that somebody was hurt, it stays so."""
    if read == INCIDENT:
        return read
    weighing = judging().urgency
    return max(URGENCIES, key=lambda each: weighing.probability(urgency_signs(each, read, opinion)))
