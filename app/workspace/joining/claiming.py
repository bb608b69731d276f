"""Claiming a listing: what somebody says, and the link sent to the firm's own domain."""

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.directory.claims import actions
from app.directory.claims.actions import Grounds, Paper
from app.directory.claims.errors import NotAtTheDomain
from app.directory.claims.models import ClaimProof, Relation
from app.directory.claims.proofs import claim_proved_by
from app.directory.claims.queries import own_claim
from app.directory.models import Firm
from app.directory.websites import SHARED_MAIL, host_of
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.kernel.file_kinds import MEDIA_TYPES, Given, clean_name, kind_of
from app.web.account.limited import whose_account
from app.web.forms import PortalForm
from app.web.languages import current_language
from app.web.limits import limiter
from app.web.refusals import WORDS
from app.workspace.joining.door import joining, public_firm, whoever
from app.workspace.joining.forms import ClaimForm


@joining.route("/firms/<slug>/claim", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"], key_func=whose_account)
def claim(slug: str) -> ResponseReturnValue:
    firm = public_firm(slug)
    form = ClaimForm.of_request()
    if not _own_mail(firm):
        form.proof.choices = [each for each in form.proof.choices if each.value != ClaimProof.MAIL.value]
    if firm.claimed_at or not form.submitted():
        status = 409 if firm.claimed_at and request.method == "POST" else 422 if form.errors else 200
        return _page(firm, form), status
    by_mail = form.proof.data == ClaimProof.MAIL.value
    grounds = Grounds(
        relation=Relation(form.relation.data),
        note=form.note.data or "",
        address=form.address.data if by_mail else "",
        papers=[] if by_mail else [_paper(each) for each in form.files.data],
    )
    try:
        with transaction():
            actions.claim(firm, whoever(), grounds, at=now())
    except NotAtTheDomain as refusal:
        form.address.errors = [WORDS[type(refusal)] % refusal.facts]
        return _page(public_firm(slug), form), 422
    if by_mail:
        flash(_("A letter with a link is on its way to that address. Open the link in this browser."))
    else:
        flash(_("Our editors have your claim and your documents, and write to you."))
    return redirect(Addresses(current_language()).joining, 303)


def _page(firm: Firm, form: ClaimForm) -> str:
    return render_template("workspace/joining/claim.html", firm=firm, form=form, host=_own_mail(firm))


def _own_mail(firm: Firm) -> str:
    """The domain whose mail is the firm's own; empty where none is known."""
    host = host_of(firm.website)
    return "" if host in SHARED_MAIL else host


def _paper(given: Given) -> Paper:
    """The form has looked into the file already."""
    kind = kind_of(given.name, given.data)
    return Paper(clean_name(given.name, kind), MEDIA_TYPES[kind], given.data)


@joining.route("/claims/proof", methods=["GET", "POST"])
def claim_proof() -> ResponseReturnValue:
    """Opening the link shows a button; a mail scanner that follows it proves nothing."""
    token = request.args.get("token", "")
    found = claim_proved_by(token, of=whoever().id, secret=current_app.config["SECRET_KEY"])
    if found is None:
        return render_template("workspace/joining/not_yours.html"), 410
    if not PortalForm.of_request().submitted():
        return render_template("workspace/joining/proof.html", claim=found, token=token)
    with transaction():
        actions.prove(found, at=now())
    flash(_("Thank you. Our editors decide on your claim, and write to you."))
    return redirect(Addresses(current_language()).joining, 303)


@joining.post("/claims/<int:number>/withdraw")
def claim_withdrawn(number: int) -> ResponseReturnValue:
    found = own_claim(number, whoever().id) if number < 2**31 else None
    if found is None:
        abort(404)
    with transaction():
        actions.withdraw(found, at=now())
    flash(_("Your claim is taken back."))
    return redirect(Addresses(current_language()).joining, 303)
