"""An account for somebody who has none. No answer tells whether there is one: only the letter does."""

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.actions import ask_to_sign_up, create_account
from app.accounts.tokens import SignUp, sign_up_of
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import breaks_unique, db, may_write, transaction
from app.web.account.arriving import writes
from app.web.account.blueprint import account
from app.web.account.forms import NewAccountForm, SignUpForm
from app.web.account.limited import typed_address
from app.web.evenly import evenly
from app.web.languages import current_language
from app.web.limits import limiter
from app.web.people import hashed


@account.route("/sign-up", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@limiter.limit("3 per hour", methods=["POST"], key_func=typed_address)
def sign_up() -> ResponseReturnValue:
    form = SignUpForm.of_request()
    if not form.submitted():
        if request.method != "POST":
            form.next.data = request.args.get("next", "")[:500]
        status = 422 if request.method == "POST" else 200
        return render_template("security/sign_up.html", form=form, sent=False), status
    with evenly():
        with transaction():
            ask_to_sign_up(
                form.email.data, language=current_language().slug, wanted=form.next.data or "", at=now()
            )
        db.session.remove()
    return render_template("security/sign_up.html", form=form, sent=True)


@account.route("/sign-up/confirm", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
def sign_up_confirmed() -> ResponseReturnValue:
    """Reading it makes nothing; the form makes the account, and its link is used up by that."""
    may_write.set(False)
    token = request.args.get("token", "")
    asked = sign_up_of(token, secret=current_app.config["SECRET_KEY"])
    if asked is None:
        abort(410)
    form = NewAccountForm.of_request()
    at = Addresses(current_language())
    if form.submitted():
        make_account(asked, form)
        flash(_("Your account is made. Please sign in with it."))
        return redirect(at.sign_in_to(asked.wanted) if asked.wanted else at.sign_in, 303)
    status = 422 if request.method == "POST" else 200
    page = render_template(
        "security/new_account.html", form=form, email=asked.email, action=at.sign_up_confirmed(token)
    )
    return page, status


def make_account(asked: SignUp, form: NewAccountForm) -> None:
    """Of two who send the form at once, the second is told that the link is used."""
    password_hash = hashed(form.password.data)  # takes its time; nobody waits for the write lock meanwhile
    writes()
    try:
        with transaction():
            create_account(
                asked.email,
                name=form.name.data,
                password_hash=password_hash,
                language=current_language().slug,
            )
    except IntegrityError as error:
        if breaks_unique(error, "account", "email"):
            abort(410)
        raise
