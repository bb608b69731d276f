"""What editors' corrections propose for the lexicon, and what becomes of each. No rule is changed here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.desk.door import desk
from app.desk.evidence import concept_name
from app.desk.forms import SettleForm
from app.enquiries import actions
from app.enquiries.errors import MoveNotAllowed
from app.enquiries.proposals import ProposalState, proposal_by_id, proposals_in
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.web.refusals import WORDS

PAGE = 50
_BY_NAME: Mapping[str, ProposalState] = {state.value: state for state in ProposalState}
_STEPS: Mapping[str, Callable[..., None]] = {"take_up": actions.take_up, "dismiss": actions.dismiss}


@dataclass(frozen=True, slots=True)
class Sent:
    """A proposal that could not be settled, and what was typed."""

    proposal: int
    form: SettleForm
    #: What stands in the way; empty where the form's own problems say it.
    sentence: str = ""


@desk.route("/proposals", methods=["GET", "POST"])
def proposals() -> ResponseReturnValue:
    if request.method != "POST":
        return _page(), 200
    proposal = proposal_by_id(_number(request.form.get("proposal", "")))
    action = _STEPS.get(request.form.get("step", ""))
    if proposal is None or action is None:
        abort(404 if action else 400)
    form, person = SettleForm.of_request(), signed_in()
    if not form.submitted():
        return _page(Sent(proposal.id, form)), 422
    try:
        with transaction():
            action(proposal, note=form.note.data or "", by=person.id if person else None, at=now())
    except MoveNotAllowed as error:
        db.session.rollback()
        sentence = str(WORDS[MoveNotAllowed] % error.facts)
        return _page(Sent(_number(request.form["proposal"]), form, sentence)), error.status
    flash(_("Settled. The rules stay as they are until somebody writes them."))
    after = _number(request.args.get("after", ""))
    return redirect(Addresses(g.language).proposals(after=after), 303)


def _number(given: str) -> int:
    """An id from outside; 0, which nothing has, for what is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0


def _page(sent: Sent | None = None) -> str:
    state = _BY_NAME.get(request.args.get("state", ""), ProposalState.OPEN)
    after = _number(request.args.get("after", ""))
    found = proposals_in(state, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    people = {id_ for each in shown for id_ in (each.proposal.proposed_by, each.proposal.closed_by) if id_}
    return render_template(
        "desk/proposals.html",
        state=state,
        states=ProposalState,
        after=after,
        shown=shown,
        following=shown[-1].proposal.id if len(found) > PAGE else None,
        people=names_of(people),
        name_of=_named,
        sent=sent,
    )


def _named(proposal: Any) -> str:
    return concept_name(proposal.kind, proposal.code, current_taxonomy(), g.language)
