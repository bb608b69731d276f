"""Following an enquiry: the receipt, the confirmation, the conversation. Opened by link or passphrase."""

import secrets

from flask import g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.directory.models import Firm
from app.directory.queries import firms_in_order
from app.enquiries.access import Confirmation, is_key, key_of, opens, passphrase_of
from app.enquiries.actions import can_reopen
from app.enquiries.actions import confirm as confirm_enquiry
from app.enquiries.errors import LinkExpired, NoSuchEnquiry
from app.enquiries.models import Enquiry, Referral
from app.enquiries.queries import by_reference
from app.enquiries.states import EnquiryState, ReferralState
from app.i18n.addresses import Addresses
from app.journal.queries import entries_of
from app.kernel.clock import now
from app.kernel.db import transaction
from app.public.edit_conflicts import known
from app.public.forms import AgreeForm, OpenForm, OutcomeForm, PlainForm, ReplyForm, RevealForm
from app.public.grants import grant, granted, must_be_granted, secret
from app.public.personal import personal
from app.public.routing import route
from app.public.timeline import timeline
from app.web.downloads import handed_out
from app.web.edit_conflicts import Conflict
from app.web.edition import current_taxonomy
from app.web.limits import limiter
from app.web.spoken import said

#: Guessing a passphrase: ten tries in ten minutes from one network.
_TRIES = "10 per 10 minutes"


@personal.route("/enquiries/", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"])
def open_enquiry() -> ResponseReturnValue:
    return _opened(OpenForm.of_request())


def _opened(form: OpenForm) -> ResponseReturnValue:
    """Let the holder of the passphrase in; anybody else reads one sentence, whatever was wrong."""
    if not form.submitted():
        return render_template("public/enquiries/open.html", form=form), 422 if form.errors else 200
    try:
        enquiry = by_reference(form.reference.data)
    except NoSuchEnquiry:
        enquiry = None
    if enquiry is None or not opens(enquiry, form.passphrase.data, secret=secret()):
        form.passphrase.errors = [_("Reference and passphrase do not go together. Please check both.")]
        return render_template("public/enquiries/open.html", form=form), 422
    grant(enquiry)
    return redirect(Addresses(g.language).enquiry(enquiry.reference), 303)


@personal.get("/enquiries/<reference>")
def enquiry(reference: str) -> ResponseReturnValue:
    key = request.args.get("key")
    if key is not None:
        return _by_link(reference, key)
    found = granted(reference)
    if found is None:
        form = OpenForm(formdata=None, reference=reference[:40])
        return render_template("public/enquiries/open.html", form=form)
    return page_of(found)


def _by_link(reference: str, key: str) -> ResponseReturnValue:
    """Take the key out of the address, so that the page can be shown to others without it."""
    found = by_reference(reference)
    # The key alone: tries at the passphrase are counted, and only the form counts them.
    if not is_key(found, key, secret=secret()):
        raise NoSuchEnquiry(reference=reference[:32])
    grant(found)
    return redirect(Addresses(g.language).enquiry(found.reference), 303)


def page_of(
    found: Enquiry,
    *,
    replies: dict[int, ReplyForm] | None = None,
    outcome: OutcomeForm | None = None,
    agree: AgreeForm | None = None,
    reveals: dict[int, RevealForm] | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The follow-up page; forms that were sent wrongly, or too late, come back as they were filled."""
    replies = replies or {}
    forms = {
        each.id: replies.get(each.id) or ReplyForm(formdata=None, nonce=secrets.token_urlsafe(32))
        for each in found.referrals
        if (each.is_live and found.is_open) or can_reopen(each)
    }
    page = render_template(
        "public/enquiries/follow.html",
        enquiry=found,
        timeline=timeline(found, entries_of(found.id), g.language),
        taxonomy=current_taxonomy(),
        replies=forms,
        outcome=outcome or OutcomeForm(formdata=None),
        agree=agree or agree_form(found),
        reveals=(reveals or {}),
        unrevealed=[each for each in found.referrals if _can_reveal(each)],
        reveal=RevealForm(formdata=None),
        spare=spare_firms(found),
        plain=PlainForm(formdata=None),
        conflict=conflict,
        seen=known(found).mark,
        said=said(
            [message for each in found.referrals for message in each.messages],
            lambda file: Addresses(g.language).enquiry_file(found.reference, file),
        ),
    )
    return page, status


def _can_reveal(referral: Referral) -> bool:
    """Whether the firm has the question and may not know who asks, and could be told."""
    is_open = referral.enquiry.is_open and referral.is_live
    return is_open and not referral.enquiry.consents_to(referral.firm_id)


def spare_firms(found: Enquiry) -> list[Firm]:
    """Firms agreed to that do not have it: they may come in for one that leaves."""
    have = {each.firm_id for each in found.referrals}
    named = dict.fromkeys(each.firm_id for each in found.consents)
    wanted = [each for each in named if each not in have and found.lets_read(each)]
    return firms_in_order(wanted) if wanted and found.state is not EnquiryState.WITHDRAWN else []


def agree_form(found: Enquiry, *, filled: bool = False) -> AgreeForm:
    """The firms an editor proposed, to be agreed to one by one; those agreed to already may be sent again."""
    form = AgreeForm.of_request() if filled else AgreeForm(formdata=None)
    form.firm.choices = [
        (each.firm.slug, each.firm.read(g.language).text.name)
        for each in found.referrals
        if each.state is ReferralState.PROPOSED or each.is_live
    ]
    return form


@personal.get("/enquiries/<reference>/files/<file>")
def enquiry_file(reference: str, file: str) -> ResponseReturnValue:
    """A file of any of the enquirer's own conversations."""
    return handed_out(must_be_granted(reference).referrals, file)


@personal.get("/enquiries/<reference>/receipt")
def receipt(reference: str) -> ResponseReturnValue:
    found = must_be_granted(reference)
    return render_template(
        "public/enquiries/receipt.html",
        enquiry=found,
        key=key_of(found, secret=secret()),
        passphrase=passphrase_of(found, secret=secret()),
        is_new=session.get("just_asked") == found.reference,
    )


@personal.route("/enquiries/<reference>/confirm", methods=["GET", "POST"])
def confirm(reference: str) -> ResponseReturnValue:
    """The link of the first letter: reading it shows a button, pressing the button confirms."""
    token = request.values.get("token", "")[:500]
    try:
        found = by_reference(reference)
    except NoSuchEnquiry as error:
        raise LinkExpired from error  # as for a wrong token: nobody learns which references exist
    Confirmation(secret()).check(token, found)
    form = PlainForm.of_request()
    if not form.submitted():
        return render_template("public/enquiries/confirm.html", enquiry=found, form=form, token=token)
    at = now()
    with transaction():
        if confirm_enquiry(found, at=at):
            route(found, at=at)
    grant(found)
    return redirect(Addresses(g.language).enquiry(found.reference), 303)
