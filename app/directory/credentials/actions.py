"""What a firm does with its evidence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.directory.credentials.errors import CredentialStepNotAllowed
from app.directory.credentials.events import CredentialSubmitted, CredentialWithdrawn
from app.directory.credentials.models import (
    EDITABLE,
    ENDED,
    Credential,
    CredentialFile,
    CredentialKind,
    CredentialOffering,
    CredentialState,
)
from app.directory.credentials.queries import successor_of
from app.directory.credentials.steps import drop_steps
from app.directory.credentials.support import settle_support
from app.directory.models import Firm, Offering
from app.kernel.amend import align, amend
from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.file_kinds import Given, clean_name, kind_of
from app.kernel.files import files

#: Of one credential.
MOST_FILES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a firm says of a credential; see ``Credential``."""

    kind: CredentialKind
    number: str
    issuer: dict[str, str]
    scope: str
    valid_from: date | None
    valid_until: date | None
    seen_at: str | None


def add_credential(firm: Firm, said: Particulars, *, offering_ids: Collection[int]) -> Credential:
    """A draft; ``offering_ids`` that are not the firm's are passed over."""
    credential = Credential(firm_id=firm.id, **_columns(said))
    db.session.add(credential)
    _support(credential, offering_ids)
    db.session.flush()
    return credential


def change_credential(credential: Credential, said: Particulars, *, offering_ids: Collection[int]) -> None:
    """Raises CredentialStepNotAllowed for one that staff have before them or have judged."""
    _must_be(credential, EDITABLE)
    amend(credential, _columns(said))
    _support(credential, offering_ids)
    db.session.flush()


def renew(credential: Credential) -> Credential:
    """A draft to be put in its place, saying the same but its days; the one there is, if there is one."""
    _must_be(credential, {CredentialState.ACCEPTED, CredentialState.LAPSED})
    known = successor_of(credential)
    if known:
        return known
    new = Credential(
        firm_id=credential.firm_id,
        replaces_id=credential.id,
        kind=credential.kind,
        number=credential.number,
        issuer=dict(credential.issuer),
        scope=credential.scope,
        seen_at=credential.seen_at,
    )
    new.supports = [CredentialOffering(offering_id=each.offering_id) for each in credential.supports]
    db.session.add(new)
    db.session.flush()
    return new


def attach_files(credential: Credential, given: Iterable[Given], *, at: datetime) -> None:
    """Keep files with a draft. Raises NotTaken for one that should have been refused before."""
    _must_be(credential, EDITABLE)
    for each in given:
        kind = kind_of(each.name, each.data)
        name, key = clean_name(each.name, kind), files().put(each.data)
        credential.files.append(CredentialFile(name=name, size=len(each.data), kind=kind, file=key, at=at))
    db.session.flush()


def remove_file(credential: Credential, number: int) -> str | None:
    """Returns the key of the bytes, to be deleted once the transaction stands; None where there is none."""
    _must_be(credential, EDITABLE)
    found = next((each for each in credential.files if each.id == number), None)
    if found is None:
        return None
    credential.files.remove(found)
    return found.file


def submit(credential: Credential, *, by: int, at: datetime) -> None:
    """Hand it to staff."""
    _must_be(credential, EDITABLE)
    credential.state, credential.submitted_at = CredentialState.SUBMITTED, at
    db.session.flush()
    publish(CredentialSubmitted(at=at, firm_id=credential.firm_id, credential_id=credential.id, by_id=by))


def withdraw(credential: Credential, *, by: int, at: datetime) -> None:
    """Take it back, in whatever state: what rested on it alone stops being found."""
    _must_be(credential, set(CredentialState) - ENDED)
    firm = db.session.get_one(Firm, credential.firm_id, with_for_update=True)
    credential.state, credential.ended_at = CredentialState.WITHDRAWN, at
    db.session.flush()
    drop_steps(credential)
    stopped = settle_support([each.offering_id for each in credential.supports], firm, at=at)
    publish(
        CredentialWithdrawn(
            at=at, firm_id=firm.id, credential_id=credential.id, by_id=by, stopped=tuple(stopped)
        )
    )


def _columns(said: Particulars) -> dict[str, object]:
    return {name: getattr(said, name) for name in Particulars.__dataclass_fields__}


def _support(credential: Credential, offering_ids: Collection[int]) -> None:
    mine = select(Offering.id).where(
        Offering.firm_id == credential.firm_id, Offering.id.in_(list(offering_ids))
    )
    align(
        credential.supports,
        {id_: {"offering_id": id_} for id_ in db.session.scalars(mine.order_by(Offering.id))},
        key=lambda each: each.offering_id,
        make=CredentialOffering,
    )


def _must_be(credential: Credential, states: Collection[CredentialState]) -> None:
    if credential.state not in states:
        raise CredentialStepNotAllowed
