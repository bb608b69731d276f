"""What the mail server made of a letter."""

from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """The four ways an attempt can end."""

    ACCEPTED = "accepted"
    #: Not now: a 4xx answer, no connection, or one that broke before the letter had left.
    TEMPORARY = "temporary"
    #: Never: a 5xx answer, or a letter that cannot be written as mail.
    PERMANENT = "permanent"
    #: The whole letter had left when the connection broke; only the server knows.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The server's answer, and its words."""

    answer: Answer
    said: str = ""
    #: False if no conversation came about at all: other letters would fare no better.
    reached: bool = True
