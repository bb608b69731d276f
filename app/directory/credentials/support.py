"""What an offering rests on: worked out anew from all credentials whenever one of them changes.

An offering that evidence has once stood for is found only while some valid credential supports it. One that
no credential ever supported is not touched.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.directory.credentials.models import Credential, CredentialOffering, CredentialState, RestingOffering
from app.directory.models import Basis, Firm, Offering
from app.kernel.content import raise_version
from app.kernel.db import db


def settle_support(offering_ids: Collection[int], firm: Firm, *, at: datetime) -> list[int]:
    """Make those offerings of the firm stand or fall as their evidence does; returns who falls just now.

    The caller holds the firm, so that two who settle at once do not read past each other.
    """
    ids = sorted(set(offering_ids))
    if not ids:
        return []
    db.session.flush()
    offerings = db.session.scalars(select(Offering).where(Offering.id.in_(ids)).order_by(Offering.id)).all()
    resting = {
        each.offering_id: each
        for each in db.session.scalars(select(RestingOffering).where(RestingOffering.offering_id.in_(ids)))
    }
    supported = _supported(ids, firm, at=at)
    stopped = []
    for each in offerings:
        if each.id in supported:
            if each.id not in resting:
                db.session.add(RestingOffering(offering_id=each.id, basis=each.basis))
            each.basis, each.evidence_lapsed_at = Basis.VERIFIED, None
        elif each.id in resting and each.evidence_lapsed_at is None:
            each.basis, each.evidence_lapsed_at = resting[each.id].basis, at
            stopped.append(each.id)
    db.session.flush()
    raise_version(at=at)
    return stopped


def bases_by_evidence(firm: Firm) -> dict[tuple[str, str], Basis]:
    """By service and market, how an offering is known that evidence has stood for: no file says otherwise.

    Of a firm that nobody has claimed there is no evidence; then no statement.
    """
    if not firm.claimed_at or firm.id is None:
        return {}
    resting = (
        select(Offering.service_code, Offering.market_code, Offering.basis)
        .join(RestingOffering, RestingOffering.offering_id == Offering.id)
        .where(Offering.firm_id == firm.id)
    )
    return {(row.service_code, row.market_code): row.basis for row in db.session.execute(resting)}


def _supported(ids: list[int], firm: Firm, *, at: datetime) -> set[int]:
    """Those that a credential supports today, by the firm's clock."""
    today = at.astimezone(ZoneInfo(firm.time_zone)).date()
    found: defaultdict[int, list[Credential]] = defaultdict(list)
    rows = db.session.execute(
        select(CredentialOffering.offering_id, Credential)
        .join(Credential, Credential.id == CredentialOffering.credential_id)
        .where(CredentialOffering.offering_id.in_(ids), Credential.state == CredentialState.ACCEPTED)
    )
    for offering_id, credential in rows:
        found[offering_id].append(credential)
    return {id_ for id_, held in found.items() if any(each.supports_on(today) for each in held)}
