"""By which searches a firm's own cell is found, and why not by the others.

Asked of what answers those searches: the filters of the matching and the register of the directory. A page
made from this cannot say anything else than what an enquirer meets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.classification.needs import Needs
from app.directory.models import Firm, Offering, Office
from app.directory.register import Register
from app.directory.shelf import Shelf
from app.directory.turns import Turns
from app.i18n.languages import LANGUAGES, Language
from app.kernel.db import db
from app.matching.filters import exclusion
from app.matching.gathering import Gatherer, question_of
from app.matching.reasons import ExclusionReason
from app.matching.weights import weights
from app.taxonomy.models import Requirement


class Unlisted(Enum):
    """Why a cell puts its firm on no shelf of the directory; the first that holds."""

    #: The listing is not published.
    NOT_PUBLIC = "not_public"
    UNCONFIRMED = "unconfirmed"
    EVIDENCE_LAPSED = "evidence_lapsed"
    #: It names no kind of product, and the shelf is for one.
    NO_SECTOR = "no_sector"
    OTHER_PRODUCTS = "other_products"


@dataclass(frozen=True, slots=True)
class Handing:
    """An enquiry as it would be handed over, and why this cell would not get it."""

    sector: str
    #: What the enquirer reads; None where it does not matter.
    language: Language | None
    why_not: ExclusionReason | None
    #: Whether the firm would get it all the same, by another of its offerings.
    by_another: bool = False


@dataclass(frozen=True, slots=True)
class Shelved:
    """A shelf of the directory, and why this cell does not put the firm on it."""

    shelf: Shelf
    why_not: Unlisted | None


@dataclass(frozen=True, slots=True)
class Finder:
    """A rule of the requirement finder that this service meets, and why the firm is not counted under it."""

    rule: Requirement
    why_not: Unlisted | None


@dataclass(frozen=True)
class Sight:
    """One firm as its searchers see it at a moment. Its offices and the offerings' sectors are loaded."""

    firm: Firm
    offerings: Sequence[Offering]
    known: Register
    at: datetime
    _turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        # Nobody is ordered here, so nobody's turn comes.
        object.__setattr__(self, "_turns", Turns("", self.at.date()))

    def why_not(
        self, offering: Offering, *, sector: str = "", language: Language | None = None
    ) -> ExclusionReason | None:
        """Why an enquiry about just this would not come by this offering; no statement."""
        return self._why_not([offering], offering, sector, language)

    def _why_not(
        self, offerings: Sequence[Offering], asked: Offering, sector: str, language: Language | None
    ) -> ExclusionReason | None:
        taxonomy, figures, day = self.known.taxonomy, weights(), self.at.date()
        needs = Needs((asked.market_code,), (asked.service_code,), (sector,) if sector else ())
        question = question_of(
            needs, taxonomy, day=day, language=language, routing=True, refused=frozenset(), slots=1
        )
        gatherer = Gatherer(question, taxonomy, self._turns, day, figures)
        [facts] = gatherer.gather(gatherer.by_firm(offerings), at=self.at, for_merit=False)
        return exclusion(question, facts, figures)

    def handings(self, offering: Offering) -> list[Handing]:
        """Enquiries about just this: in each language, then for each kind of product it could be for."""
        asked: list[tuple[str, Language | None]] = [("", each) for each in LANGUAGES]
        asked += [(sector, None) for sector in self._sectors(offering)]
        found = []
        for sector, language in asked:
            why = self.why_not(offering, sector=sector, language=language)
            by_another = bool(why) and self._why_not(self.offerings, offering, sector, language) is None
            found.append(Handing(sector, language, why, by_another))
        return found

    def shelves(self, offering: Offering) -> list[Shelved]:
        """The directory for this market and service, and for each kind of product it could be for."""
        market, service = (offering.market_code,), (offering.service_code,)
        asked = [Shelf(market=market, service=service)]
        asked += [Shelf(market=market, service=service, sector=(each,)) for each in self._sectors(offering)]
        return [Shelved(each, self._unlisted(offering, each)) for each in asked]

    def rules(self, offering: Offering, rules: Sequence[Requirement]) -> list[Finder]:
        """Those of the rules that this service meets, where its market answers for theirs."""
        answering = self.known.taxonomy.markets_answering(offering.market_code)
        return [
            Finder(each, self._unlisted(offering, Shelf(market=(each.region_code,))))
            for each in rules
            if offering.service_code in each.services and each.region_code in answering
        ]

    def _unlisted(self, offering: Offering, shelf: Shelf) -> Unlisted | None:
        entry = self.known.by_id.get(self.firm.id)
        if entry is None:
            return Unlisted.NOT_PUBLIC
        place = self._place(offering)
        if place is None:
            return Unlisted.EVIDENCE_LAPSED if offering.evidence_lapsed_at else Unlisted.UNCONFIRMED
        if self.known.meeting(shelf) >> place & 1:
            return None
        return Unlisted.OTHER_PRODUCTS if offering.sectors else Unlisted.NO_SECTOR

    def _place(self, offering: Offering) -> int | None:
        """Where the offering's bit stands in the register; None if it is not there."""
        entry = self.known.by_id[self.firm.id]
        for place, offer in enumerate(entry.offers, entry.start):
            if (offer.service, offer.market) == (offering.service_code, offering.market_code):
                return place
        return None

    def _sectors(self, offering: Offering) -> list[str]:
        """The widest kinds of product that the service is for."""
        taxonomy = self.known.taxonomy
        named = taxonomy.services[offering.service_code].sectors
        return list(named) or [code for code, each in taxonomy.sectors.items() if each.parent is None]


def sight_of(firm: Firm, offerings: Sequence[Offering], known: Register, *, at: datetime) -> Sight:
    """The firm with its offices; one statement."""
    offices = select(Office).where(Office.firm_id == firm.id).order_by(Office.position)
    set_committed_value(firm, "offices", list(db.session.scalars(offices)))
    return Sight(firm, offerings, known, at)
