"""What happened to an account, and what a session was begun with, in words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts.proofs import Proof

PROOFS: Mapping[Proof, LazyString] = {
    Proof.PASSWORD: _l("with the password"),
    Proof.CODE: _l("with the password and a code"),
    Proof.PASSKEY: _l("with a passkey"),
    Proof.RECOVERY: _l("with the password and a recovery code"),
}

#: By the name of the event.
HAPPENED: Mapping[str, LazyString] = {
    "SignedIn": _l("Signed in"),
    "SignedOut": _l("Signed out"),
    "SessionsEnded": _l("Sessions ended"),
    "ResetAsked": _l("A link to a new password was asked for"),
    "PasswordChanged": _l("Password changed"),
    "CodesSetUp": _l("Codes from an app set up"),
    "CodesRemoved": _l("Codes from an app removed"),
    "PasskeyAdded": _l("Passkey added"),
    "PasskeyRemoved": _l("Passkey removed"),
    "RecoveryCodesMade": _l("Recovery codes made"),
    "RecoveryCodeUsed": _l("Recovery code used"),
    "SecondFactorLifted": _l("Second factors removed by an operator"),
    "AddressChangeAsked": _l("Another address asked for"),
    "AddressChangeRefused": _l("Change of address refused"),
    "AddressChanged": _l("Address changed"),
}
