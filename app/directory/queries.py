"""Finding firms."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.directory.models import Firm
from app.directory.shelf import published
from app.kernel.db import db


def firm_by_slug(slug: str, *, demo: bool) -> Firm | None:
    """A public firm with all that its listing shows; five statements."""
    return db.session.scalar(
        select(Firm)
        .where(Firm.slug == slug, *published(demo))
        .options(selectinload(Firm.offices), selectinload(Firm.sectors), selectinload(Firm.offerings))
    )


def listed_firm(slug: str, *, demo: bool) -> Firm | None:
    """A firm, public or not, with all that its listing shows; five statements."""
    found = select(Firm).where(Firm.slug == slug)
    return db.session.scalar(
        (found if demo else found.where(Firm.demo.is_(False))).options(
            selectinload(Firm.offices), selectinload(Firm.sectors), selectinload(Firm.offerings)
        )
    )


def firms_by_slug(slugs: Sequence[str], *, demo: bool) -> list[Firm]:
    """Those of the firms that are public, with all that a listing shows, in the order given; five statements.

    None where no firm is named.
    """
    if not slugs:
        return []
    found = db.session.scalars(
        select(Firm)
        .where(Firm.slug.in_(slugs), *published(demo))
        .options(selectinload(Firm.offices), selectinload(Firm.sectors), selectinload(Firm.offerings))
    )
    by_slug = {firm.slug: firm for firm in found}
    return [by_slug[each] for each in slugs if each in by_slug]


def firms_in_order(ids: Sequence[int]) -> list[Firm]:
    """Those firms with their texts and offices, in the order given; two statements, none for no firm."""
    if not ids:
        return []
    found = db.session.scalars(
        select(Firm).where(Firm.id.in_(ids)).options(joinedload(Firm.offices))
    ).unique()
    by_id = {firm.id: firm for firm in found}
    return [by_id[each] for each in ids if each in by_id]


def slugs(*, demo: bool) -> Sequence[str]:
    """Every public firm's address; for the sitemap."""
    return db.session.scalars(select(Firm.slug).where(*published(demo)).order_by(Firm.slug)).all()
