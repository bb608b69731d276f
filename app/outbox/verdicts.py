"""What the mail server made of a letter."""

import re
from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """The four ways an attempt can end."""

    ACCEPTED = "accepted"
    #: Not now: a 4xx answer, no connection, or one that broke before the letter had left.
    TEMPORARY = "temporary"
    #: Never: a 5xx answer, or a letter that cannot be written or carried as mail.
    PERMANENT = "permanent"
    #: The whole letter had left when the connection broke; only the server knows.
    UNKNOWN = "unknown"


class Blame(Enum):
    """What a refusal is about, as far as the server said."""

    #: Nobody reads there.
    ADDRESS = "address"
    #: The mailbox, but not for ever: it is full, or has had too much for now.
    MAILBOX = "mailbox"
    #: The letter, the server, or nothing that says anything of the address.
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The server's answer, and its words."""

    answer: Answer
    said: str = ""
    #: False if no conversation came about at all: other letters would fare no better.
    reached: bool = True
    blame: Blame = Blame.OTHER
    #: Why a letter was given up without an answer, as a code; empty where the server answered.
    why: str = ""
    #: Whether the server closed the connection before it had taken the letter.
    hung_up: bool = False


#: No such mailbox (RFC 3463, 5.1.x; 5.2.1 is a mailbox that was shut).
_NOBODY = re.compile(r"5\.(1\.\d{1,3}|2\.1)\b")
_CODED = re.compile(r"[45]\.\d{1,3}\.\d{1,3}\b")
#: What servers say of a missing mailbox that give no better code (RFC 5321, section 4.2.3).
_NO_MAILBOX = frozenset({550, 551, 553})


def blame_for(code: int, said: str) -> Blame:
    """What an answer to RCPT is about. said: its words, which may begin with a code as RFC 3463 has them.

    A refusal by policy (5.7.x) says nothing of the reader; taking it for one would end all letters to
    somebody whose server merely distrusts ours.
    """
    coded = _CODED.match(said)
    if code < 500:
        return Blame.MAILBOX if coded and coded[0].startswith("4.2.") else Blame.OTHER
    if coded is None:
        return Blame.ADDRESS if code in _NO_MAILBOX else Blame.OTHER
    if _NOBODY.match(said):
        return Blame.ADDRESS
    return Blame.MAILBOX if coded[0].startswith("5.2.") else Blame.OTHER
