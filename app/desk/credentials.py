"""Evidence that firms have submitted: what waits, and what an editor makes of it."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.desk.door import desk
from app.desk.evidence_form import CheckForm, ReturnForm
from app.directory.credentials import reviewing
from app.directory.credentials.errors import CredentialOver, CredentialStepNotAllowed
from app.directory.credentials.models import Credential
from app.directory.credentials.queries import (
    Place,
    cells_of,
    credential_by_id,
    successor_of,
    waiting,
)
from app.directory.credentials.recording import entries_of
from app.i18n.addresses import Addresses
from app.i18n.formats import long_date
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.kernel.errors import Refusal
from app.web.credential_files import handed_out
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.web.refusals import WORDS

PAGE = 50


@desk.get("/evidence")
def credentials() -> str:
    found = waiting(after=_place(request.args.get("after", "")), limit=PAGE + 1)
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    following = f"{last.submitted_at.timestamp():.6f}-{last.id}" if last and last.submitted_at else ""
    return render_template("desk/evidence/queue.html", shown=shown, following=following)


def _place(given: str) -> Place | None:
    """A place in the queue from an address; None for what is none."""
    moment, _stop, number = given.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    try:
        return Place(datetime.fromtimestamp(float(moment), tz=now().tzinfo), int(number))
    except (ValueError, OverflowError, OSError):
        return None


@desk.route("/evidence/<int:number>", methods=["GET", "POST"])
def credential(number: int) -> ResponseReturnValue:
    found = credential_by_id(number)
    step = request.form.get("step", "")
    if request.method != "POST":
        return _page(found)
    if step not in {"accept", "return"}:
        abort(400)
    return _accept(found) if step == "accept" else _return(found)


def _accept(found: Credential) -> ResponseReturnValue:
    form = CheckForm.of_request(today=now().date())
    if not form.submitted():
        return _page(found, check=form, status=422)
    try:
        with transaction():
            reviewing.accept(found, form.check, by=_staff(), at=now())
    except (CredentialStepNotAllowed, CredentialOver) as refusal:
        return _declined(found.id, refusal, check=form)
    flash(_("It is accepted, and the firm is told."))
    return redirect(Addresses(g.language).credentials_waiting(), 303)


def _return(found: Credential) -> ResponseReturnValue:
    form = ReturnForm.of_request()
    if not form.submitted():
        return _page(found, back=form, status=422)
    try:
        with transaction():
            reviewing.send_back(found, reason=form.reason.data or "", by=_staff(), at=now())
    except CredentialStepNotAllowed as refusal:
        return _declined(found.id, refusal, back=form)
    flash(_("It is returned, and the firm is told why."))
    return redirect(Addresses(g.language).credentials_waiting(), 303)


def _declined(number: int, refusal: Refusal, **forms: Any) -> ResponseReturnValue:
    """What was typed stays on the page, below why it was not done."""
    db.session.rollback()
    facts = {name: long_date(value, language=g.language) for name, value in refusal.facts.items()}
    sentence = str(WORDS[type(refusal)] % facts)
    return _page(credential_by_id(number), sentence=sentence, status=refusal.status, **forms)


@desk.get("/evidence/<int:number>/files/<document>")
def credential_file(number: int, document: str) -> Response:
    return handed_out(credential_by_id(number).id, document)


def _staff() -> int:
    person = signed_in()
    return person.id if person else abort(404)


def _page(
    found: Credential,
    *,
    check: CheckForm | None = None,
    back: ReturnForm | None = None,
    sentence: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    today = now().date()
    entries = entries_of(found.id)
    shown = check or back
    page = render_template(
        "desk/evidence/one.html",
        credential=found,
        cells=cells_of([each.offering_id for each in found.supports]),
        check=check or CheckForm(formdata=None, data={"checked_on": today}, today=today),
        back=back or ReturnForm(formdata=None),
        entries=entries,
        people=names_of({each.account_id for each in entries if each.account_id}),
        before=db.session.get(Credential, found.replaces_id) if found.replaces_id else None,
        successor=successor_of(found),
        taxonomy=current_taxonomy(),
        file_address=partial(Addresses(g.language).credential_review_file, found.id),
        sentence=sentence,
        problems=shown.problems if shown and not sentence else [],
        wrong=status >= 400,
    )
    return page, status
