"""Claims, registrations and requests in words, once."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.directory.claims.models import ClaimProof, ClaimState, Relation
from app.directory.registering.models import RegistrationState
from app.directory.requests.models import RequestKind, RequestOutcome
from app.web.statuses import Status

CLAIM: Mapping[ClaimState, Status] = {
    ClaimState.WAITING: Status(_l("With our editors"), "act"),
    ClaimState.APPROVED: Status(_l("Approved"), "on"),
    ClaimState.REJECTED: Status(_l("Not approved"), "past"),
    ClaimState.WITHDRAWN: Status(_l("Withdrawn"), "past"),
    ClaimState.REVOKED: Status(_l("Revoked"), "past"),
}
#: A claim that waits for its claimant, not for the desk.
UNPROVED = Status(_l("The link has not been opened yet"), "act")

RELATION: Mapping[Relation, LazyString] = {
    Relation.OWNER: _l("Owner or director"),
    Relation.EMPLOYEE: _l("Employee"),
    Relation.AGENT: _l("Somebody whom the firm has asked to act for it"),
}

PROOF: Mapping[ClaimProof, LazyString] = {
    ClaimProof.MAIL: _l("Mail at the firm’s domain"),
    ClaimProof.DOCUMENTS: _l("Documents"),
}

REGISTRATION: Mapping[RegistrationState, Status] = {
    RegistrationState.DRAFT: Status(_l("Draft, seen by you alone"), "act"),
    RegistrationState.SUBMITTED: Status(_l("With our editors"), "on"),
    RegistrationState.RETURNED: Status(_l("Returned: please change it"), "act"),
    RegistrationState.PUBLISHED: Status(_l("Published"), "on"),
}

REQUEST: Mapping[RequestKind, LazyString] = {
    RequestKind.CORRECTION: _l("Correction"),
    RequestKind.REMOVAL: _l("Removal"),
}

REQUEST_OUTCOME: Mapping[RequestOutcome, Status] = {
    RequestOutcome.DONE: Status(_l("Done"), "past"),
    RequestOutcome.REFUSED: Status(_l("The listing stays as it is"), "past"),
}
