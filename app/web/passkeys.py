"""Passkeys (WebAuthn): what a browser is asked, and whether what it answers is right.

Options go into an attribute of the page's form and the answer comes back in a field of it; the script between
them is ``static/js/passkeys.js``. A challenge is kept in the visitor's own session and taken out by whoever
reads it.
"""

import ipaddress
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import webauthn
from flask import current_app, request, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts.factors import NewPasskey, passkey_of, passkeys_of
from app.accounts.models import Account
from app.accounts.proofs import Passkey

#: A page left open for longer asks anew.
_GOOD_FOR = timedelta(minutes=10)
_NAME = "Local Regulatory Experts"
#: The device asks for a finger, a face or a number: the key alone would be one factor only.
_VERIFIED = UserVerificationRequirement.REQUIRED


def _home() -> tuple[str, str]:
    """The host that keys are bound to and the origin they are used from.

    As the settings say. A demonstration is opened by several names of one machine, and takes the visitor's.
    """
    settings = current_app.config["SETTINGS"]
    address = request.host_url if settings.demo else settings.base_url
    parts = urlsplit(address)
    return parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}"


def possible() -> bool:
    """Whether browsers lend passkeys here: they are bound to a name, and a bare number is none."""
    with suppress(ValueError):
        ipaddress.ip_address(_home()[0])
        return False
    return True


def _keep_challenge(purpose: str, challenge: bytes, *, at: datetime) -> None:
    session["challenge"] = [purpose, bytes_to_base64url(challenge), at.timestamp()]


def _challenge(purpose: str, *, at: datetime) -> tuple[bytes, datetime] | None:
    """The challenge that was set for this purpose, and when; it is gone from the session with it."""
    kept = session.pop("challenge", None)
    if not kept or kept[0] != purpose:
        return None
    asked_at = datetime.fromtimestamp(kept[2], UTC)
    return (base64url_to_bytes(kept[1]), asked_at) if at - asked_at < _GOOD_FOR else None


def new_handle() -> str:
    """What a person's passkeys know the person by."""
    return secrets.token_hex(32)


def ask_for_new(account: Account, *, handle: str, at: datetime) -> str:
    """The options with which a browser makes a passkey, as JSON."""
    host, _origin = _home()
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=_NAME,
        user_id=bytes.fromhex(handle),
        user_name=account.email,
        user_display_name=account.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(each.credential) for each in passkeys_of(account)],
    )
    _keep_challenge("new", options.challenge, at=at)
    session["passkey_handle"] = handle
    return webauthn.options_to_json(options)


def made(credential: str, *, name: str, at: datetime) -> NewPasskey | None:
    """The passkey a browser has made; None if it is not an answer to what it was asked."""
    kept = _challenge("new", at=at)
    if kept is None:
        return None
    host, origin = _home()
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=kept[0],
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count, name)


def ask_for_one(account: Account | None, *, at: datetime) -> str:
    """The options with which a browser shows a passkey, as JSON: one of the person's, or any of ours."""
    host, _origin = _home()
    known = passkeys_of(account) if account else ()
    options = webauthn.generate_authentication_options(
        rp_id=host,
        allow_credentials=[PublicKeyCredentialDescriptor(each.credential) for each in known],
        user_verification=_VERIFIED,
    )
    _keep_challenge("show", options.challenge, at=at)
    return webauthn.options_to_json(options)


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that has just signed, and how often it says it has."""

    passkey: Passkey
    signed: int


def shown(credential: str, *, at: datetime) -> Shown | None:
    """The passkey that has signed what was asked; None for anything else.

    An answer that was taken once is never taken again, though a copied cookie brings its challenge back: the
    passkey was used after that was set.
    """
    kept = _challenge("show", at=at)
    if kept is None:
        return None
    challenge, asked_at = kept
    host, origin = _home()
    try:
        given = parse_authentication_credential_json(credential)
        passkey = passkey_of(given.raw_id)
        if passkey is None or (passkey.used_at and passkey.used_at >= asked_at):
            return None
        found = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.signed,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return Shown(passkey, found.new_sign_count)
