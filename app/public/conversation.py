"""What the enquirer does on the follow-up page: reply, conclude, agree, withdraw."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.enquiries import actions
from app.enquiries.consents import Mode
from app.enquiries.errors import NoSuchReferral
from app.enquiries.models import Enquiry, Outcome, Party, Referral
from app.enquiries.states import EnquiryState, ReferralState
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.public.choosing import are_ticked
from app.public.edit_conflicts import conflict
from app.public.follow import agree_form, page_of, spare_firms
from app.public.forms import AgreeForm, OutcomeForm, PlainForm, ReplyForm, RevealForm
from app.public.grants import must_be_granted
from app.public.personal import personal


def _back(enquiry: Enquiry, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(Addresses(g.language).enquiry(enquiry.reference), 303)


def _referral(enquiry: Enquiry, firm: str) -> Referral:
    """The enquiry's referral to that firm. Raises NoSuchReferral."""
    for referral in enquiry.referrals:
        if referral.firm.slug == firm:
            return referral
    raise NoSuchReferral(reference=enquiry.reference)


def _do(action: Callable[..., Any], subject: Any, **how: Any) -> None:
    with transaction():
        action(subject, at=now(), **how)


@personal.get("/enquiries/<reference>/<any(reply,outcome,agree,withdraw):step>")
@personal.get("/enquiries/<reference>/<any(reply,reveal,refuse,withdraw):step>/<firm>")
def step_address(reference: str, step: str, firm: str = "") -> ResponseReturnValue:
    """Whoever changes the language or reloads after a mistake comes back to the enquiry."""
    return redirect(Addresses(g.language).enquiry(reference), 303)


@personal.post("/enquiries/<reference>/reply/<firm>")
def reply(reference: str, firm: str) -> ResponseReturnValue:
    enquiry = must_be_granted(reference)
    referral = _referral(enquiry, firm)
    form = ReplyForm.of_request()
    if not form.submitted():
        if form.nonce.errors:
            form.nonce.data = secrets.token_urlsafe(32)
        return page_of(enquiry, replies={referral.id: form}, status=422)
    written = {"text": form.text.data, "language": g.language.slug, "nonce": form.nonce.data}
    if not actions.has_sent(referral, form.nonce.data, Party.ENQUIRER):
        form_at = f"write-{firm}" if referral.is_live or actions.can_reopen(referral) else ""
        if found := conflict(enquiry, form, form_at=form_at, referral=referral):
            return page_of(enquiry, replies={referral.id: form}, conflict=found, status=409)
    _do(actions.reply, referral, **written, files=form.files.data)
    return _back(enquiry, _("Your message is with the firm."))


@personal.post("/enquiries/<reference>/outcome")
def outcome(reference: str) -> ResponseReturnValue:
    enquiry = must_be_granted(reference)
    form = OutcomeForm.of_request()
    if not form.submitted():
        return page_of(enquiry, outcome=form, status=422)
    form_at = "answered" if enquiry.state is EnquiryState.ANSWERED else ""
    if found := conflict(enquiry, form, form_at=form_at):
        return page_of(enquiry, outcome=form, conflict=found, status=409)
    chosen = Outcome(form.outcome.data)
    _do(actions.conclude, enquiry, outcome=chosen)
    return _back(
        enquiry,
        {
            Outcome.ANSWERED: _("Thank you. The enquiry is closed; you can still read it here."),
            Outcome.PARTLY: _("Thank you. Please write to the firm what is still open."),
            Outcome.NOT_ANSWERED: _("Thank you. An editor now looks for another firm and writes to you."),
        }[chosen],
    )


@personal.post("/enquiries/<reference>/agree")
def agree(reference: str) -> ResponseReturnValue:
    enquiry = must_be_granted(reference)
    form = agree_form(enquiry, filled=True)
    if not form.submitted():
        return page_of(enquiry, agree=form, status=422)
    wanted = [each for each in enquiry.referrals if each.firm.slug in form.firm.data]
    anonymous = enquiry.mode is Mode.ANONYMOUS
    if not (anonymous or are_ticked(form, [each.firm for each in wanted], enquiry.country)):
        return page_of(enquiry, agree=form, status=422)
    is_done = enquiry.is_open and all(each.is_live for each in wanted)  # the same form again
    if not is_done and (found := conflict(enquiry, form, form_at="firm" if enquiry.is_open else "")):
        return page_of(enquiry, agree=form, conflict=found, status=409)
    agreement = _agreement(enquiry, form, only_brief=anonymous)
    _do(actions.agree, enquiry, referrals=wanted, agreement=agreement)
    return _back(enquiry, _("The firms you chose have your enquiry now."))


def _agreement(enquiry: Enquiry, form: AgreeForm | RevealForm, *, only_brief: bool) -> actions.Agreement:
    return actions.Agreement(
        share=form.share.data,
        abroad=form.abroad.data,
        country=enquiry.country,
        language=g.language.slug,
        only_brief=only_brief,
    )


@personal.post("/enquiries/<reference>/reveal/<firm>")
def reveal(reference: str, firm: str) -> ResponseReturnValue:
    """Whoever asked without a name tells one firm who they are."""
    enquiry = must_be_granted(reference)
    referral = _referral(enquiry, firm)
    form = RevealForm.of_request()
    if not (form.submitted() and are_ticked(form, [referral.firm], enquiry.country)):
        return page_of(enquiry, reveals={referral.id: form}, status=422)
    _do(actions.reveal, referral, agreement=_agreement(enquiry, form, only_brief=False))
    return _back(enquiry, _("The firm may now see who you are."))


@personal.post("/enquiries/<reference>/refuse/<firm>")
def refuse(reference: str, firm: str) -> ResponseReturnValue:
    """A firm that was agreed to and does not have it yet shall not have it."""
    enquiry = must_be_granted(reference)
    if not PlainForm.of_request().submitted():
        return page_of(enquiry, status=422)
    found = next((each for each in spare_firms(enquiry) if each.slug == firm), None)
    if found is None:
        raise NoSuchReferral(reference=enquiry.reference)
    _do(actions.refuse, enquiry, firm_id=found.id)
    return _back(enquiry, _("The firm will not have your enquiry."))


@personal.post("/enquiries/<reference>/withdraw/<firm>")
def withdraw_consent(reference: str, firm: str) -> ResponseReturnValue:
    enquiry = must_be_granted(reference)
    if not PlainForm.of_request().submitted():
        return page_of(enquiry, status=422)
    referral = _referral(enquiry, firm)
    is_done = referral.state is ReferralState.WITHDRAWN
    if not is_done and (found := conflict(enquiry, PlainForm(), form_at="disclosed", referral=referral)):
        return page_of(enquiry, conflict=found, status=409)
    _do(actions.withdraw_consent, referral)
    return _back(
        enquiry, _("The firm no longer sees who you are, and has been told to delete what it copied.")
    )


@personal.post("/enquiries/<reference>/withdraw")
def withdraw(reference: str) -> ResponseReturnValue:
    enquiry = must_be_granted(reference)
    if not PlainForm.of_request().submitted():
        return page_of(enquiry, status=422)
    form_at = "" if enquiry.state is EnquiryState.WITHDRAWN else "withdraw"
    if found := conflict(enquiry, PlainForm(), form_at=form_at):
        return page_of(enquiry, conflict=found, status=409)
    _do(actions.withdraw, enquiry)
    return _back(enquiry, _("The enquiry is withdrawn. Firms that had it have been told to delete it."))
