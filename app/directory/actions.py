"""What can be done with a listing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.directory.credentials.support import bases_by_evidence
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
from app.directory.offerings import Derived
from app.directory.wording.versions import write_anew
from app.i18n.calendars import seat_of
from app.kernel.amend import align, amend
from app.kernel.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a listing says in one language."""

    name: str
    name_language: str
    description: str
    state: TextState


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place of business, as it is listed."""

    country: str
    city: Mapping[str, str]
    is_headquarters: bool


def publish_firm(
    slug: str,
    *,
    facts: Mapping[str, Any],
    words: Mapping[str, Words],
    seats: Sequence[Seat],
    sectors: Mapping[str, Basis],
    offerings: Sequence[Derived],
) -> bool:
    """List a firm for the public, or amend its listing; says whether anything changed.

    facts: columns of ``Firm``; without a calendar or a clock, those of the headquarters. words: by language
    slug. sectors: the basis of each code.

    A listing that somebody of the firm has taken over is theirs, and stays as it is, and one that was taken
    down stays down; a sample firm belongs to nobody and is always put right. Whether an offering is open is
    not asked here either.
    """
    facts = {**_clock(seats), **facts}
    firm = _find(slug)
    if firm is None:
        firm = Firm(slug=slug, visibility=Visibility.PUBLISHED, **facts)
        db.session.add(firm)
        changed = True
    elif firm.removed_at or (firm.claimed_at and not firm.demo):
        return False
    else:
        changed = amend(firm, {"visibility": Visibility.PUBLISHED, **facts})
    changed |= _say(firm, words)
    changed |= align(
        firm.offices,
        {position: _seated(seat, position) for position, seat in enumerate(seats, 1)},
        key=lambda office: office.position,
        make=Office,
    )
    changed |= align(
        firm.sectors,
        {code: {"sector_code": code, "basis": basis} for code, basis in sectors.items()},
        key=lambda sector: sector.sector_code,
        make=FirmSector,
    )
    changed |= _offer(firm, offerings)
    db.session.flush()
    return changed


def _clock(seats: Sequence[Seat]) -> dict[str, Any]:
    """The calendar and the clock of the headquarters; where none is listed, of the first office."""
    for seat in sorted(seats, key=lambda each: not each.is_headquarters):
        found = seat_of(seat.country, seat.city.get("en", ""))
        return {"calendar": found.calendar, "time_zone": found.time_zone}
    return {}


def _find(slug: str) -> Firm | None:
    return db.session.scalar(
        select(Firm)
        .where(Firm.slug == slug)
        .options(
            selectinload(Firm.offices),
            selectinload(Firm.sectors),
            selectinload(Firm.offerings).selectinload(Offering.sectors),
        )
    )


def _say(firm: Firm, words: Mapping[str, Words]) -> bool:
    """Texts that come together are in step with one another, whatever was said before."""
    changed = False
    for language, each in words.items():
        facts = {
            "name": each.name,
            "name_language": each.name_language,
            "description": each.description,
            "state": each.state,
        }
        if language in firm.texts:
            changed |= _say_anew(firm, firm.texts[language], facts)
        else:
            firm.texts[language] = FirmText(language=language, version=1, **facts)
            changed = True
    for language in words:
        source, text = firm.source_of(language), firm.texts[language]
        if source is not None and (text.made_from_version or 1) != source.version:
            text.made_from, text.made_from_version = source.language, source.version
            changed = True
    return changed


def _say_anew(firm: Firm, text: FirmText, facts: Mapping[str, Any]) -> bool:
    if all(getattr(text, name) == value for name, value in facts.items()):
        return False
    if text.version == 1:
        # Nobody has written it since it was listed, so no one's words are lost.
        return amend(text, facts)
    write_anew(firm, text.language, **facts, by_id=None, at=None)
    text.made_from = text.made_from_version = None
    return True


def _seated(seat: Seat, position: int) -> dict[str, Any]:
    return {
        "country": seat.country,
        "city": dict(seat.city),
        "is_headquarters": seat.is_headquarters,
        "position": position,
    }


def _offer(firm: Firm, offerings: Sequence[Derived]) -> bool:
    proven = bases_by_evidence(firm)
    changed = align(
        firm.offerings,
        {
            (each.service, each.market): {
                "service_code": each.service,
                "market_code": each.market,
                "basis": proven.get((each.service, each.market), each.basis),
                "means": each.means,
            }
            for each in offerings
        },
        key=lambda offering: (offering.service_code, offering.market_code),
        make=Offering,
    )
    kept = {(offering.service_code, offering.market_code): offering for offering in firm.offerings}
    for each in offerings:
        changed |= align(
            kept[each.service, each.market].sectors,
            {code: {"sector_code": code} for code in each.sectors},
            key=lambda sector: sector.sector_code,
            make=OfferingSector,
        )
    return changed
