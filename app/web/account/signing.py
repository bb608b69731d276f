"""Signing in and signing out."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.factors import has_second_factor
from app.accounts.models import Account
from app.accounts.proofs import Proof
from app.accounts.queries import by_email
from app.accounts.sessions import sign_out as end_this_session
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import may_write, transaction
from app.web import passkeys
from app.web.account.arriving import arrive, landing, wait_half_way, wants_own_page
from app.web.account.blueprint import account
from app.web.account.forms import SignInForm
from app.web.account.limited import TRIES, typed_address, was_wrong
from app.web.languages import current_language
from app.web.limits import limiter
from app.web.people import end_session, is_fresh, matches, session_token, signed_in


def sign_in_page(form: SignInForm, *, again: bool = False, problem: str = "") -> str:
    """problem: what was wrong with a passkey."""
    options = passkeys.ask_for_one(None, at=now()) if passkeys.possible() else ""
    return render_template("security/sign_in.html", form=form, options=options, again=again, problem=problem)


@account.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"], deduct_when=was_wrong)
@limiter.limit(TRIES, methods=["POST"], deduct_when=was_wrong, key_func=typed_address)
def sign_in() -> ResponseReturnValue:
    # Hashing takes its time; nobody else should wait for SQLite's one write lock meanwhile.
    may_write.set(False)
    form = SignInForm.of_request()
    if request.method != "POST":
        return _asked(form, request.args.get("next", "")[:500])
    if form.submitted():
        person = by_email(form.email.data)
        if not matches(person, form.password.data):
            form.email.errors = [_("This address and this password do not belong together. Check both.")]
        elif person is not None:
            return _proved(person, form.next.data or "")
    return sign_in_page(form), 422


def _asked(form: SignInForm, wanted: str) -> ResponseReturnValue:
    person = signed_in()
    again = wants_own_page(wanted) and not is_fresh()
    place = landing(person, wanted) if person and not again else None
    if place:
        return redirect(place, 303)
    form.next.data = wanted
    return sign_in_page(form, again=bool(person))


def _proved(person: Account, wanted: str) -> ResponseReturnValue:
    """The password is right."""
    if has_second_factor(person):
        return wait_half_way(person, wanted)
    return arrive(person, proof=Proof.PASSWORD, wanted=wanted)


@account.route("/sign-out", methods=["POST"])
def sign_out() -> ResponseReturnValue:
    person = signed_in()
    if person:
        with transaction():
            end_this_session(person, session_token(), at=now())
    end_session()
    flash(_("You have signed out."))
    return redirect(Addresses(current_language()).sign_in, 303)
