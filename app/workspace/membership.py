"""One's own place at a firm: the role, an offer of ownership, the way out."""

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.belonging import members, transferring
from app.accounts.belonging import queries as found
from app.accounts.queries import names_of
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.notices.members import ROLES
from app.web.account.limited import whose_account
from app.web.limits import limiter
from app.web.people import signed_in
from app.workspace.door import workspace
from app.workspace.member_forms import OwnStepForm


@workspace.route("/<firm>/membership", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"], key_func=whose_account)
def membership() -> ResponseReturnValue:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    offer = found.waiting_offer(g.firm.id)
    mine = offer if offer and offer.to_id == person.id else None
    if request.method != "POST":
        giver = names_of([mine.from_id]).get(mine.from_id, "") if mine else ""
        role = ROLES[g.role]
        return render_template("workspace/membership.html", role=role, offer=mine, giver=giver)
    form = OwnStepForm.of_request()
    if not form.submitted():
        abort(400)
    at = Addresses(g.language)
    if form.step.data == "leave":
        with transaction():
            members.leave(g.firm.id, person.id, at=now())
        flash(_("You have left the firm."))
        return redirect(at.joining, 303)
    if mine is None:
        abort(404)
    with transaction():
        if form.step.data == "accept":
            transferring.take_ownership(mine, at=now())
            said = _("You own the firm from now on.")
        else:
            transferring.decline_ownership(mine, by=person.id, at=now())
            said = _("You have declined the offer; nothing has changed.")
    flash(said)
    return redirect(at.membership(g.firm.slug), 303)
