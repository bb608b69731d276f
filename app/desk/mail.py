"""Mail that came in: what waits for a person, why, and what that person does with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.classification.script import language as language_of
from app.config import Settings
from app.desk.door import desk
from app.desk.mail_words import PARTIES, VERDICTS, reason
from app.enquiries.models import Referral
from app.i18n.addresses import Addresses
from app.inbox import actions, queries
from app.inbox.claims import Post
from app.inbox.filing import LARGEST, file_waiting
from app.inbox.judging import letters_to
from app.inbox.models import InboundMail, Verdict
from app.inbox.parts import File
from app.inbox.quoting import Folded, fold
from app.inbox.reading import read as read_mail
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.kernel.errors import Refusal
from app.kernel.files import read
from app.web.people import signed_in

PAGE = 50
_SHOWN = 100_000


@dataclass(frozen=True, slots=True)
class Pile:
    """Mails that want the same of the desk."""

    name: str
    title: LazyString
    verdicts: tuple[Verdict, ...]
    #: Whether staff are done with them; None where that does not matter.
    settled: bool | None = None


PILES: Sequence[Pile] = (
    Pile("held", _l("Held"), (Verdict.HELD,), settled=False),
    Pile("quarantined", _l("In quarantine"), (Verdict.QUARANTINED,), settled=False),
    Pile("dead", _l("Could not be read"), (Verdict.DEAD,), settled=False),
    Pile("waiting", _l("Not filed yet"), (Verdict.WAITING,)),
    Pile("joined", _l("In their conversations"), (Verdict.JOINED,)),
    Pile("machines", _l("Machines and reports"), (Verdict.NOTICE, Verdict.BOUNCE)),
    Pile("done", _l("Done with"), (Verdict.HELD, Verdict.QUARANTINED, Verdict.DEAD), settled=True),
    Pile("again", _l("The same again"), (Verdict.DUPLICATE,)),
)
_BY_NAME: Mapping[str, Pile] = {pile.name: pile for pile in PILES}


@desk.get("/mail")
def mails() -> ResponseReturnValue:
    pile = _BY_NAME.get(request.args.get("pile", ""), PILES[0])
    before = request.args.get("page", "1")
    page = int(before) if before.isascii() and before.isdigit() and 0 < int(before) <= 10_000 else 1
    found = queries.mails(pile.verdicts, settled=pile.settled, limit=PAGE + 1, offset=(page - 1) * PAGE)
    counted = queries.counts()
    return render_template(
        "desk/mails.html",
        piles=PILES,
        pile=pile,
        counts={each.name: _count(each, counted) for each in PILES},
        mails=found[:PAGE],
        page=page,
        has_more=len(found) > PAGE,
        reason=reason,
    )


def _count(pile: Pile, counted: Mapping[tuple[Verdict, bool], int]) -> int:
    wanted = (False, True) if pile.settled is None else (pile.settled,)
    return sum(counted.get((verdict, settled), 0) for verdict in pile.verdicts for settled in wanted)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a mail says, as far as it can be read."""

    pieces: Sequence[tuple[str, bool]] = ()
    tag: str = "en"
    files: Sequence[File] = ()
    doubtful: bool = False
    #: Whether it is shown as it stands, since it could not be taken apart.
    is_raw: bool = False


@desk.route("/mail/<int:number>", methods=["GET", "POST"])
def one_mail(number: int) -> ResponseReturnValue:
    mail = _found(number)
    if request.method != "POST":
        return _page(mail)
    step = _STEPS.get(request.form.get("step", ""))
    if step is None:
        abort(400)
    try:
        flash(step(mail))
    except Refusal:
        db.session.rollback()
        return _page(_found(number), not_done=True), 409
    return redirect(Addresses(g.language).mail(number), 303)


@desk.get("/mail/<int:number>/source")
def mail_source(number: int) -> ResponseReturnValue:
    """The bytes as they came, only ever as a download: nothing in them is shown by a browser."""
    mail = _found(number)
    if mail.file is None:
        abort(410)
    answer = Response(read(mail.file), mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="mail-{mail.id}.eml"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _found(number: int) -> InboundMail:
    return queries.mail(number) or abort(404)


def _page(mail: InboundMail, *, not_done: bool = False) -> str:
    referral = db.session.get(Referral, mail.referral_id) if mail.referral_id else None
    return render_template(
        "desk/mail.html",
        mail=mail,
        referral=referral,
        shown=_shown(mail, referral),
        verdict=VERDICTS[mail.verdict],
        why=reason(mail.reason),
        party=PARTIES.get(mail.party) if mail.party else None,
        not_done=not_done,
        may_retry=mail.verdict in {Verdict.DEAD, Verdict.HELD, Verdict.QUARANTINED} and mail.file,
    )


def _shown(mail: InboundMail, referral: Referral | None) -> Shown:
    if mail.file is None:
        return Shown()
    raw = read(mail.file)
    try:
        if len(raw) > LARGEST:
            raise ValueError
        found = read_mail(raw)
        letters = letters_to(referral, mail.party) if referral else ()
        folded = fold(found.text[:_SHOWN], letters=letters)
        return Shown(_pieces(folded), language_of(folded.new), found.files, found.parts.doubtful)
    except Exception:  # whatever made it dead makes it unreadable here; the bytes are there to be seen
        return Shown([(raw[:_SHOWN].decode("utf-8", "replace"), False)], is_raw=True)


def _pieces(folded: Folded) -> Sequence[tuple[str, bool]]:
    """The text in pieces, and whether each is quoted."""
    pieces, at = [], 0
    for start, end in folded.spans:
        pieces += [(folded.text[at:start].strip("\n"), False), (folded.text[start:end], True)]
        at = end
    pieces.append((folded.text[at:].strip("\n"), False))
    return [(text, quoted) for text, quoted in pieces if text.strip()]


def _post() -> Post:
    settings: Settings = current_app.config["SETTINGS"]
    return Post(settings.secret_key, settings.mail_reply_domain or "")


def _staff() -> int:
    person = signed_in()
    return person.id if person else abort(404)


def _let_in(mail: InboundMail) -> str:
    with transaction():
        actions.let_in(mail, _post(), by=_staff(), at=now())
    return _("It is part of the conversation now.")


def _retry(mail: InboundMail) -> str:
    number = mail.id
    with transaction():
        actions.retry(mail)
    file_waiting(_post(), ids=[number])
    return _("It was looked at again.")


def _settle(mail: InboundMail) -> str:
    with transaction():
        actions.settle(mail, by=_staff(), at=now())
    return _("Done with this mail. It is kept.")


_STEPS: Mapping[str, Callable[[InboundMail], Any]] = {
    "let-in": _let_in,
    "again": _retry,
    "settle": _settle,
}
