"""What becomes of a mail: where it belongs, if anywhere, and if not, why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.enquiries.models import Message, Party, Referral
from app.enquiries.states import EnquiryState
from app.inbox.claims import Claims, Post, claims_of, people_of
from app.inbox.headers import message_id
from app.inbox.machines import machine_of
from app.inbox.masking import masked
from app.inbox.models import InboundMail, Verdict
from app.inbox.quoting import Folded, fold
from app.inbox.reading import Mail
from app.inbox.reports import Report, report_of
from app.kernel.db import db
from app.outbox.models import Letter

#: As much as a person writes in a form; the whole mail is there for staff.
LONGEST_ANSWER = 50_000
#: More from one party to one referral within the hour is no conversation.
_MOST_AN_HOUR = 20
_LETTERS_READ = 50


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason, and what it is about."""

    verdict: Verdict
    reason: str | None = None
    referral: Referral | None = None
    party: Party | None = None
    account_id: int | None = None
    letter_id: int | None = None
    report: Report | None = None
    folded: Folded | None = None


def judge(mail: Mail, row: InboundMail, post: Post, *, at: datetime) -> Judgement:
    """The verdict on a mail; changes nothing. Raises TooManyParts."""
    known = _same_before(mail, row)
    if known is not None and known.content == mail.content:
        return Judgement(Verdict.DUPLICATE, "same")
    claims = claims_of([*row.envelope_to, *mail.addresses_at(post.domain)], post)
    if claims.letters:
        return _of_report(mail, claims)
    referral, party = _claimed(claims)
    machine = machine_of(mail, row.envelope_from, own=_is_own(mail))
    if machine:
        report = report_of(mail) if machine == "automatic" else None
        if report and referral is None:
            return Judgement(Verdict.QUARANTINED, "unsigned_report", report=report)
        return Judgement(Verdict.NOTICE, machine, referral, party)
    if referral is None or party is None:
        return Judgement(Verdict.QUARANTINED, _why_nowhere(claims))
    judgement = _of_sender(mail, referral, party)
    if judgement.verdict is Verdict.JOINED:
        judgement = _of_words(mail, judgement, post, at=at)
    if judgement.verdict is Verdict.JOINED and known is not None:
        return replace(judgement, verdict=Verdict.HELD, reason="id_seen")
    return judgement


def _same_before(mail: Mail, row: InboundMail) -> InboundMail | None:
    """The first mail that was filed with the same Message-ID from the same sender."""
    if mail.identity is None:
        return None
    return db.session.scalar(
        select(InboundMail)
        .where(
            InboundMail.identity == mail.identity,
            InboundMail.id != row.id,
            InboundMail.verdict.not_in([Verdict.WAITING, Verdict.DEAD]),
        )
        .order_by(InboundMail.id)
        .limit(1)
    )


def _is_own(mail: Mail) -> bool:
    id_ = message_id(mail.message).decode("ascii", "replace")
    return bool(id_) and db.session.scalar(select(Letter.id).where(Letter.message_id == id_)) is not None


def _of_report(mail: Mail, claims: Claims) -> Judgement:
    """It came to the address of a letter's envelope: a report about it, or somebody's answering machine."""
    letter_id = db.session.scalar(select(Letter.id).where(Letter.id.in_(claims.letters)).limit(1))
    report = report_of(mail)
    if report is None:
        return Judgement(Verdict.NOTICE, "away", letter_id=letter_id)
    reason = "delayed" if not report.final else "nobody_there" if report.of_address else "returned"
    return Judgement(Verdict.BOUNCE, reason, letter_id=letter_id, report=report)


def _claimed(claims: Claims) -> tuple[Referral | None, Party | None]:
    """The one referral the addresses name, and as whose; none where they name several."""
    if len(claims.replies) != 1:
        return None, None
    (claim,) = claims.replies
    referral = db.session.get(Referral, claim.referral_id)
    if referral is None or referral.enquiry.state is EnquiryState.ERASED:
        return None, None
    return referral, claim.party


def _why_nowhere(claims: Claims) -> str:
    if len(claims.replies) > 1:
        return "several_cases"
    if claims.replies:
        return "case_gone"
    return "forged_address" if claims.has_forged else "no_address"


def _of_sender(mail: Mail, referral: Referral, party: Party) -> Judgement:
    found = Judgement(Verdict.JOINED, None, referral, party)
    if len(mail.senders) != 1:
        return replace(
            found, verdict=Verdict.QUARANTINED, reason="several_senders" if mail.senders else "no_sender"
        )
    (sender,) = mail.senders
    people = people_of(referral, party)
    if people.has(sender):
        return replace(found, account_id=people.account_of(sender))
    if party is Party.ENQUIRER and not people.by_address:
        return replace(found, verdict=Verdict.HELD, reason="unconfirmed")
    if people.may_know(sender):
        return replace(found, verdict=Verdict.HELD, reason="colleague")
    return replace(found, verdict=Verdict.QUARANTINED, reason="stranger")


def _of_words(mail: Mail, found: Judgement, post: Post, *, at: datetime) -> Judgement:
    """What a party writes joins unless there is nothing new in it, or too much that is not theirs."""
    if found.referral is None:
        return found
    text = masked(mail.text, found.referral.enquiry, secret=post.secret, domain=post.domain)
    found = replace(found, folded=folded(text, found.referral, found.party))
    reason = _doubt(mail, found, at=at)
    return replace(found, verdict=Verdict.HELD, reason=reason) if reason else found


def folded(text: str, referral: Referral, party: Party | None) -> Folded:
    """The text with what it quotes of our letters; in one too long to be an answer nothing is looked for."""
    if len(text) > LONGEST_ANSWER:
        return Folded(text, sure=False)
    return fold(text, letters=letters_to(referral, party))


def _doubt(mail: Mail, found: Judgement, *, at: datetime) -> str | None:
    """Why a person should look before the other party does; None where nothing is in doubt."""
    if found.folded is None or not mail.text.strip():
        return "no_text"
    if mail.parts.doubtful:
        return "unreadable"
    if len(mail.text) > LONGEST_ANSWER:
        return "too_long"
    if not found.folded.sure:
        return "quotes_unclear"
    if not found.folded.new:
        return "nothing_new"
    return "too_many" if _lately(found, at=at) >= _MOST_AN_HOUR else None


def _lately(found: Judgement, *, at: datetime) -> int:
    count = select(func.count()).where(
        Message.referral_id == (found.referral.id if found.referral else None),
        Message.author == found.party,
        Message.at > at - timedelta(hours=1),
    )
    return db.session.scalar(count) or 0


def letters_to(referral: Referral, party: Party | None) -> Sequence[str]:
    """What was written to that party about the referral or its enquiry, the latest first."""
    own = f"referral:{referral.id}" if party is Party.FIRM else f"enquiry:{referral.enquiry_id}"
    rows = select(Letter.subject, Letter.text).where(Letter.about == own).order_by(Letter.id.desc())
    return [f"{row.subject}\n{row.text}" for row in db.session.execute(rows.limit(_LETTERS_READ))]
