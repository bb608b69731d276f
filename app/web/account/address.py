"""Another address for an account: asked by the person, agreed by whoever reads the mail of both."""

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Account
from app.accounts.moving import agree, ask_to_move, refuse, waiting_change
from app.accounts.tokens import Mailbox, change_agreed
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.account.blueprint import account, freshly
from app.web.account.forms import AgreeForm, MoveForm
from app.web.account.limited import whose_account
from app.web.languages import current_language
from app.web.limits import limiter


@account.route("/address", methods=["GET", "POST"])
@limiter.limit("5 per hour", methods=["POST"], key_func=whose_account)
@freshly
def move(person: Account) -> ResponseReturnValue:
    form = MoveForm.of_request()
    if form.submitted():
        if form.email.data.lower() != person.email:
            with transaction():
                ask_to_move(person, form.email.data, at=now())
            flash(
                _(
                    "We have written to both addresses. The new one holds once both have agreed, "
                    "within three days."
                )
            )
            return redirect(Addresses(current_language()).account, 303)
        form.email.errors = [_("This is the address the account has already.")]
    status = 422 if request.method == "POST" else 200
    change = waiting_change(person)
    return render_template("security/address.html", form=form, person=person, change=change), status


@account.route("/address/agree", methods=["GET", "POST"])
def move_agreed() -> ResponseReturnValue:
    token = request.args.get("token", "")
    found = change_agreed(token, secret=current_app.config["SECRET_KEY"])
    if found is None:
        abort(410)
    change, mailbox = found
    form = AgreeForm.of_request()
    may_refuse = mailbox is Mailbox.OLD
    if not form.submitted():
        status = 422 if request.method == "POST" else 200
        return render_template(
            "security/agree.html", change=change, may_refuse=may_refuse, token=token
        ), status
    with transaction():
        if may_refuse and form.step.data == "refuse":
            refuse(change, at=now())
            said = _("Nothing was changed, and every session has ended. Please choose a new password.")
        elif agree(change, mailbox, at=now()):
            said = _("The account has the new address. Please sign in with it.")
        else:
            said = _("Thank you. The account has the new address once the other address has agreed as well.")
    flash(said)
    at = Addresses(current_language())
    return redirect(at.reset if form.step.data == "refuse" and may_refuse else at.sign_in, 303)
