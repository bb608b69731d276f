"""One enquiry at the desk, and what an editor does with it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from wtforms.fields.choices import SelectChoice

from app.desk.case_page import Sent, case_page, may
from app.desk.door import desk
from app.desk.edit_conflicts import conflict, unseen
from app.desk.forms import CloseForm, EraseForm, FacetsForm, HoldForm, ReferForm
from app.desk.reading import rules_read
from app.desk.suggesting import suggested
from app.enquiries import actions
from app.enquiries.models import Enquiry, Party
from app.enquiries.queries import by_reference
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.kernel.errors import Refusal
from app.matching.models import RunPurpose
from app.matching.ranking import Ranking
from app.matching.runs import keep_run
from app.privacy.erasing import erase_enquiry
from app.web.downloads import handed_out
from app.web.edit_conflicts import Conflict
from app.web.edition import current_edition, current_taxonomy
from app.web.forms import PortalForm
from app.web.people import signed_in
from app.web.refusals import WORDS

#: What the editor is told once a step is taken.
Said = str


@desk.route("/enquiries/<reference>", methods=["GET", "POST"])
def case(reference: str) -> ResponseReturnValue:
    """Every step is a POST to the page itself, so the page in another language is one link away."""
    enquiry = by_reference(reference)
    if request.method != "POST":
        return case_page(enquiry)
    name = request.form.get("step", "")
    if name not in _STEPS:
        abort(400)
    form_of, step = _STEPS[name]
    form = form_of(enquiry)
    try:
        if request.form.get("version", str(enquiry.version)) != str(enquiry.version) or unseen(enquiry):
            raise StaleDataError
        if not form.submitted():
            return case_page(enquiry, Sent(name, form, 422))
        said = step(enquiry, form)
    except (Refusal, StaleDataError) as error:
        return _not_taken(reference, name, form, error)
    flash(said)
    return redirect(Addresses(g.language).case(enquiry.reference), 303)


@desk.get("/enquiries/<reference>/files/<file>")
def case_file(reference: str, file: str) -> ResponseReturnValue:
    return handed_out(by_reference(reference).referrals, file)


def _not_taken(
    reference: str, step: str, form: PortalForm, error: Refusal | StaleDataError
) -> ResponseReturnValue:
    """The enquiry as somebody else has left it, with what was typed still in its form."""
    db.session.rollback()
    sentence = _("This enquiry has changed since you opened the page. See what is new, then send it again.")
    status = 409
    if isinstance(error, Refusal):
        sentence, status = WORDS[type(error)] % error.facts, error.status
    enquiry = by_reference(reference)
    return case_page(enquiry, Sent(step, form, status, str(sentence), _conflict(enquiry, step, form)))


def _conflict(enquiry: Enquiry, step: str, form: PortalForm) -> Conflict | None:
    form_at = {"refer": "firms", "resume": "case"}.get(step, f"step-{step}")
    return conflict(enquiry, form, form_at=form_at if step in may(enquiry) else "")


def _do(action: Callable[..., Any], enquiry: Enquiry, **how: Any) -> Any:
    person = signed_in()
    with transaction():
        return action(enquiry, by=person.id if person else None, at=now(), **how)


def _refer_form(enquiry: Enquiry) -> ReferForm:
    form = ReferForm.of_request()
    form.ranking = suggested(enquiry, near=False)
    form.firms.choices = [SelectChoice(slug) for slug in form.candidates]
    return form


def _refer(enquiry: Enquiry, form: Any) -> Said:
    found = form.candidates
    choices = [
        actions.Choice(found[slug].firm, [ground.record for ground in found[slug].grounds])
        for slug in dict.fromkeys(form.firms.data)
    ]
    agreed = [enquiry.lets_read(choice.firm.id) for choice in choices]
    _do(_refer_and_keep, enquiry, ranking=form.ranking, to=choices)
    if all(agreed):
        return _("The firms have the enquiry in their workspaces now.")
    if any(agreed):
        return _("Firms the enquirer had agreed to have it now. The others wait for the enquirer.")
    return _("The enquirer is asked to agree. No firm sees anything before that.")


def _refer_and_keep(enquiry: Enquiry, *, ranking: Ranking, at: datetime, **how: Any) -> None:
    """The run goes first: what the handing over means for the others is reckoned from it."""
    edition = current_edition().version
    keep_run(enquiry.id, ranking, purpose=RunPurpose.REFERRED, at=at, edition=edition)
    actions.refer(enquiry, at=at, **how)


def _hold(enquiry: Enquiry, form: Any) -> Said:
    _do(actions.hold, enquiry, note=form.hold_note.data)
    return _("Set aside. The enquirer still has our promise; take it up again before its date.")


def _resume(enquiry: Enquiry, _form: Any) -> Said:
    _do(actions.resume, enquiry)
    return _("Taken up again. It stands among those that need a person.")


def _close(enquiry: Enquiry, form: Any) -> Said:
    _do(actions.close, enquiry, note=form.close_note.data)
    return _("Closed. Your note is on its way to the enquirer.")


def _facets_form(enquiry: Enquiry) -> FacetsForm:
    form = FacetsForm.of_request()
    form.offer(current_taxonomy(), g.language)
    form.texts = (enquiry.text, enquiry.product)
    return form


def _set_facets(enquiry: Enquiry, form: Any) -> Said:
    codes = {name: form[name].data or [] for name in ("markets", "services", "sectors")}
    read = list(rules_read(enquiry, current_taxonomy()))
    _do(actions.set_facets, enquiry, **codes, read=read, words=form.wordings)
    return _("Saved. The suggestions below follow what you have set.")


def _erase(enquiry: Enquiry, form: Any) -> Said:
    person = signed_in()
    why = actions.ErasureGround(form.why.data)
    erase_enquiry(enquiry.id, why=why, actor=Party.STAFF, by=person.id if person else None, at=now())
    return _("Erased. Firms that had it are told by letter to delete theirs.")


#: The form of each step, as the request filled it, and what the step does.
_STEPS: Mapping[str, tuple[Callable[[Enquiry], PortalForm], Callable[[Enquiry, Any], Said]]] = {
    "refer": (_refer_form, _refer),
    "hold": (lambda enquiry: HoldForm.of_request(), _hold),
    "resume": (lambda enquiry: PortalForm.of_request(), _resume),
    "close": (lambda enquiry: CloseForm.of_request(), _close),
    "erase": (lambda enquiry: EraseForm.of_request(), _erase),
    "facets": (_facets_form, _set_facets),
}
