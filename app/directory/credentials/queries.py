"""Finding evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload, lazyload

from app.directory.credentials.errors import NoSuchCredential
from app.directory.credentials.models import (
    Credential,
    CredentialFile,
    CredentialOffering,
    CredentialState,
)
from app.directory.models import Firm, Offering
from app.kernel.db import db

#: A larger number in an address is nobody's.
_LARGEST_ID = 2**31 - 1
_S = CredentialState
#: The order of a firm's list: what it must do first, then what is in force, then what is over.
_RANKS = (_S.RETURNED, _S.ACCEPTED, _S.LAPSED, _S.SUBMITTED, _S.DRAFT, _S.WITHDRAWN, _S.REPLACED)


def credentials_of(firm_id: int) -> list[Credential]:
    """The firm's, what lapses first before what lapses later; three statements."""
    found = db.session.scalars(select(Credential).where(Credential.firm_id == firm_id))
    return sorted(found, key=_place)


def _place(credential: Credential) -> tuple[bool, int, str, int]:
    ended = credential.state in {_S.WITHDRAWN, _S.REPLACED}
    last = credential.last_day
    return ended, _RANKS.index(credential.state), last.isoformat() if last else "9", credential.id


def credential_of(firm_id: int, number: int) -> Credential:
    """Raises NoSuchCredential."""
    if number > _LARGEST_ID:
        raise NoSuchCredential
    found = db.session.scalar(
        select(Credential).where(Credential.id == number, Credential.firm_id == firm_id)
    )
    if found is None:
        raise NoSuchCredential
    return found


def credential_by_id(number: int) -> Credential:
    """With its firm. Raises NoSuchCredential."""
    if number > _LARGEST_ID:
        raise NoSuchCredential
    found = db.session.scalar(
        select(Credential).where(Credential.id == number).options(joinedload(Credential.firm))
    )
    if found is None:
        raise NoSuchCredential
    return found


def successor_of(credential: Credential) -> Credential | None:
    """What is to take its place and has not yet."""
    gone = [CredentialState.WITHDRAWN, CredentialState.REPLACED, CredentialState.LAPSED]
    return db.session.scalar(
        select(Credential)
        .where(Credential.replaces_id == credential.id, Credential.state.not_in(gone))
        .order_by(Credential.id.desc())
        .limit(1)
    )


def is_renewed(credential: Credential) -> bool:
    """Whether another was accepted to take its place, now or from a day to come."""
    heir = successor_of(credential)
    return heir is not None and heir.state is CredentialState.ACCEPTED


def offerings_of(firm_id: int) -> Sequence[Offering]:
    """What a credential of the firm could support."""
    return db.session.scalars(
        select(Offering)
        .where(Offering.firm_id == firm_id)
        .order_by(Offering.market_code, Offering.service_code)
    ).all()


def cells_of(offering_ids: Sequence[int]) -> Sequence[Offering]:
    """Those offerings that are still there."""
    return db.session.scalars(
        select(Offering).where(Offering.id.in_(offering_ids)).order_by(Offering.market_code, Offering.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue: behind whom the next page begins."""

    at: datetime
    id: int


def waiting(*, after: Place | None, limit: int) -> Sequence[Credential]:
    """What staff have to judge, the longest waiting first; three statements."""
    found = (
        select(Credential)
        .where(Credential.state == CredentialState.SUBMITTED)
        .options(joinedload(Credential.firm).selectinload(Firm.texts))
        .order_by(Credential.submitted_at, Credential.id)
        .limit(limit)
    )
    if after:
        found = found.where(tuple_(Credential.submitted_at, Credential.id) > (after.at, after.id))
    return db.session.scalars(found).all()


def count_waiting() -> int:
    return db.session.scalars(
        select(func.count()).select_from(Credential).where(Credential.state == CredentialState.SUBMITTED)
    ).one()


def file_of(credential_id: int, number: int) -> CredentialFile | None:
    return db.session.scalar(
        select(CredentialFile).where(
            CredentialFile.id == number, CredentialFile.credential_id == credential_id
        )
    )


def evidenced(firm_id: int) -> Credential | None:
    """The accepted credential that was checked last; one statement."""
    return db.session.scalar(
        select(Credential)
        .where(Credential.firm_id == firm_id, Credential.state == CredentialState.ACCEPTED)
        .options(lazyload(Credential.supports), lazyload(Credential.files))
        .order_by(Credential.reviewed_at.desc(), Credential.id.desc())
        .limit(1)
    )


def keys_in_use(keys: Sequence[str]) -> set[str]:
    """Those of the keys that a credential's file lies under."""
    return set(db.session.scalars(select(CredentialFile.file).where(CredentialFile.file.in_(keys))))


def forget_files_before(ended: datetime, *, limit: int) -> list[str]:
    """Remove the rows of files whose credential ended before; returns the keys of the bytes."""
    found = db.session.scalars(
        select(CredentialFile)
        .join(Credential, Credential.id == CredentialFile.credential_id)
        .where(Credential.ended_at <= ended)
        .limit(limit)
    ).all()
    for each in found:
        db.session.delete(each)
    return [each.file for each in found]


def supported_by(offering_ids: Sequence[int]) -> dict[int, list[Credential]]:
    """By offering, the accepted credentials it rests on; one statement."""
    rows = db.session.execute(
        select(CredentialOffering.offering_id, Credential)
        .join(Credential, Credential.id == CredentialOffering.credential_id)
        .where(CredentialOffering.offering_id.in_(offering_ids), Credential.state == CredentialState.ACCEPTED)
    )
    found: dict[int, list[Credential]] = {}
    for offering_id, credential in rows:
        found.setdefault(offering_id, []).append(credential)
    return found
