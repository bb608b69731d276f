"""Firms and what they offer."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.directory.models import (
    Basis,
    Firm,
    FirmSector,
    FirmText,
    Offering,
    OfferingSector,
    Office,
    TextState,
    Visibility,
)
from app.i18n.zones import zone_of
from app.kernel.db import db
from tests.factories.keeping import NOON, keep, numbers


def make_firm(
    *,
    texts: Mapping[str, Mapping[str, Any]] | None = None,
    sectors: Sequence[str] = ("MD",),
    country: str = "UK",
    **given: Any,
) -> Firm:
    """A published firm that has taken its listing over and can receive enquiries.

    texts: by language slug, what differs from a dull name and description.
    """
    n = next(numbers)
    dull: dict[str, Any] = {
        "slug": f"firm-{n}",
        "visibility": Visibility.PUBLISHED,
        "claimed_at": NOON,
        "contact_email": f"desk@firm{n}.test",
        "working_languages": ["en"],
        "calendar": country,
        "time_zone": zone_of(country),
    }
    firm = Firm(**dull | given)
    for language, words in (texts or {"en": {}}).items():
        plain = {
            "name": f"Firm {n}",
            "name_language": "en",
            "description": "Advises.",
            "state": TextState.ORIGINAL,
        }
        firm.texts[language] = FirmText(language=language, **plain | dict(words))
    firm.sectors = [FirmSector(sector_code=code, basis=Basis.STATED) for code in sectors]
    firm.offices = [Office(country=country, city={"en": "London"}, is_headquarters=True, position=1)]
    return keep(firm)


def with_offices(*firms: Firm) -> list[Firm]:
    """The firms as the matching and the follow-up page read them: agreement names the countries."""
    for firm in firms:
        db.session.refresh(firm, ["offices"])
    return list(firms)


def make_offering(
    firm: Firm,
    service: str = "REP-UKRP",
    market: str = "UK",
    *,
    sectors: Sequence[str] = ("MD",),
    **given: Any,
) -> Offering:
    """One service of a firm in one market."""
    dull = {"firm_id": firm.id, "service_code": service, "market_code": market, "basis": Basis.STATED}
    offering = Offering(**dull | given)
    offering.sectors = [OfferingSector(sector_code=code) for code in sectors]
    return keep(offering)
