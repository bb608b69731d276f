"""Finding claims."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from app.directory.claims.models import Claim, ClaimPaper, ClaimState
from app.directory.models import Firm
from app.directory.shelf import published
from app.kernel.db import db

PAGE = 50


def claimable(slug: str, *, demo: bool) -> Firm | None:
    """A public firm, claimed or not."""
    return db.session.scalar(select(Firm).where(Firm.slug == slug, *published(demo)))


def claims_in(states: Sequence[ClaimState], *, after: int, limit: int) -> Sequence[Claim]:
    """Those in one of the states, beyond an id, the oldest first, each with its firm."""
    return db.session.scalars(
        select(Claim)
        .where(Claim.state.in_(states), Claim.id > after)
        .order_by(Claim.id)
        .limit(limit)
        .options(joinedload(Claim.firm))
    ).all()


def claim_by_id(number: int) -> Claim | None:
    """With its firm and its papers."""
    return db.session.scalar(
        select(Claim).where(Claim.id == number).options(joinedload(Claim.firm), selectinload(Claim.papers))
    )


def others_on(claim: Claim) -> Sequence[Claim]:
    """What else was claimed of the same firm, the newest first."""
    rows = select(Claim).where(Claim.firm_id == claim.firm_id, Claim.id != claim.id)
    return db.session.scalars(rows.order_by(Claim.id.desc()).limit(PAGE)).all()


def claims_of(account_id: int) -> Sequence[Claim]:
    """The person's own, the newest first, each with its firm."""
    rows = select(Claim).where(Claim.account_id == account_id).options(joinedload(Claim.firm))
    return db.session.scalars(rows.order_by(Claim.id.desc()).limit(PAGE)).all()


def own_claim(number: int, account_id: int) -> Claim | None:
    rows = select(Claim).where(Claim.id == number, Claim.account_id == account_id)
    return db.session.scalar(rows.options(joinedload(Claim.firm)))


def paper_of(claim_id: int, number: int) -> ClaimPaper | None:
    return db.session.scalar(
        select(ClaimPaper).where(ClaimPaper.id == number, ClaimPaper.claim_id == claim_id)
    )


def forget_papers_before(moment: datetime) -> list[str]:
    """Remove the papers of claims decided before, and returns the keys of their files.

    What a claim rested on is in its row; the papers themselves have done their work.
    """
    decided = select(Claim.id).where(Claim.decided_at < moment)
    gone = delete(ClaimPaper).where(ClaimPaper.claim_id.in_(decided)).returning(ClaimPaper.file)
    return list(db.session.scalars(gone).all())


def keys_in_use(keys: Sequence[str]) -> set[str]:
    """Those of the keys that a paper's bytes lie under."""
    return set(db.session.scalars(select(ClaimPaper.file).where(ClaimPaper.file.in_(keys))))
