"""A person's own account: how they sign in, where they are signed in, what happened."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import sessions as domain
from app.accounts.actions import set_password
from app.accounts.factors import passkeys_of, recovery_codes_left
from app.accounts.models import Account
from app.accounts.moving import waiting_change
from app.accounts.proofs import Proof
from app.accounts.recording import newest
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.account.blueprint import account, freshly, own_page
from app.web.account.forms import EndForm, OwnPasswordForm
from app.web.account.limited import TRIES, was_wrong, whose_account
from app.web.account.words import HAPPENED, PROOFS
from app.web.languages import current_language
from app.web.limits import limiter
from app.web.people import begin_session, hashed, lacks_second_factor, matches, session_token, signed_in

_NEWEST = 20


@account.route("/")
@own_page
def overview(person: Account) -> ResponseReturnValue:
    moment = now()
    here = domain.with_token(person, session_token(), at=moment)
    return render_template(
        "security/own.html",
        person=person,
        lacks=lacks_second_factor(person),
        passkeys=passkeys_of(person),
        codes_left=recovery_codes_left(person),
        change=waiting_change(person),
        sessions=domain.all_of(person, at=moment),
        here=here,
        entries=newest(person.id, most=_NEWEST),
        happened=HAPPENED,
        proofs=PROOFS,
    )


@account.route("/sessions", methods=["POST"])
@own_page
def sessions(person: Account) -> ResponseReturnValue:
    form = EndForm.of_request()
    moment = now()
    here = domain.with_token(person, session_token(), at=moment)
    if form.submitted():
        with transaction():
            if form.which.data == "others":
                domain.end_others(person, session_token(), at=moment)
            else:
                domain.end_one(person, int(form.which.data), at=moment)
        if here and str(here.id) != form.which.data:
            flash(_("Ended. Whoever uses that browser has to sign in again."))
    return redirect(Addresses(current_language()).account, 303)


@account.route("/own-password", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"], deduct_when=was_wrong, key_func=whose_account)
@freshly
def own_password(person: Account) -> ResponseReturnValue:
    form = OwnPasswordForm.of_request()
    if form.submitted():
        if matches(person, form.current.data):
            proof = _proof_of_this_session()
            with transaction():
                set_password(person, password_hash=hashed(form.password.data), at=now())
                begin_session(person, proof=proof, at=now())
            flash(_("Your password is changed. Every other session has ended."))
            return redirect(Addresses(current_language()).account, 303)
        form.current.errors = [_("This is not your present password.")]
    status = 422 if request.method == "POST" else 200
    return render_template("security/own_password.html", form=form, person=person), status


def _proof_of_this_session() -> Proof:
    person = signed_in()
    found = domain.with_token(person, session_token(), at=now()) if person else None
    return found.proof if found else Proof.PASSWORD
