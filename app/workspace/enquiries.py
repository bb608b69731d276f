"""One enquiry before a firm, and what the firm does with it."""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.directory.answer_templates import template_of, templates_of
from app.enquiries import actions
from app.enquiries.models import DeclineReason, Party, Referral
from app.enquiries.promises import TO_REPLY, accept_by, reply_by
from app.enquiries.queries import referral_of
from app.enquiries.questions import has_asked
from app.enquiries.states import REFERRAL_ASKING, REFERRAL_MOVES, ReferralState
from app.i18n.addresses import Addresses
from app.i18n.formats import zone_name
from app.kernel.clock import now
from app.kernel.db import breaks_unique, transaction
from app.matching.ranking import Ground
from app.web.briefs import Asked, asked_of, brief
from app.web.downloads import handed_out
from app.web.edit_conflicts import Conflict
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.web.reasons import why
from app.web.spoken import Said, said
from app.web.working_days import calendar_name
from app.workspace.door import workspace
from app.workspace.edit_conflicts import conflict, known
from app.workspace.forms import NONCE, AnswerForm, AssignForm, DeclineForm, NoteForm, QuestionForm
from app.workspace.handling import assign_form, handling
from app.workspace.words import words_in

_TAKEN_ON = frozenset({ReferralState.ACCEPTED, ReferralState.ANSWERED})


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
    question: QuestionForm | None = None,
    note: NoteForm | None = None,
    assign: AssignForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    taxonomy = current_taxonomy()
    may = _may(referral)
    asked, spoken = asked_of(referral), said_in(referral)
    handled = handling(referral, note=note, assign=assign)
    grounds = [Ground.of_record(each) for each in referral.reasons]
    page = render_template(
        "workspace/enquiry.html",
        referral=referral,
        enquiry=referral.enquiry,
        brief=brief(referral.enquiry, taxonomy, g.language),
        asked=asked,
        why=why(g.firm, grounds, taxonomy=taxonomy, language=g.language),
        answer=answer or AnswerForm(formdata=None, nonce=secrets.token_urlsafe(32)),
        decline=decline or DeclineForm(formdata=None),
        question=question or QuestionForm(formdata=None, nonce=secrets.token_urlsafe(32)),
        templates=templates_of(g.firm.id) if "answer" in may else (),
        handling=handled,
        may=may,
        **_moments(referral),
        calendar=calendar_name(g.firm.calendar, taxonomy, g.language),
        clock=zone_name(g.firm.time_zone, g.language),
        said=spoken,
        words=words_in(referral, asked if handled else Asked((), ()), spoken, g.language),
        conflict=conflict,
        seen=known(referral).mark,
        wrong=status >= 400,
    )
    return page, status


def said_in(referral: Referral) -> Mapping[int, Said]:
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


def _moments(referral: Referral) -> dict[str, object]:
    """By when who is to act, and how many days an enquirer has."""
    asked_at = referral.question_at
    return {
        "accept_by": _accept_by(referral),
        "wait_until": reply_by(referral.enquiry, asked_at) if asked_at else None,
        "reply_days": TO_REPLY,
    }


def _accept_by(referral: Referral) -> datetime | None:
    """When the firm should have taken it on; None once it has, by asking too, or need not any more."""
    waits = referral.state in {ReferralState.VISIBLE, ReferralState.SEEN} and referral.answered_at is None
    waits = waits and not has_asked(referral)
    return accept_by(g.firm, referral.visible_at) if waits and referral.visible_at else None


def _may(referral: Referral) -> frozenset[str]:
    """The steps that can be taken now, by the names their buttons send."""
    moves = REFERRAL_MOVES[referral.state]
    wanted = {
        "open": ReferralState.SEEN in moves,
        "accept": ReferralState.ACCEPTED in moves and referral.state is ReferralState.SEEN,
        "decline": ReferralState.DECLINED in moves,
        "ask": _may_ask(referral),
        "answer": ReferralState.ANSWERED in moves or referral.state is ReferralState.ANSWERED,
    }
    return frozenset(name for name, can in wanted.items() if can)


def _may_ask(referral: Referral) -> bool:
    in_hand = referral.state in REFERRAL_ASKING and referral.talks and referral.enquiry.is_open
    return in_hand and referral.question_at is None


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
    _send(actions.answer, referral, text=form.text.data, nonce=nonce, files=form.files.data)
    return _back(referral, _("Your answer is with the enquirer."))


def _send(action: Callable[..., Any], referral: Referral, *, nonce: str, **what: Any) -> None:
    try:
        _do(action, referral, nonce=nonce, language=g.language.slug, **what)
    except IntegrityError as error:
        # The same form sent twice at the same moment: the first has kept it.
        is_again = breaks_unique(error, "message", "nonce") and actions.has_sent(referral, nonce, Party.FIRM)
        if not is_again:
            raise


def _ask(referral: Referral) -> ResponseReturnValue:
    form = QuestionForm.of_request()
    if not form.submitted():
        if form.nonce.errors:
            form.nonce.data = secrets.token_urlsafe(32)
        return _page(referral, question=form, status=422)
    nonce = form.nonce.data
    if not actions.has_sent(referral, nonce, Party.FIRM):
        form_at = "step-ask" if "ask" in _may(referral) else ""
        if found := conflict(referral, form, form_at=form_at):
            return _page(referral, question=form, conflict=found, status=409)
    _send(actions.ask_enquirer, referral, text=form.text.data, nonce=nonce)
    return _back(referral, _("Your question is with the enquirer. Your time to answer stands still."))


def _insert(referral: Referral) -> ResponseReturnValue:
    """The page again with a template's text behind what was typed; nothing is sent or kept."""
    form = AnswerForm.of_request()
    number = request.form.get("template", "")
    if number.isascii() and number.isdigit() and len(number) < 10:
        text = template_of(referral.firm_id, int(number)).text
        form.text.data = "\n\n".join(each for each in (form.text.data, text) if each)
    if not re.fullmatch(NONCE, form.nonce.data or ""):
        form.nonce.data = secrets.token_urlsafe(32)
    return _page(referral, answer=form)


def _note(referral: Referral) -> ResponseReturnValue:
    form = NoteForm.of_request()
    if not form.submitted():
        if form.nonce.errors:
            form.nonce.data = secrets.token_urlsafe(32)
        return _page(referral, note=form, status=422)
    _do(actions.note, referral, text=form.text.data, nonce=form.nonce.data)
    return _back(referral, _("Your note is kept. Only people of your firm read it."))


def _assign(referral: Referral) -> ResponseReturnValue:
    form = assign_form(referral)
    if not form.submitted():
        return _page(referral, assign=form, status=422)
    with transaction():
        actions.assign(referral, to=int(form.person.data or 0) or None, at=now())
    return _back(referral, _("It is put down who has this enquiry in hand."))


_STEPS: Mapping[str, Callable[[Referral], ResponseReturnValue]] = {
    "open": _open,
    "accept": _accept,
    "decline": _decline,
    "answer": _answer,
    "ask": _ask,
    "insert": _insert,
    "note": _note,
    "assign": _assign,
}
