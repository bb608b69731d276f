"""Evidence as firms and staff leave it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from app.directory.credentials.actions import Particulars, add_credential, submit
from app.directory.credentials.models import CheckMethod, Credential, CredentialKind
from app.directory.credentials.reviewing import Check, accept
from app.directory.models import Firm, Offering
from app.kernel.db import transaction
from tests.factories.keeping import NOON
from tests.factories.people import make_account, make_staff


def particulars(**given: Any) -> Particulars:
    dull: dict[str, Any] = {
        "kind": CredentialKind.LICENCE,
        "number": "L-100",
        "issuer": {"en": "Some Agency"},
        "scope": "",
        "valid_from": None,
        "valid_until": date(2027, 3, 31),
        "seen_at": None,
    }
    return Particulars(**dull | given)


def make_credential(
    firm: Firm, *offerings: Offering, at: datetime = NOON, is_submitted: bool = True, **given: Any
) -> Credential:
    """What a firm has submitted, supporting those offerings."""
    with transaction():
        made = add_credential(firm, particulars(**given), offering_ids=[each.id for each in offerings])
        if is_submitted:
            submit(made, by=make_account().id, at=at)
    return made


def make_accepted(
    firm: Firm, *offerings: Offering, at: datetime = NOON, check_until: date | None = None, **given: Any
) -> Credential:
    """The same, checked and accepted."""
    made = make_credential(firm, *offerings, at=at, **given)
    take(made, at=at, until=check_until)
    return made


def take(credential: Credential, *, at: datetime = NOON, until: date | None = None) -> None:
    """Staff have looked it up and accept it."""
    check = Check(method=CheckMethod.REGISTER_LOOKED_UP, on=at.date(), until=until)
    by = make_staff().id
    with transaction():
        accept(credential, check, by=by, at=at)


def stopped(*offerings: Offering) -> Collection[bool]:
    """Of each, whether it is no longer found."""
    return [each.evidence_lapsed_at is not None for each in offerings]
