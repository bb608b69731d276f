"""Taking away what letters say and to whom they went; that each was written, when, and how it fared stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Executable, case, delete, literal, select, update

from app.kernel.db import db, rows_of
from app.outbox.contacts import folded
from app.outbox.models import DeclinedTopic, Letter, LetterState, MailContact

ERASED = "erased"
_WORDS = {"sender_name": None, "reply_to": None, "text": "", "html": "", "last_error": None}


def letters_of(subjects: Sequence[str]) -> Sequence[int]:
    """The ids of the letters about these."""
    return db.session.scalars(select(Letter.id).where(Letter.about.in_(subjects))).all()


def forget_letters(to_asker: Sequence[str], to_firms: Sequence[str], *, spared: str, at: datetime) -> int:
    """Empty every letter about these, and drop those that have not left. Says how many.

    to_asker, to_firms: what they are about; the address of a firm is no part of what is erased, and stays.
    spared: the letter that tells firms of the erasure.

    A letter in a courier's hand is taken from it: should it have left by then, that alone is put down.
    """
    waits = Letter.state == LetterState.WAITING
    gone = {
        **_WORDS,
        "subject": "",
        "state": case((waits, literal(LetterState.DROPPED, Letter.state.type)), else_=Letter.state),
        "ended_because": case((waits, ERASED), else_=Letter.ended_because),
        "settled_at": case(
            (Letter.state == LetterState.FAILED, literal(at, Letter.settled_at.type)), else_=Letter.settled_at
        ),
        "leased_until": None,
    }
    emptied = 0
    for subjects, more in ((to_asker, {"recipient": ""}), (to_firms, {})):
        mine = update(Letter).where(Letter.about.in_(subjects), Letter.template != spared)
        emptied += _run(mine.values({**gone, **more}))
    return emptied


def forget_words_before(moment: datetime) -> int:
    """Empty letters that are done with and were written before; their subject and address stay."""
    done = Letter.state.in_([LetterState.SENT, LetterState.DROPPED]) | Letter.settled_at.is_not(None)
    old = update(Letter).where(done, Letter.written_at <= moment, Letter.html != "")
    return _run(old.values(_WORDS))


def forget_address(address: str) -> int:
    """Forget what is known of an address, and what it does not want. Says how many rows went."""
    wishes = delete(DeclinedTopic).where(DeclinedTopic.address == folded(address))
    return forget_reach(address) + _run(wishes)


def forget_reach(address: str) -> int:
    """Forget whether letters reach an address; what it does not want is still kept to."""
    return _run(delete(MailContact).where(MailContact.address == folded(address)))


def forget_contacts_before(moment: datetime) -> int:
    """Forget addresses of which nothing has been heard since."""
    return _run(delete(MailContact).where(MailContact.since <= moment))


def forget_wishes_before(moment: datetime) -> int:
    """Forget which letters readers did not want, where that was said before."""
    return _run(delete(DeclinedTopic).where(DeclinedTopic.at <= moment))


def _run(statement: Executable) -> int:
    return rows_of(db.session.execute(statement, execution_options={"synchronize_session": False}))
