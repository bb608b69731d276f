"""The firms that answer a need, in an order that can be explained.

    score = gate × (0.5 + 0.5 × merit)

gate: how much of the need is met, the mean over its cells (service × market) of the region's fit.
merit: weighted terms, each in [0, 1]. Nothing about payment, age or name is known here.
Source of the weights: the matching design, section 2.5.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.classification.needs import Needs
from app.directory.models import Basis, Firm, Offering
from app.directory.turns import Turns
from app.i18n.languages import Language
from app.matching import offers
from app.taxonomy.snapshot import Taxonomy

WEIGHTS: Mapping[str, float] = {
    "sector": 0.35,
    "language": 0.25,
    "responsiveness": 0.20,
    "headroom": 0.10,
    "freshness": 0.10,
}
#: How well an offering for one region answers for another.
EXACT, WIDER, NARROWER = 1.0, 0.7, 0.6
#: A firm of which nothing is known yet starts here, not at nought.
UNKNOWN = 0.6
#: Firms shown as nearly fitting.
MOST_NEAR = 3


class ExclusionReason(Enum):
    """Why a firm that offers the service in the market is not asked; the first that holds is named."""

    REFUSED = "refused"
    NOT_CLAIMED = "not_claimed"
    NOT_TAKING_ENQUIRIES = "not_taking_enquiries"
    NO_ADDRESS = "no_address"
    CLOSED = "closed"
    OTHER_PRODUCTS = "other_products"


@dataclass(frozen=True, slots=True)
class Ground:
    """One offering that meets one cell of the need."""

    service: str
    #: The market of the offering.
    market: str
    #: The market that was asked about.
    asked: str
    basis: Basis
    #: Which of the firm's kinds of product answer the question's.
    sectors: tuple[str, ...]

    @property
    def record(self) -> dict[str, Any]:
        """As it is kept with a referral: what ranked a firm is what is later shown as its reason."""
        return {
            "service": self.service,
            "market": self.market,
            "asked": self.asked,
            "basis": self.basis.value,
            "sectors": list(self.sectors),
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Ground":
        return cls(
            record["service"],
            record["market"],
            record["asked"],
            Basis(record["basis"]),
            tuple(record["sectors"]),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    firm: Firm
    grounds: tuple[Ground, ...]
    score: float
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A firm that would fit but for one thing."""

    firm: Firm
    grounds: tuple[Ground, ...]
    #: ``market`` or ``service``.
    missing_kind: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    firm: Firm
    reason: ExclusionReason


@dataclass(frozen=True, slots=True)
class Ranking:
    candidates: tuple[Candidate, ...] = ()
    near: tuple[NearMiss, ...] = ()
    excluded: tuple[Exclusion, ...] = ()


def rank(
    needs: Needs,
    *,
    taxonomy: Taxonomy,
    demo: bool,
    day: date,
    secret: str,
    language: Language | None = None,
    routing: bool = False,
    refused: frozenset[int] = frozenset(),
) -> Ranking:
    """The firms for ``needs``, best first; empty where there is no service × market to go by.

    routing: for handing an enquiry over: only firms that can receive one, and none that nearly fit.
    refused: ids of firms the enquirer does not want or has already asked.
    Ties turn daily by a keyed hash: nobody can buy, guess or keep a place.
    """
    cells = list(needs.cells(taxonomy)) if needs.can_be_matched else []
    if not cells:
        return Ranking()
    turns = Turns(secret, day)
    candidates: list[Candidate] = []
    excluded: list[Exclusion] = []
    wanted = _wanted_sectors(needs, taxonomy)
    for firm, offerings in _by_firm(offers.answering(needs, taxonomy, demo=demo)):
        grounds = _grounds(cells, offerings, wanted, taxonomy)
        if not grounds and not _offers_any(cells, offerings, taxonomy):
            continue
        reason = _exclusion(firm, offerings, grounds, routing=routing, refused=refused)
        if reason:
            excluded.append(Exclusion(firm, reason))
        else:
            candidates.append(_scored(firm, grounds, cells, needs, taxonomy, language))
    candidates.sort(key=lambda each: (-round(each.score, 6), turns(each.firm.slug)))
    excluded.sort(key=lambda each: turns(each.firm.slug))
    taken = {each.firm.id for each in candidates} | {each.firm.id for each in excluded}
    near = () if routing else _near(needs, taxonomy, demo, taken, turns)
    return Ranking(tuple(candidates), near, tuple(excluded))


def _by_firm(offerings: Sequence[Offering]) -> Iterable[tuple[Firm, list[Offering]]]:
    firms: dict[int, Firm] = {}
    found: dict[int, list[Offering]] = defaultdict(list)
    for offering in offerings:
        firms[offering.firm_id] = offering.firm
        found[offering.firm_id].append(offering)
    return ((firms[id_], each) for id_, each in found.items())


def region_fit(offered: str, asked: str, taxonomy: Taxonomy) -> float:
    """How well an offering for one region answers a question about another; 0 for a stranger."""
    if offered == asked:
        return EXACT
    if offered in taxonomy.ancestors(asked):
        return WIDER
    return NARROWER if offered in taxonomy.descendants(asked) else 0.0


def _wanted_sectors(needs: Needs, taxonomy: Taxonomy) -> frozenset[str]:
    """The sectors whose offerings answer the products asked about; empty where none is asked about."""
    return frozenset().union(*(taxonomy.sectors_answering(code) for code in needs.sectors))


def _fits_sector(offering: Offering, wanted: frozenset[str]) -> tuple[bool, tuple[str, ...]]:
    """Whether the offering stands for the products asked about, and through which of its sectors."""
    listed = [each.sector_code for each in offering.sectors]
    if not wanted or not listed:
        return True, ()
    answering = tuple(code for code in listed if code in wanted)
    return bool(answering), answering


def _grounds(
    cells: list[tuple[str, str]], offerings: list[Offering], wanted: frozenset[str], taxonomy: Taxonomy
) -> tuple[Ground, ...]:
    """For each cell the firm's best open offering."""
    grounds = []
    for service, asked in cells:
        best: tuple[float, Ground] | None = None
        for offering in offerings:
            if offering.service_code != service or not offering.is_open:
                continue
            fit = region_fit(offering.market_code, asked, taxonomy)
            fits, sectors = _fits_sector(offering, wanted)
            if fit and fits and (best is None or fit > best[0]):
                best = fit, Ground(service, offering.market_code, asked, offering.basis, sectors)
        if best:
            grounds.append(best[1])
    return tuple(grounds)


def _offers_any(cells: list[tuple[str, str]], offerings: list[Offering], taxonomy: Taxonomy) -> bool:
    return any(
        offering.service_code == service and region_fit(offering.market_code, asked, taxonomy)
        for service, asked in cells
        for offering in offerings
    )


def _exclusion(
    firm: Firm,
    offerings: list[Offering],
    grounds: tuple[Ground, ...],
    *,
    routing: bool,
    refused: frozenset[int],
) -> ExclusionReason | None:
    if firm.id in refused:
        return ExclusionReason.REFUSED
    if routing and not firm.claimed_at:
        return ExclusionReason.NOT_CLAIMED
    if routing and not firm.accepts_enquiries:
        return ExclusionReason.NOT_TAKING_ENQUIRIES
    if routing and not firm.contact_email:
        return ExclusionReason.NO_ADDRESS
    if not grounds:
        closed = not any(offering.is_open for offering in offerings)
        return ExclusionReason.CLOSED if closed else ExclusionReason.OTHER_PRODUCTS
    return None


def _language_term(firm: Firm, language: Language | None) -> float:
    """Same language and script 1 · the other Chinese script 0.95 · English as a bridge 0.4."""
    tags = [tag.lower() for tag in firm.working_languages]
    if language is None or not tags:
        return UNKNOWN
    if language.tag.lower() in tags:
        return 1.0
    if language.is_chinese and any(tag.startswith("zh") for tag in tags):
        return 0.95
    return 0.4 if "en" in tags else 0.0


def _scored(
    firm: Firm,
    grounds: tuple[Ground, ...],
    cells: list[tuple[str, str]],
    needs: Needs,
    taxonomy: Taxonomy,
    language: Language | None,
) -> Candidate:
    gate = sum(region_fit(ground.market, ground.asked, taxonomy) for ground in grounds) / len(cells)
    named = any(ground.sectors for ground in grounds)
    terms = {
        "gate": gate,
        "sector": 1.0 if named else (UNKNOWN if needs.sectors else 1.0),
        "language": _language_term(firm, language),
        # Answer times, open cases and reviews are not counted yet: all firms start alike.
        "responsiveness": UNKNOWN,
        "headroom": 1.0,
        "freshness": 1.0 if firm.claimed_at else UNKNOWN,
    }
    merit = sum(weight * terms[name] for name, weight in WEIGHTS.items())
    return Candidate(firm, grounds, gate * (0.5 + 0.5 * merit), terms)


def _near(
    needs: Needs, taxonomy: Taxonomy, demo: bool, taken: set[int], turns: Turns
) -> tuple[NearMiss, ...]:
    """Firms with the service elsewhere, then firms there with another service of the family."""
    wanted = _wanted_sectors(needs, taxonomy)
    near = [
        each
        for each in offers.nearly_answering(needs, taxonomy, demo=demo)
        if each.firm_id not in taken and _fits_sector(each, wanted)[0]
    ]
    found: dict[int, NearMiss] = {}
    for kind, missing in (("market", needs.markets), ("service", needs.services)):
        theirs = [each for each in near if (each.service_code in needs.services) == (kind == "market")]
        for firm, offerings in sorted(_by_firm(theirs), key=lambda pair: turns(pair[0].slug)):
            grounds = tuple(
                Ground(each.service_code, each.market_code, each.market_code, each.basis, ())
                for each in offerings[:3]
            )
            found.setdefault(firm.id, NearMiss(firm, grounds, kind, missing))
    return tuple(found.values())[:MOST_NEAR]
