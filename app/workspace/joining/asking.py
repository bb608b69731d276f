"""Asking the owners of a claimed firm to be let in."""

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.belonging.requesting import ask_to_join
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.account.limited import whose_account
from app.web.languages import current_language
from app.web.limits import limiter
from app.workspace.joining.door import joining, public_firm, whoever
from app.workspace.joining.forms import JoinForm


@joining.route("/firms/<slug>/request", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"], key_func=whose_account)
def join_firm(slug: str) -> ResponseReturnValue:
    firm = public_firm(slug)
    if not firm.claimed_at:
        abort(404)  # nobody is there to ask
    form = JoinForm.of_request()
    if not form.submitted():
        page = render_template("workspace/joining/request.html", firm=firm, form=form)
        return page, 422 if form.errors else 200
    with transaction():
        ask_to_join(whoever(), firm.id, note=form.note.data, at=now())
    flash(_("The firm’s owners have your request, and decide."))
    return redirect(Addresses(current_language()).joining, 303)
