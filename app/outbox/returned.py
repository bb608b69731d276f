"""Letters after they were given up: returned by the other side, tried again, or done with."""

from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.text import clean
from app.outbox import contacts
from app.outbox.events import LetterGivenUp
from app.outbox.models import Letter, LetterState

_LONGEST_SAID = 500


def came_back(letter_id: int, *, permanent: bool, of_address: bool, said: str, at: datetime) -> bool:
    """A report says that a letter which had been taken was not delivered; publishes LetterGivenUp.

    permanent: nobody will try any more. A report of mere delay changes nothing but what was last said.
    of_address: nobody reads there, so that other letters would fare no better.
    Returns False if there is no such letter, or it was known already. The caller holds the transaction.
    """
    letter = db.session.scalar(select(Letter).where(Letter.id == letter_id).with_for_update())
    if letter is None or letter.state in {LetterState.FAILED, LetterState.DROPPED}:
        return False
    if not letter.recipient:  # erased: nothing is to be learnt of its reader any more
        return False
    letter.last_error = clean(said)[:_LONGEST_SAID]
    if not permanent:
        return True
    letter.state, letter.ended_because, letter.leased_until = LetterState.FAILED, "returned", None
    contacts.note_bounce(letter.recipient, permanent=of_address, reason=said, at=at)
    publish(
        LetterGivenUp(
            at=at, letter_id=letter.id, template=letter.template, about=letter.about, why="returned"
        )
    )
    return True


def try_again(letter: Letter, *, at: datetime) -> None:
    """Send a letter that was given up once more; its address is taken for good until it bounces again."""
    contacts.note_delivered(letter.recipient, at=at)
    letter.state, letter.due_at, letter.ended_because = LetterState.WAITING, at, None
    letter.attempts = letter.doubts = 0


def settle(letter: Letter, *, at: datetime) -> None:
    """Staff are done with a letter that was given up."""
    letter.settled_at = letter.settled_at or at
