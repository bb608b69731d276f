"""Which firms can take on which of several needs at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from app.directory.models import Firm, Means, Offering
from app.directory.shelf import published, standing
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy

#: Families whose services are roles that somebody must hold: advice about one is no holder of it.
_ROLES = frozenset({"representation", "importer"})


@dataclass(frozen=True, slots=True)
class Need:
    """One service in one market."""

    service: str
    market: str

    @property
    def code(self) -> str:
        """As it stands in an address."""
        return f"{self.service}@{self.market}".lower()


@dataclass(frozen=True, slots=True)
class Hand:
    """A firm beside a list of needs. Each figure is a set of them: the bit of value 1 is the first need."""

    firm_id: int
    slug: str
    held: int
    #: Held, or offered without new mandates being taken, or as advice about a role.
    listed: int
    #: Offered for the very market named, not for one around or inside it.
    exact: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a firm offers for one need."""

    firm_id: int
    need: Need
    market: str
    means: Means | None
    is_open: bool
    #: Whether the firm has let the day pass on which it should have confirmed it.
    is_unconfirmed: bool
    #: Whether the evidence it rested on is over.
    has_lapsed: bool
    #: Whether it counts as holding what is needed.
    holds: bool


def hands(needs: Sequence[Need], taxonomy: Taxonomy, *, demo: bool) -> list[Hand]:
    """Every public firm that offers any of it; one statement, none for no need."""
    if not needs:
        return []
    cells = [_cell(need, taxonomy) for need in needs]
    held = [and_(cell, _holds(need, taxonomy)) for cell, need in zip(cells, needs, strict=True)]
    exact = [and_(cell, Offering.market_code == need.market) for cell, need in zip(held, needs, strict=True)]
    rows = db.session.execute(
        select(
            Firm.id,
            Firm.slug,
            _bits(held).label("held"),
            _bits(cells).label("listed"),
            _bits(exact).label("exact"),
        )
        .join(Offering, Offering.firm_id == Firm.id)
        .where(or_(*cells), *published(demo))
        .group_by(Firm.id, Firm.slug)
    )
    return [Hand(row.id, row.slug, row.held, row.listed, row.exact) for row in rows]


def answers(ids: Sequence[int], needs: Sequence[Need], taxonomy: Taxonomy) -> list[Answer]:
    """What those firms offer for the needs, the very market first; one statement, none for no firm."""
    if not ids or not needs:
        return []
    rows = db.session.execute(
        select(
            Offering.firm_id,
            Offering.service_code,
            Offering.market_code,
            Offering.means,
            Offering.is_open,
            Offering.lapsed_at,
            Offering.evidence_lapsed_at,
        )
        .where(Offering.firm_id.in_(ids), or_(*(_cell(need, taxonomy) for need in needs)))
        .order_by(Offering.id)
    ).all()
    found = [
        Answer(
            row.firm_id,
            need,
            row.market_code,
            row.means,
            row.is_open,
            row.lapsed_at is not None,
            row.evidence_lapsed_at is not None,
            _is_held(row, need, taxonomy),
        )
        for need in needs
        for row in rows
        if row.service_code == need.service and row.market_code in taxonomy.markets_answering(need.market)
    ]
    return sorted(found, key=lambda each: (not each.holds, each.market != each.need.market))


def is_role(service: str, taxonomy: Taxonomy) -> bool:
    return taxonomy.services[service].family in _ROLES


def _cell(need: Need, taxonomy: Taxonomy) -> ColumnElement[bool]:
    return and_(
        Offering.service_code == need.service,
        Offering.market_code.in_(sorted(taxonomy.markets_answering(need.market))),
    )


def _holds(need: Need, taxonomy: Taxonomy) -> ColumnElement[bool]:
    if not is_role(need.service, taxonomy):
        return and_(Offering.is_open, *standing())
    return and_(Offering.is_open, *standing(), or_(Offering.means.is_(None), Offering.means != Means.ADVICE))


def _is_held(row: object, need: Need, taxonomy: Taxonomy) -> bool:
    """The same of a row that was read."""
    only_advises = row.means is Means.ADVICE and is_role(need.service, taxonomy)  # type: ignore[attr-defined]
    stands = row.lapsed_at is None and row.evidence_lapsed_at is None  # type: ignore[attr-defined]
    return bool(row.is_open) and stands and not only_advises  # type: ignore[attr-defined]


def _bits(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    """For all rows of a group together: the set of conditions that some row meets."""
    total: ColumnElement[int] = literal(0)
    for place, condition in enumerate(conditions):
        total = total + func.max(case((condition, 1 << place), else_=0))
    return total
