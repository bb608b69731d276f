"""The link of an invitation to a firm: with an account, without one, and with the wrong one.

It stands among the pages of accounts, since a stranger may open it.
"""

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.belonging.inviting import accept, invitation_of
from app.accounts.belonging.models import Invitation
from app.accounts.queries import by_email, names_of
from app.accounts.tokens import SignUp
from app.directory.models import Firm
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, may_write, transaction
from app.notices.members import ROLES
from app.web.account.blueprint import account
from app.web.account.forms import NewAccountForm
from app.web.account.sign_up import make_account
from app.web.forms import PortalForm
from app.web.languages import current_language
from app.web.limits import limiter
from app.web.people import signed_in


@account.route("/invitation", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
def invited() -> ResponseReturnValue:
    """Opening it does nothing; its button does."""
    may_write.set(False)
    token = request.args.get("token", "")
    invitation = invitation_of(token, secret=current_app.config["SECRET_KEY"], at=now())
    if invitation is None:
        abort(410)
    person = signed_in()
    if person is not None:
        return _with_account(invitation, token)
    if by_email(invitation.email):
        return _page("sign_in", invitation, token), 200
    form = NewAccountForm.of_request()
    if form.submitted():
        make_account(SignUp(invitation.email, ""), form)
        flash(_("Your account is made. Sign in with it, and accept the invitation."))
        at = Addresses(current_language())
        return redirect(at.sign_in_to(at.invitation(token)), 303)
    return _page("sign_up", invitation, token, form), 422 if form.errors else 200


def _with_account(invitation: Invitation, token: str) -> ResponseReturnValue:
    person = signed_in()
    assert person is not None  # noqa: S101  # the caller has looked
    if person.email != invitation.email:
        return _page("another", invitation, token), 200 if request.method == "GET" else 403
    if not PortalForm.of_request().submitted():
        return _page("accept", invitation, token), 200
    number, slug = invitation.id, db.session.get_one(Firm, invitation.firm_id).slug
    db.session.rollback()
    may_write.set(True)
    with transaction():
        accept(db.session.get_one(Invitation, number), db.session.get_one(type(person), person.id), at=now())
    flash(_("You belong to the firm from now on."))
    return redirect(Addresses(current_language()).membership(slug), 303)


def _page(who: str, invitation: Invitation, token: str, form: NewAccountForm | None = None) -> str:
    by = invitation.invited_by
    return render_template(
        "security/invitation.html",
        who=who,
        invitation=invitation,
        firm=db.session.get_one(Firm, invitation.firm_id),
        inviter=names_of([by] if by else []).get(by or 0, ""),
        role=ROLES[invitation.role],
        token=token,
        person=signed_in(),
        form=form,
        blank=PortalForm(),
    )
