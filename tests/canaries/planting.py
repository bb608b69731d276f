"""Enquiries in every state, each with words found nowhere else, and who may read which of them.

What may be read stands here once more, from the design and not from the code: its section 2.6 and the
invariants I3 to I5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import count

from app.directory.conflict_list import ListedConflict
from app.directory.models import Firm
from app.enquiries.consents import Consent, ConsentPurpose, Mode
from app.enquiries.enclosures import Attachment
from app.enquiries.handling import Note
from app.enquiries.models import DeclineReason, Enquiry, Message, Party, Referral
from app.enquiries.states import EnquiryState, ReferralState
from app.kernel.db import transaction
from app.kernel.file_kinds import FileKind
from app.kernel.files import files
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.keeping import NOON, keep

S = ReferralState
_number = count(1)

#: The firm has not heard of it yet, or never will.
UNHEARD = frozenset({S.PROPOSED, S.CONSENTED, S.CANCELLED})
#: The question is before the firm.
BEFORE_IT = frozenset({S.VISIBLE, S.SEEN, S.ACCEPTED, S.ANSWERED})
#: The firm has opened it and it was not taken from it again.
OPENED = frozenset({S.SEEN, S.ACCEPTED, S.ANSWERED, S.CLOSED, S.UNDELIVERABLE})


class Agreed(Enum):
    """Whether the enquirer agreed that the firm learns who asks."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    NEVER = "never"
    #: To the question alone: both write to each other, and the firm does not learn to whom.
    BRIEF = "brief"


class Word(Enum):
    """What is planted, by what it would give away."""

    QUESTION = "questioncanary"
    COMPANY = "companycanary"
    NAME = "namecanary"
    ADDRESS = "addresscanary"
    #: What the enquirer wrote to the firm, and the file with it.
    SAID = "saidcanary"
    FILE = "filecanary"
    CONTENT = "contentcanary"
    #: What the firm wrote, and what it gave as its reason.
    ANSWER = "answercanary"
    REASON = "reasoncanary"
    #: What its people noted for each other.
    INTERNAL = "internalcanary"
    #: Whom the firm will not act for.
    LISTED = "listedcanary"
    #: What another firm wrote, and what it is called.
    OTHER_ANSWER = "rivalcanary"
    OTHER_FIRM = "competitorcanary"
    #: What the desk noted for itself.
    NOTE = "notecanary"


IDENTITY = frozenset({Word.COMPANY, Word.NAME, Word.ADDRESS})
SHARED = frozenset({Word.SAID, Word.FILE, Word.CONTENT})


@dataclass(frozen=True)
class Case:
    """One enquiry, with the firm whose referral is in ``state`` and another that has answered."""

    number: int
    #: Its place among all cases; the languages of the walk go by it.
    turn: int
    state: ReferralState
    agreed: Agreed
    enquiry: Enquiry
    referral: Referral
    other: Referral
    #: What the enquirer sent along.
    attachment: Attachment

    @property
    def reference(self) -> str:
        return self.enquiry.reference

    def word(self, word: Word) -> str:
        return f"{word.value}{self.number}x"

    def __str__(self) -> str:
        return f"{self.state.value}, agreement {self.agreed.value}"

    @property
    def _shows_who_asks(self) -> bool:
        return self.state in OPENED and self.agreed is Agreed.GIVEN

    @property
    def for_the_firm(self) -> frozenset[Word]:
        """What the firm may read."""
        if self.state in UNHEARD:
            return frozenset()
        may = {Word.ANSWER, Word.REASON}
        if self.state in BEFORE_IT or self._shows_who_asks:
            may |= {Word.QUESTION, Word.INTERNAL}
        if self._shows_who_asks:
            may |= IDENTITY | SHARED
        if self.state in OPENED and self.agreed is Agreed.BRIEF:
            may |= {Word.QUESTION, Word.INTERNAL, Word.SAID}
        return frozenset(may)

    @property
    def for_the_other(self) -> frozenset[Word]:
        """What the other firm may read: it has opened and answered, and the enquirer agreed."""
        return frozenset({Word.QUESTION, Word.OTHER_ANSWER, Word.OTHER_FIRM}) | IDENTITY

    @property
    def for_who_asked(self) -> frozenset[Word]:
        return frozenset(Word) - {Word.NOTE, Word.REASON, Word.INTERNAL, Word.LISTED}

    @property
    def for_staff(self) -> frozenset[Word]:
        return frozenset(Word) - {Word.INTERNAL, Word.LISTED}


def plan() -> Iterator[tuple[ReferralState, Agreed]]:
    """Every state, with every answer to whether the firm may know who asks."""
    for state in S:
        # Where the firm never heard of it, or it ended before it was opened, fewer answers say as much.
        answers = (
            Agreed
            if state in OPENED
            else (Agreed.GIVEN,)
            if state in UNHEARD
            else (Agreed.GIVEN, Agreed.NEVER)
        )
        for agreed in answers:
            yield state, agreed


def plant(firm: Firm, other: Firm) -> Iterator[Case]:
    """A case for each of the plan."""
    for turn, (state, agreed) in enumerate(plan()):
        yield _case(firm, other, state, agreed, turn)


def other_firm() -> Firm:
    name = {"name": f"{Word.OTHER_FIRM.value} Advisers"}
    return make_firm(slug=f"{Word.OTHER_FIRM.value}-advisers", texts={"en": name})


def _case(firm: Firm, other: Firm, state: ReferralState, agreed: Agreed, turn: int) -> Case:
    n = next(_number)
    name, company = f"{Word.NAME.value}{n}x", f"{Word.COMPANY.value}{n}x"
    address = f"{Word.ADDRESS.value}{n}x@maker.example"
    enquiry = make_enquiry(
        state=EnquiryState.ROUTED,
        text=f"Who can be our {Word.QUESTION.value}{n}x in the UK?\n\nRegards,\n{name}, {company}, {address}",
        product=f"A pulse oximeter by {company}",
        company=company,
        contact_name=name,
        email=address,
        hold_note=f"{Word.NOTE.value}{n}x",
        mode=Mode.ANONYMOUS if agreed is Agreed.BRIEF else Mode.CHOSEN,
    )
    heard = {} if state in UNHEARD else {"visible_at": NOON}
    opened = {} if state in UNHEARD | {S.VISIBLE} else {"seen_at": NOON}
    declined = {"decline_note": f"{Word.REASON.value}{n}x"}
    if state is S.DECLINED:
        declined["decline_reason"] = DeclineReason.OTHER
    referral = make_referral(
        enquiry,
        firm,
        consent=agreed in {Agreed.GIVEN, Agreed.WITHDRAWN},
        state=state,
        **{"visible_at": None} | heard | opened | declined,
    )
    if agreed is Agreed.WITHDRAWN:
        _withdraw(enquiry, firm)
    if agreed is Agreed.BRIEF:
        keep(_brief(enquiry, firm))
    answered = {"seen_at": NOON, "answered_at": NOON}
    elsewhere = make_referral(enquiry, other, state=S.ANSWERED, **answered)
    attachment = _attach(
        _write(referral, Party.ENQUIRER, f"{Word.SAID.value}{n}x\n\nRegards,\n{name}, {company}, {address}"),
        n,
    )
    _write(referral, Party.FIRM, f"{Word.ANSWER.value}{n}x")
    keep(ListedConflict(firm_id=firm.id, entry=f"{Word.LISTED.value}{n}x", at=NOON))
    keep(
        Note(referral_id=referral.id, text=f"{Word.INTERNAL.value}{n}x", at=NOON, nonce=f"note-{referral.id}")
    )
    _write(elsewhere, Party.FIRM, f"{Word.OTHER_ANSWER.value}{n}x")
    return Case(n, turn, state, agreed, enquiry, referral, elsewhere, attachment)


def _brief(enquiry: Enquiry, firm: Firm) -> Consent:
    facts = {"fields": ["text", "product"], "countries": ["UK"], "wording": "test", "language": "en"}
    ids = {"enquiry_id": enquiry.id, "firm_id": firm.id}
    return Consent(purpose=ConsentPurpose.BRIEF, given_at=NOON, **ids, **facts)


def _withdraw(enquiry: Enquiry, firm: Firm) -> None:
    with transaction():
        for each in enquiry.consents:
            if each.firm_id == firm.id:
                each.withdrawn_at = NOON


def _write(referral: Referral, author: Party, text: str) -> Message:
    nonce = f"{author.value}-{referral.id}"
    words = {"language": "en", "text": text, "at": NOON, "nonce": nonce}
    return keep(Message(referral_id=referral.id, author=author, **words))


def _attach(message: Message, number: int) -> Attachment:
    content = f"{Word.CONTENT.value}{number}x".encode()
    return keep(
        Attachment(
            message_id=message.id,
            name=f"{Word.FILE.value}{number}x.txt",
            size=len(content),
            kind=FileKind.TEXT,
            file=files().put(content),
            at=NOON,
        )
    )
