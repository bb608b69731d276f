"""Claims and registrations at the desk: what waits, what speaks for it, yes or no."""

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import by_id, names_of
from app.desk.door import desk
from app.desk.takeover_forms import DecideForm
from app.directory.claims import queries as claims
from app.directory.claims import reviewing
from app.directory.claims.models import Claim, ClaimState
from app.directory.registering import actions as registering
from app.directory.registering import queries as registrations
from app.directory.registering.models import Registration, RegistrationState
from app.directory.waiting import waiting_for_desk
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web import takeover_words
from app.web.downloads import download
from app.web.edition import current_taxonomy
from app.web.people import signed_in

PAGE = 50
#: The piles of each kind by their name in the address; the first needs none.
_CLAIMS = {
    "": [ClaimState.WAITING],
    "approved": [ClaimState.APPROVED],
    "over": [ClaimState.REJECTED, ClaimState.WITHDRAWN, ClaimState.REVOKED],
}
_REGISTRATIONS = {
    "": [RegistrationState.SUBMITTED],
    "returned": [RegistrationState.RETURNED],
    "published": [RegistrationState.PUBLISHED],
}


def number(given: str) -> int:
    """An id from outside; 0, which nothing has, for what is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0


def me() -> int:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person.id


@desk.get("/claims")
def claim_list() -> ResponseReturnValue:
    pile = request.args.get("state", "")
    pile = pile if pile in _CLAIMS else ""
    after = number(request.args.get("after", ""))
    found = claims.claims_in(_CLAIMS[pile], after=after, limit=PAGE + 1)
    return render_template(
        "desk/claims.html",
        words=takeover_words,
        claims=found[:PAGE],
        following=found[PAGE - 1].id if len(found) > PAGE else None,
        after=after,
        pile=pile,
        people=names_of({each.account_id for each in found}),
        waiting=waiting_for_desk(),
        at_moment=now(),
    )


@desk.route("/claims/<int:number>", methods=["GET", "POST"])
def claim_page(number: int) -> ResponseReturnValue:
    claim = _claim(number)
    form = DecideForm.of_request()
    if not form.submitted():
        return _claim_page(claim, form), 422 if form.errors else 200
    by, at = me(), now()
    with transaction():
        if form.step.data == "approve":
            reviewing.approve(claim, by=by, at=at)
            said = _("Approved. The claimant owns the listing, and is told.")
        elif form.step.data == "reject":
            reviewing.reject(claim, reason=form.reason.data, by=by, at=at)
            said = _("Rejected. The claimant reads the reason in a letter.")
        else:
            reviewing.revoke(claim, reason=form.reason.data, by=by, at=at)
            said = _("Revoked. The listing is unclaimed again, and everybody concerned is told.")
    flash(said)
    return redirect(Addresses(g.language).desk_claim(number), 303)


def _claim(wanted: int) -> Claim:
    found = claims.claim_by_id(wanted) if wanted < 2**31 else None
    if found is None:
        abort(404)
    return found


def _claim_page(claim: Claim, form: DecideForm) -> str:
    others = claims.others_on(claim)
    ids = {each.account_id for each in others} | ({claim.decided_by} if claim.decided_by else set())
    return render_template(
        "desk/claim.html",
        words=takeover_words,
        claim=claim,
        claimant=by_id(claim.account_id),
        others=others,
        people=names_of(ids),
        form=form,
        at_moment=now(),
    )


@desk.get("/claims/<int:number>/papers/<int:paper>")
def claim_paper(number: int, paper: int) -> ResponseReturnValue:
    found = claims.paper_of(number, paper) if max(number, paper) < 2**31 else None
    if found is None:
        abort(404)
    return download(found.file, found.name, media_type=found.media_type, size=found.size)


@desk.get("/registrations")
def registration_list() -> ResponseReturnValue:
    pile = request.args.get("state", "")
    pile = pile if pile in _REGISTRATIONS else ""
    after = number(request.args.get("after", ""))
    found = registrations.registrations_in(_REGISTRATIONS[pile], after=after, limit=PAGE + 1)
    return render_template(
        "desk/registrations.html",
        words=takeover_words,
        registrations=found[:PAGE],
        following=found[PAGE - 1].id if len(found) > PAGE else None,
        after=after,
        pile=pile,
        people=names_of({each.account_id for each in found if each.account_id}),
        waiting=waiting_for_desk(),
        at_moment=now(),
    )


@desk.route("/registrations/<int:number>", methods=["GET", "POST"])
def registration_page(number: int) -> ResponseReturnValue:
    begun = registrations.registration_by_id(number) if number < 2**31 else None
    if begun is None or begun.state is RegistrationState.DRAFT:
        abort(404)  # a draft is its writers' alone
    form = DecideForm.of_request()
    if not form.submitted() or form.step.data == "revoke":
        return _registration_page(begun, form), 422 if request.method == "POST" else 200
    with transaction():
        if form.step.data == "approve":
            registering.take_in(begun, by=me(), at=now())
            said = _("Published. The firm is told.")
        else:
            registering.send_back(begun, reason=form.reason.data, by=me(), at=now())
            said = _("Returned. The firm reads the reason in a letter.")
    flash(said)
    return redirect(Addresses(g.language).desk_registration(number), 303)


def _registration_page(begun: Registration, form: DecideForm) -> str:
    return render_template(
        "desk/registration.html",
        words=takeover_words,
        begun=begun,
        registrant=by_id(begun.account_id) if begun.account_id else None,
        people=names_of([begun.decided_by] if begun.decided_by else []),
        form=form,
        taxonomy=current_taxonomy(),
    )
