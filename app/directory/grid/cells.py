"""What a firm may say of one cell, service × market, and what of it makes no sense."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from app.directory.fees import FeeItem, FeeTerm
from app.directory.models import Firm, Intake, Means
from app.i18n.formats import language_tag
from app.i18n.languages import BY_SLUG
from app.taxonomy.snapshot import BROAD, Taxonomy

LONGEST_PARTNER = 200
LONGEST_EXCLUSIONS = 300
LONGEST_SWITCHING = 1000
MOST_LANGUAGES = 20
_USUAL_MONTHS = 6
#: Nobody knows what it will offer in two years.
_LONGEST = timedelta(days=366)

#: Service and market, by code.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that a firm says of one cell. Sectors are those it is for; without any, it is for all."""

    means: Means | None = None
    partner: str = ""
    sectors: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    exclusions: str = ""
    switching: str = ""
    #: The language slug of the two texts.
    written_in: str = "en"
    #: BCP 47 tags; empty where the firm's own languages hold here too.
    languages: tuple[str, ...] = ()
    intake: Intake = Intake.OPEN
    fees: Mapping[FeeItem, FeeTerm] = field(default_factory=dict)
    #: The last day on which it counts without being confirmed again.
    confirm_by: date


class Fault(Enum):
    """What is wrong with one field."""

    NO_SUCH_SERVICE = "no_such_service"
    NO_SUCH_MARKET = "no_such_market"
    #: Both exist, and no such service in that market.
    NO_SUCH_PAIR = "no_such_pair"
    NO_PARTNER = "no_partner"
    TOO_LONG = "too_long"
    NO_SUCH_SECTOR = "no_such_sector"
    NO_SECTOR_LEFT = "no_sector_left"
    NO_SUCH_LANGUAGE = "no_such_language"
    PAST = "past"
    TOO_FAR = "too_far"
    # Of a row of a file.
    FORMULA = "formula"
    #: None of the words that the column may hold.
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_DAY = "not_a_day"
    #: Another row speaks of the same cell.
    TWICE = "twice"
    OTHER_FIRM = "other_firm"


def exists(service: str, market: str, taxonomy: Taxonomy) -> bool:
    """Whether the service can be offered in that market: by exact code, as where offerings are derived."""
    known, region = taxonomy.services.get(service), taxonomy.regions.get(market)
    if known is None or region is None or region.kind in BROAD:
        return False
    return not known.regions or market in known.regions


def today_of(firm: Firm, at: datetime) -> date:
    """The day it is by the firm's clock."""
    return at.astimezone(ZoneInfo(firm.time_zone)).date()


def usual_day(today: date) -> date:
    """By when to confirm where nothing else is said: six months on."""
    years, month = divmod(today.month - 1 + _USUAL_MONTHS, 12)
    first = date(today.year + years, month + 1, 1)
    return min(first.replace(day=1) + timedelta(days=today.day - 1), _last_of(first))


def _last_of(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def key_fault(service: str, market: str, taxonomy: Taxonomy) -> Fault | None:
    """Why there can be no such cell."""
    if service not in taxonomy.services:
        return Fault.NO_SUCH_SERVICE
    if market not in taxonomy.regions:
        return Fault.NO_SUCH_MARKET
    return None if exists(service, market, taxonomy) else Fault.NO_SUCH_PAIR


def faults(said: Said, *, today: date, taxonomy: Taxonomy) -> Iterator[tuple[str, Fault]]:
    """What is wrong, each with the name of its field in ``Said``."""
    if said.means is Means.PARTNER and not said.partner:
        yield "partner", Fault.NO_PARTNER
    for name, most in (
        ("partner", LONGEST_PARTNER),
        ("exclusions", LONGEST_EXCLUSIONS),
        ("switching", LONGEST_SWITCHING),
    ):
        if len(getattr(said, name)) > most:
            yield name, Fault.TOO_LONG
    for name in ("sectors", "without"):
        if any(code not in taxonomy.sectors for code in getattr(said, name)):
            yield name, Fault.NO_SUCH_SECTOR
            return
    if said.without and not stands_for(said.sectors, said.without, taxonomy):
        yield "without", Fault.NO_SECTOR_LEFT
    if said.written_in not in BY_SLUG:
        yield "written_in", Fault.NO_SUCH_LANGUAGE
    if len(said.languages) > MOST_LANGUAGES or any(language_tag(tag) != tag for tag in said.languages):
        yield "languages", Fault.NO_SUCH_LANGUAGE
    yield from (("confirm_by", each) for each in day_faults(said.confirm_by, today=today))


def day_faults(day: date, *, today: date) -> Iterator[Fault]:
    """What is wrong with a day to confirm by."""
    if day < today:
        yield Fault.PAST
    elif day > today + _LONGEST:
        yield Fault.TOO_FAR


def stands_for(sectors: Iterable[str], without: Iterable[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """The sectors an offering stands for, once others are taken out of them; the widest that are left.

    Whatever contains a sector that is taken out stands for its other parts alone. So whoever asks for what
    is excluded does not find it, and nobody who searches needs to know of exclusions.
    """
    chosen, out = set(sectors), set(without)
    if not out:
        return tuple(code for code in taxonomy.sectors if code in chosen)
    above = frozenset().union(*(taxonomy.sector_ancestors(code) for code in out))
    left = {
        code
        for code in taxonomy.sectors
        if (not chosen or (taxonomy.sector_ancestors(code) | {code}) & chosen)
        and not (taxonomy.sector_ancestors(code) | {code}) & out
        and code not in above
    }
    return tuple(
        code for code in taxonomy.sectors if code in left and not taxonomy.sector_ancestors(code) & left
    )
