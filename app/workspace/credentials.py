"""The pages on which a firm says what proves its offerings, and learns what became of it."""

from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from flask import Response, abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from app.directory.credentials import actions
from app.directory.credentials.models import Credential
from app.directory.credentials.queries import (
    cells_of,
    credential_of,
    credentials_of,
    offerings_of,
    successor_of,
)
from app.directory.credentials.recording import entries_of
from app.directory.models import Offering
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.kernel.files import files
from app.web.credential_files import document_of, handed_out
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.workspace.door import listing
from app.workspace.evidence_form import CredentialForm, choices, stands


@listing.get("/<firm>/evidence/")
def credentials() -> str:
    found = credentials_of(g.firm.id)
    return render_template(
        "workspace/evidence/list.html",
        credentials=found,
        stopped=[each for each in offerings_of(g.firm.id) if each.evidence_lapsed_at],
        taxonomy=current_taxonomy(),
    )


@listing.route("/<firm>/evidence/new", methods=["GET", "POST"])
def new_credential() -> ResponseReturnValue:
    form = _form(None)
    if not form.submitted():
        return _page(form, None, status=422 if form.errors else 200)
    at = now()
    with transaction():
        credential = actions.add_credential(g.firm, form.said, offering_ids=form.cells)
        actions.attach_files(credential, form.files.data, at=at)
        if request.form.get("step") == "submit":
            actions.submit(credential, by=_person(), at=at)
    return _done(credential)


@listing.route("/<firm>/evidence/<int:number>", methods=["GET", "POST"])
def credential(number: int) -> ResponseReturnValue:
    """Every step is a POST to the page itself."""
    found = credential_of(g.firm.id, number)
    if request.method != "POST":
        return _page(_form(found), found, status=200)
    name = request.form.get("step", "")
    if name in {"keep", "submit"}:
        return _change(found, is_submitted=name == "submit")
    step = _STEPS.get(name)
    if step is None:
        abort(400)
    return step(found)


def _change(found: Credential, *, is_submitted: bool) -> ResponseReturnValue:
    form, at = _form(found), now()
    if not form.submitted():
        return _page(form, found, status=422)
    if form.version.data != str(found.version):
        return _changed_meanwhile(form, found)
    try:
        with transaction():
            actions.change_credential(found, form.said, offering_ids=form.cells)
            actions.attach_files(found, form.files.data, at=at)
            if is_submitted:
                actions.submit(found, by=_person(), at=at)
    except StaleDataError:
        return _changed_meanwhile(form, credential_of(g.firm.id, found.id))
    return _done(found)


def _changed_meanwhile(form: CredentialForm, found: Credential) -> ResponseReturnValue:
    """Nothing typed is lost: it stands in the form, which may be sent again once both were read."""
    db.session.refresh(found)
    form.version.data, form.version.raw_data = str(found.version), None
    return _page(form, found, is_conflict=True, status=409)


def _withdraw(found: Credential) -> ResponseReturnValue:
    with transaction():
        actions.withdraw(found, by=_person(), at=now())
    flash(_("It is withdrawn. Its files are deleted after 90 days."))
    return redirect(Addresses(g.language).credentials(g.firm.slug), 303)


def _renew(found: Credential) -> ResponseReturnValue:
    with transaction():
        draft = actions.renew(found)
    return _to(draft)


def _remove(found: Credential) -> ResponseReturnValue:
    id_ = document_of(request.form.get("document", ""))
    with transaction():
        key = actions.remove_file(found, id_) if id_ is not None else None
    if key is None:
        abort(404)
    files().delete(key)
    flash(_("The file is deleted."))
    return _to(found)


_STEPS: Mapping[str, Callable[[Credential], ResponseReturnValue]] = {
    "withdraw": _withdraw,
    "renew": _renew,
    "remove": _remove,
}


@listing.get("/<firm>/evidence/<int:number>/files/<document>")
def credential_file(number: int, document: str) -> Response:
    return handed_out(credential_of(g.firm.id, number).id, document)


def _form(found: Credential | None) -> CredentialForm:
    today = now().astimezone(ZoneInfo(g.firm.time_zone)).date()
    kept = len(found.files) if found else 0
    form = CredentialForm.of_request(data=stands(found), today=today, kept_files=kept)
    form.offerings.choices = choices(offerings_of(g.firm.id), current_taxonomy(), g.language)
    return form


def _person() -> int:
    person = signed_in()
    return person.id if person else abort(404)


def _done(found: Credential) -> ResponseReturnValue:
    if found.is_editable:
        flash(_("It is kept. Nobody checks it until you submit it."))
    else:
        flash(_("It is submitted. An editor checks it; you are told by letter."))
    return _to(found)


def _to(found: Credential) -> ResponseReturnValue:
    return redirect(Addresses(g.language).credential(g.firm.slug, found.id), 303)


def _page(
    form: CredentialForm, found: Credential | None, *, is_conflict: bool = False, status: int
) -> ResponseReturnValue:
    page = render_template(
        "workspace/evidence/one.html",
        form=form,
        credential=found,
        cells=_cells(found),
        entries=entries_of(found.id) if found else (),
        successor=successor_of(found) if found else None,
        taxonomy=current_taxonomy(),
        file_address=partial(Addresses(g.language).credential_file, g.firm.slug, found.id if found else 0),
        is_conflict=is_conflict,
        wrong=bool(form.errors),
    )
    return page, status


def _cells(found: Credential | None) -> list[Offering]:
    return list(cells_of([each.offering_id for each in found.supports])) if found else []
