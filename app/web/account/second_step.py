"""After the password: a code, a passkey or a recovery code; and a passkey in place of all of it."""

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.factors import note_use, passkeys_of, take_code, use_recovery_code
from app.accounts.models import Account
from app.accounts.proofs import Proof
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.web import passkeys
from app.web.account.arriving import arrive, half_way, writes
from app.web.account.blueprint import account
from app.web.account.forms import SecondStepForm, ShownPasskeyForm, SignInForm
from app.web.account.limited import CODE_TRIES, TRIES, was_wrong, whose_second_step
from app.web.account.signing import sign_in_page
from app.web.codes import codes
from app.web.languages import current_language
from app.web.limits import limiter


@account.route("/second-step", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"], deduct_when=was_wrong)
@limiter.limit(CODE_TRIES, methods=["POST"], deduct_when=was_wrong, key_func=whose_second_step)
def second_step() -> ResponseReturnValue:
    found = half_way()
    if found is None:
        flash(_("Please sign in again: the second step waits for ten minutes only."))
        return redirect(Addresses(current_language()).sign_in, 303)
    person, wanted = found
    form = SecondStepForm.of_request()
    if form.submitted():
        proof = _proof_of(person, form.code.data)
        if proof:
            return arrive(person, proof=proof, wanted=wanted)
        form.code.errors = [
            _(
                "This code is wrong, too old, or was used before. "
                "Wait for the next one, or use a recovery code."
            )
        ]
    status = 422 if request.method == "POST" else 200
    return _page(person, form), status


def _page(person: Account, form: SecondStepForm) -> str:
    options = ""
    if passkeys.possible() and passkeys_of(person):
        options = passkeys.ask_for_one(person, at=now())
    return render_template("security/second_step.html", form=form, person=person, options=options)


def _proof_of(person: Account, said: str) -> Proof | None:
    """What the code proves: six digits are of the app, anything else is a recovery code. Used up by it."""
    plain = said.replace(" ", "")
    with transaction():
        if plain.isascii() and plain.isdigit():
            secret = person.code_secret
            counter = secret and codes().counter_of(plain, secret, at=now(), after=person.code_counter)
            return Proof.CODE if counter and take_code(person, counter) else None
        secret_key = current_app.config["SECRET_KEY"]
        used = use_recovery_code(person, plain, secret=secret_key, at=now())
        return Proof.RECOVERY if used else None


@account.route("/passkey", methods=["POST"])
@limiter.limit(TRIES, methods=["POST"], deduct_when=was_wrong)
def with_passkey() -> ResponseReturnValue:
    """A passkey is two factors at once: the device, and what unlocks it."""
    waiting = half_way()
    form = ShownPasskeyForm.of_request()
    wanted = waiting[1] if waiting else form.next.data or ""
    found = passkeys.shown(form.credential.data or "", at=now()) if form.submitted() else None
    if found:
        person = db.session.get_one(Account, found.passkey.account_id)
        theirs = waiting is None or waiting[0].id == person.id
        if person.active and theirs:
            passkey_id, signed = found.passkey.id, found.signed
            writes()
            with transaction():
                note_use(db.session.get_one(type(found.passkey), passkey_id), signed=signed, at=now())
            return arrive(person, proof=Proof.PASSKEY, wanted=wanted)
    problem = _("This passkey could not be used. Try again, or sign in another way.")
    if waiting:
        again = SecondStepForm(formdata=None)
        again.code.errors = [problem]
        return _page(waiting[0], again), 422
    return sign_in_page(SignInForm(formdata=None), problem=problem), 422
