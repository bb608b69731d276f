"""Mail that came in, and what became of it, in words for the desk."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.enquiries.models import Party
from app.inbox.errors import CannotBeLetIn
from app.inbox.models import Verdict
from app.web.refusals import WORDS
from app.web.statuses import Status

# The rooms shared by all doors do not know the mail that comes in; its door knows both.
WORDS[CannotBeLetIn] = _l("This mail cannot become part of a conversation.")

VERDICTS: Mapping[Verdict, Status] = {
    Verdict.WAITING: Status(_l("Not filed yet"), "on"),
    Verdict.JOINED: Status(_l("In its conversation"), "past"),
    Verdict.NOTICE: Status(_l("Written by a machine"), "past"),
    Verdict.BOUNCE: Status(_l("Report about a letter"), "past"),
    Verdict.HELD: Status(_l("Held"), "act"),
    Verdict.QUARANTINED: Status(_l("In quarantine"), "act"),
    Verdict.DUPLICATE: Status(_l("The same again"), "past"),
    Verdict.DEAD: Status(_l("Could not be read"), "act"),
}
#: Why, by the code that is kept with it.
REASONS: Mapping[str, LazyString] = {
    "away": _l("An answering machine; nobody was told."),
    "automatic": _l("Sent by itself; nobody was told."),
    "bulk": _l("Sent to many, by a list or a newsletter."),
    "loop": _l("It goes in circles, or is a letter of ours that came home."),
    "nobody_there": _l("The letter came back: nobody reads at that address."),
    "returned": _l("The letter came back."),
    "delayed": _l("The letter is late; the other side still tries."),
    "unsigned_report": _l("It says that a letter came back, and does not prove which."),
    "same": _l("The same mail had come before."),
    "id_seen": _l("It bears the mark of an earlier mail and says something else."),
    "no_address": _l("It was sent to no conversation."),
    "forged_address": _l("Its address looks like one of ours and is not: mistyped, or invented."),
    "several_cases": _l("It was sent to several conversations at once."),
    "case_gone": _l("The conversation that it was sent to is no longer there."),
    "no_sender": _l("It does not say who wrote it."),
    "several_senders": _l("It names several people as its writer."),
    "stranger": _l("Its writer is not of the party whose address it was sent to."),
    "colleague": _l("Its writer has an address at the same company, and is not known. The party was asked."),
    "unconfirmed": _l("The enquirer has not confirmed the address yet."),
    "no_text": _l("It has no words, only files or nothing."),
    "nothing_new": _l("It only quotes what we wrote."),
    "quotes_unclear": _l(
        "It quotes something that we did not write: an answer between the lines, or another conversation."
    ),
    "unreadable": _l("Parts of its text could not be read for certain."),
    "too_long": _l("It is longer than an answer can be."),
    "too_many": _l("Too many mails came from the same party within an hour."),
    "ended": _l("The enquiry had ended."),
    "not_open": _l("The conversation was not open to its writer."),
    "TooManyParts": _l("It has so many parts that it was not taken apart."),
    "TooLarge": _l("It is too large to be taken apart."),
    "NeverEnds": _l("Whoever read it did not come to an end, three times."),
}
PARTIES: Mapping[Party, LazyString] = {
    Party.ENQUIRER: _l("as the enquirer"),
    Party.FIRM: _l("as the firm"),
}


def reason(code: str | None) -> str:
    """The reason in words; of a fault that has none, its name."""
    if not code:
        return ""
    return str(REASONS.get(code, code))
