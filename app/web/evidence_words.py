"""Evidence in words, once: pages, doors and letters all ask here."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.directory.credentials.models import CheckMethod, CredentialKind, CredentialState
from app.directory.trust import FactKind
from app.kernel.pictures import PictureFault
from app.web.statuses import Status

KIND: Mapping[CredentialKind, LazyString] = {
    CredentialKind.APPOINTMENT: _l("Appointment or mandate as representative"),
    CredentialKind.REGISTER: _l("Entry in a register"),
    CredentialKind.LICENCE: _l("Licence or permit"),
    CredentialKind.ISO_13485: _l("Certificate to ISO 13485"),
    CredentialKind.ISO_9001: _l("Certificate to ISO 9001"),
    CredentialKind.ISO_27001: _l("Certificate to ISO 27001"),
    CredentialKind.INSURANCE: _l("Insurance"),
    CredentialKind.OTHER: _l("Other evidence"),
}

STATE: Mapping[CredentialState, Status] = {
    CredentialState.DRAFT: Status(_l("Not submitted yet"), "act"),
    CredentialState.SUBMITTED: Status(_l("With our editors"), "on"),
    CredentialState.ACCEPTED: Status(_l("Checked and accepted"), "on"),
    CredentialState.RETURNED: Status(_l("Returned to you"), "act"),
    CredentialState.LAPSED: Status(_l("Lapsed"), "act"),
    CredentialState.WITHDRAWN: Status(_l("Withdrawn"), "past"),
    CredentialState.REPLACED: Status(_l("Replaced by a newer one"), "past"),
}

METHOD: Mapping[CheckMethod, LazyString] = {
    CheckMethod.REGISTER_LOOKED_UP: _l("looked up in the official register"),
    CheckMethod.DOCUMENT_READ: _l("the document was read"),
    CheckMethod.ISSUER_ASKED: _l("whoever issued it was asked"),
    CheckMethod.TELEPHONED: _l("telephoned at a number published by the firm or an authority"),
}

FACT: Mapping[FactKind, LazyString] = {
    FactKind.IDENTITY: _l("Identity checked"),
    FactKind.REGISTER: _l("Register matched"),
}

#: What happened to a credential, by the name of its event.
ENTRY: Mapping[str, LazyString] = {
    "CredentialSubmitted": _l("Submitted by the firm"),
    "CredentialAccepted": _l("Checked and accepted"),
    "CredentialReturned": _l("Returned with a reason"),
    "CredentialWithdrawn": _l("Withdrawn by the firm"),
    "CredentialBegun": _l("Its first day came"),
    "CredentialReminded": _l("The firm was reminded"),
    "CredentialLapsed": _l("It lapsed"),
}

PICTURE: Mapping[PictureFault, LazyString] = {
    PictureFault.EMPTY: _l("The file is empty."),
    PictureFault.KIND: _l("It is not a PNG, JPEG or WebP picture, whatever it is called."),
    PictureFault.SIZE: _l("It is too large: at most 1 MB."),
    PictureFault.PIXELS: _l(
        "It has %(width)s × %(height)s pixels; at most 4,096 on a side and 8 million in all are taken."
    ),
    PictureFault.BROKEN: _l("It is broken, or only begins like a picture."),
}
