"""A firm's enquiries: the inbox, and what the firm does with one of them."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.enquiries import actions
from app.enquiries.models import DeclineReason, Party, Referral
from app.enquiries.promises import accept_by
from app.enquiries.queries import inbox_of, referral_of
from app.enquiries.states import REFERRAL_MOVES, ReferralState
from app.i18n.addresses import Addresses
from app.i18n.formats import zone_name
from app.kernel.clock import now
from app.kernel.db import breaks_unique, transaction
from app.matching.ranking import Ground
from app.web.briefs import asked_of, brief
from app.web.downloads import handed_out
from app.web.edit_conflicts import Conflict
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.web.reasons import why
from app.web.spoken import Said, said
from app.web.working_days import calendar_name
from app.workspace.door import workspace
from app.workspace.edit_conflicts import conflict, known
from app.workspace.forms import AnswerForm, DeclineForm

_TAKEN_ON = frozenset({ReferralState.ACCEPTED, ReferralState.ANSWERED})
#: The firm has to act on these.
_WAITING = frozenset({ReferralState.VISIBLE, ReferralState.SEEN, ReferralState.ACCEPTED})


@workspace.get("/<firm>/enquiries/")
def inbox() -> ResponseReturnValue:
    found = inbox_of(g.firm.id)
    # The list comes newest first; sorting keeps that order among equals.
    waiting = sorted((each for each in found if each.state in _WAITING), key=_due)
    taxonomy = current_taxonomy()
    return render_template(
        "workspace/inbox.html",
        waiting=waiting,
        others=[each for each in found if each.state not in _WAITING],
        briefs={each.id: brief(each.enquiry, taxonomy, g.language) for each in found},
        calendar=calendar_name(g.firm.calendar, taxonomy, g.language),
        clock=zone_name(g.firm.time_zone, g.language),
        at_moment=now(),
    )


def _due(referral: Referral) -> tuple[bool, float]:
    return referral.due_at is None, referral.due_at.timestamp() if referral.due_at else 0.0


@workspace.route("/<firm>/enquiries/<reference>", methods=["GET", "POST"])
def enquiry(reference: str) -> ResponseReturnValue:
    """Every step is a POST to the page itself, so the page in another language is one link away."""
    referral = referral_of(g.firm.id, reference)
    if request.method != "POST":
        return _page(referral)
    step = _STEPS.get(request.form.get("step", ""))
    if step is None:
        abort(400)
    return step(referral)


def _page(
    referral: Referral,
    *,
    answer: AnswerForm | None = None,
    decline: DeclineForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    taxonomy = current_taxonomy()
    grounds = [Ground.of_record(each) for each in referral.reasons]
    page = render_template(
        "workspace/enquiry.html",
        referral=referral,
        enquiry=referral.enquiry,
        brief=brief(referral.enquiry, taxonomy, g.language),
        asked=asked_of(referral),
        why=why(g.firm, grounds, taxonomy=taxonomy, language=g.language),
        answer=answer or AnswerForm(formdata=None, nonce=secrets.token_urlsafe(32)),
        decline=decline or DeclineForm(formdata=None),
        may=_may(referral),
        accept_by=_accept_by(referral),
        calendar=calendar_name(g.firm.calendar, taxonomy, g.language),
        clock=zone_name(g.firm.time_zone, g.language),
        said=_said(referral),
        conflict=conflict,
        seen=known(referral).mark,
        wrong=status >= 400,
    )
    return page, status


def _said(referral: Referral) -> Mapping[int, Said]:
    """What was written, while the firm may read it; before and after, not even its files are looked up."""
    reference = referral.enquiry.reference
    return said(
        referral.messages if referral.talks else [],
        lambda file: Addresses(g.language).referral_file(g.firm.slug, reference, file),
        unnamed=None if referral.discloses else referral.enquiry,
    )


@workspace.get("/<firm>/enquiries/<reference>/files/<file>")
def referral_file(reference: str, file: str) -> ResponseReturnValue:
    """A file of this conversation, while the firm may read it: the enquirer's no sooner than who asks."""
    referral = referral_of(g.firm.id, reference)
    parties = tuple(Party) if referral.discloses else (Party.FIRM,)
    return handed_out([referral] if referral.talks else [], file, of=parties)


def _accept_by(referral: Referral) -> datetime | None:
    """When the firm should have taken it on; None once it has, or need not any more."""
    waits = referral.state in {ReferralState.VISIBLE, ReferralState.SEEN} and referral.answered_at is None
    return accept_by(g.firm, referral.visible_at) if waits and referral.visible_at else None


def _may(referral: Referral) -> frozenset[str]:
    """The steps that can be taken now, by the names their buttons send."""
    moves = REFERRAL_MOVES[referral.state]
    wanted = {
        "open": ReferralState.SEEN in moves,
        "accept": ReferralState.ACCEPTED in moves and referral.state is ReferralState.SEEN,
        "decline": ReferralState.DECLINED in moves,
        "answer": ReferralState.ANSWERED in moves or referral.state is ReferralState.ANSWERED,
    }
    return frozenset(name for name, can in wanted.items() if can)


def _do(action: Callable[..., Any], referral: Referral, **how: Any) -> None:
    person = signed_in()
    with transaction():
        action(referral, by=person.id if person else None, at=now(), **how)


def _back(referral: Referral, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(Addresses(g.language).referral(g.firm.slug, referral.enquiry.reference), 303)


def _open(referral: Referral) -> ResponseReturnValue:
    _do(actions.open_referral, referral)
    return _back(referral, _opened_words(referral))


def _opened_words(referral: Referral) -> str:
    if referral.discloses:
        return _("You now see who asks. The enquirer can see that you have opened it.")
    return _("You can now answer. The enquirer can see that you have opened it.")


def _accept(referral: Referral) -> ResponseReturnValue:
    if referral.state not in _TAKEN_ON and (found := conflict(referral, None, form_at="step-answer")):
        return _page(referral, conflict=found, status=409)
    _do(actions.accept, referral)
    return _back(referral, _("You have accepted the enquiry. The enquirer now waits for your answer."))


def _decline(referral: Referral) -> ResponseReturnValue:
    form = DeclineForm.of_request()
    if not form.submitted():
        return _page(referral, decline=form, status=422)
    form_at = "step-decline" if "decline" in _may(referral) else ""
    is_new = referral.state is not ReferralState.DECLINED
    if is_new and (found := conflict(referral, form, form_at=form_at)):
        return _page(referral, decline=form, conflict=found, status=409)
    _do(actions.decline, referral, reason=DeclineReason(form.reason.data), note=form.note.data or "")
    return _back(referral, _("You have declined the enquiry. Who asks is no longer shown to you."))


def _answer(referral: Referral) -> ResponseReturnValue:
    form = AnswerForm.of_request()
    if not form.submitted():
        if form.nonce.errors:
            form.nonce.data = secrets.token_urlsafe(32)
        return _page(referral, answer=form, status=422)
    nonce = form.nonce.data
    if not actions.has_sent(referral, nonce, Party.FIRM):
        form_at = "step-answer" if referral.talks and "answer" in _may(referral) else ""
        if found := conflict(referral, form, form_at=form_at):
            return _page(referral, answer=form, conflict=found, status=409)
    try:
        written = {"text": form.text.data, "language": g.language.slug, "nonce": nonce}
        _do(actions.answer, referral, **written, files=form.files.data)
    except IntegrityError as error:
        # The same form sent twice at the same moment: the first has kept it.
        is_again = breaks_unique(error, "message", "nonce") and actions.has_sent(referral, nonce, Party.FIRM)
        if not is_again:
            raise
    return _back(referral, _("Your answer is with the enquirer."))


_STEPS: Mapping[str, Callable[[Referral], ResponseReturnValue]] = {
    "open": _open,
    "accept": _accept,
    "decline": _decline,
    "answer": _answer,
}
