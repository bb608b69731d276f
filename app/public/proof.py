"""A little work the browser does while somebody writes: nothing to one form, dear to ten thousand.

The challenge is ALTCHA's (https://altcha.org/docs), and good for one form alone. Whoever runs no script
sends none, which by itself holds nothing up.
"""

import json

import altcha
from flask import current_app

from app.enquiries.intake import BAD_PROOF, NO_PROOF, intake
from app.kernel.seals import seal
from app.public.forms import AskForm

_ALGORITHM = "PBKDF2/SHA-256"
#: A proof of ours has 600 characters or so.
_LONGEST = 2000


def challenge(form: AskForm) -> str:
    """What the browser is to work out for this form, as JSON; empty where it has done so."""
    if sign_of(form) is None:
        return ""
    rules = intake()
    made = altcha.create_challenge(
        _ALGORITHM,
        rules.proof_cost,
        key_prefix=rules.proof_prefix,
        data={"form": form.nonce.data},
        hmac_secret=_secret(),
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def sign_of(form: AskForm) -> str | None:
    """What the proof says against the form; None for a good one."""
    given = form.proof.data or ""
    if not given:
        return NO_PROOF
    return None if len(given) <= _LONGEST and _proves(given, form.nonce.data) else BAD_PROOF


def _proves(given: str, nonce: str) -> bool:
    try:
        payload = altcha.Payload.from_base64(given)
        # The signature makes the parameters ours; that they are this form's, it does not say.
        return payload.challenge.parameters.data == {"form": nonce} and bool(
            altcha.verify_solution(payload, _secret()).verified
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return False


def _secret() -> str:
    # Not the key itself: what another library signs must be good for nothing else.
    return seal("proof of work", secret=current_app.config["SETTINGS"].secret_key)
