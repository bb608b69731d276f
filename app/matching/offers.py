"""The offerings a need may rest on, read by index and bounded."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from app.classification.needs import Needs
from app.directory.models import Firm, Offering, Visibility
from app.directory.shelf import standing
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy

#: Offerings looked at for near misses; three firms are shown.
_MOST_NEAR = 200


def _public(demo: bool) -> Select[Offering]:
    """Offerings of published firms, the firm with each. Invented firms only where they take part."""
    found = (
        select(Offering)
        .join(Offering.firm)
        .where(Firm.visibility == Visibility.PUBLISHED)
        .options(contains_eager(Offering.firm), selectinload(Offering.sectors))
        .order_by(Offering.id)
    )
    return found if demo else found.where(Firm.demo.is_(False))


def _markets(needs: Needs, taxonomy: Taxonomy) -> list[str]:
    return sorted(frozenset().union(*(taxonomy.markets_answering(code) for code in needs.markets)))


def answering(needs: Needs, taxonomy: Taxonomy, *, demo: bool) -> Sequence[Offering]:
    """Offerings of the services asked for, in the markets asked about or what contains them.

    Four statements; the firms' offices come with them, since consent names their countries.
    """
    return db.session.scalars(
        _public(demo)
        .options(contains_eager(Offering.firm).selectinload(Firm.offices))
        .where(Offering.service_code.in_(needs.services), Offering.market_code.in_(_markets(needs, taxonomy)))
    ).all()


def nearly_answering(needs: Needs, taxonomy: Taxonomy, *, demo: bool) -> Sequence[Offering]:
    """Some offerings of the same services elsewhere, or there of other services of their families.

    Three statements.
    """
    markets = _markets(needs, taxonomy)
    families = {taxonomy.services[code].family for code in needs.services}
    akin = [
        code
        for code, each in taxonomy.services.items()
        if each.family in families and code not in needs.services
    ]
    elsewhere = Offering.service_code.in_(needs.services) & Offering.market_code.not_in(markets)
    other = Offering.service_code.in_(akin) & Offering.market_code.in_(markets)
    return db.session.scalars(_public(demo).where(elsewhere | other, *standing()).limit(_MOST_NEAR)).all()
