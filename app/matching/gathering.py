"""What is known of the firms that might answer, gathered for the ranking by a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from app.classification.needs import Needs
from app.directory.models import Firm, Offering
from app.directory.turns import Turns
from app.i18n.languages import Language
from app.matching import shares, standing
from app.matching.question import Cell, FirmFacts, Fit, Offer, Question, Share
from app.matching.standing import Counts
from app.matching.weights import Weights
from app.taxonomy.snapshot import Taxonomy

_BLOC = "bloc"


def fit_of(offered: str, asked: str, taxonomy: Taxonomy) -> Fit | None:
    """How an offering for one region answers a question about another; None for a stranger."""
    if offered == asked:
        return Fit.EXACT
    if offered in taxonomy.ancestors(asked):
        return Fit.BLOC if taxonomy.regions[offered].kind == _BLOC else Fit.KIN
    return Fit.KIN if offered in taxonomy.descendants(asked) else None


def wanted_sectors(needs: Needs, taxonomy: Taxonomy) -> frozenset[str]:
    """The sectors whose offerings answer the products asked about; empty where none is asked about."""
    return frozenset().union(*(taxonomy.sectors_answering(code) for code in needs.sectors))


def question_of(
    needs: Needs,
    taxonomy: Taxonomy,
    *,
    day: date,
    language: Language | None,
    routing: bool,
    refused: frozenset[int],
    slots: int,
) -> Question:
    """The needs as the ranking is asked them; it needs no taxonomy any more."""
    return Question(
        cells=tuple(_cell(service, asked, taxonomy) for service, asked in _cells(needs, taxonomy)),
        wanted=tuple(sorted(wanted_sectors(needs, taxonomy))),
        is_clear=needs.can_be_matched,
        language=language.tag if language else None,
        refused=tuple(sorted(refused)),
        day=day.isoformat(),
        slots=slots,
        routing=routing,
    )


def _cells(needs: Needs, taxonomy: Taxonomy) -> Iterable[tuple[str, str]]:
    return dict.fromkeys(needs.cells(taxonomy)) if needs.can_be_matched else ()


def _cell(service: str, asked: str, taxonomy: Taxonomy) -> Cell:
    fits = {code: fit_of(code, asked, taxonomy) for code in taxonomy.markets_answering(asked)}
    return Cell(service, asked, {code: fit for code, fit in fits.items() if fit})


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Facts of firms as they stand on ``day``."""

    question: Question
    taxonomy: Taxonomy
    turns: Turns
    day: date
    weights: Weights

    def by_firm(self, offerings: Sequence[Offering]) -> dict[int, tuple[Firm, list[Offering]]]:
        """Those with an offering for one of the cells; the same service elsewhere is no answer."""
        pairs = {(cell.service, market) for cell in self.question.cells for market in cell.fits}
        found: dict[int, tuple[Firm, list[Offering]]] = {}
        for each in offerings:
            if (each.service_code, each.market_code) in pairs:
                found.setdefault(each.firm_id, (each.firm, []))[1].append(each)
        return found

    def gather(
        self,
        found: Mapping[int, tuple[Firm, list[Offering]]],
        *,
        at: datetime | None = None,
        for_merit: bool = True,
    ) -> tuple[FirmFacts, ...]:
        """at: the moment, where an enquiry is handed over; by default the end of the day.

        for_merit: whether what only orders firms is read too; without it there is no statement.
        """
        at = at or datetime.combine(self.day, time.max, UTC)
        known, counts = dict[int, list[Share]](), dict[int, Counts]()
        if self.question.routing and found and for_merit:
            counts = standing.counts_of(found, at=at, weights=self.weights)
            asked = [(cell.service, cell.asked) for cell in self.question.cells]
            known = shares.shares_of(found, asked, at=at, weights=self.weights)
        facts = partial(self._facts, at=at, counts=defaultdict(Counts, counts), known=known)
        return tuple(facts(firm, offerings) for firm, offerings in found.values())

    def _facts(
        self,
        firm: Firm,
        offerings: list[Offering],
        *,
        at: datetime,
        counts: Mapping[int, Counts],
        known: Mapping[int, list[Share]],
    ) -> FirmFacts:
        # A public list must not move with every enquiry: it is the same for all readers of a day.
        capacity, open_now = (firm.capacity, firm.open_referrals) if self.question.routing else (None, 0)
        seats = frozenset(office.country for office in firm.offices)
        return FirmFacts(
            firm=firm.id,
            draw=self.turns(firm.slug).hex(),
            offers=tuple(sorted((self._offer(each, seats) for each in offerings), key=_by_cell)),
            languages=_languages(firm, offerings),
            is_claimed=firm.claimed_at is not None,
            is_accepting=firm.accepts_enquiries,
            is_reachable=bool(firm.contact_email),
            is_absent=self.question.routing and firm.is_absent(at),
            capacity=capacity,
            open=open_now,
            in_time=round(counts[firm.id].in_time, 4),
            late=round(counts[firm.id].late, 4),
            age_days=_age(firm, self.day),
            shares=tuple(known.get(firm.id, ())),
        )

    def _offer(self, offering: Offering, seats: frozenset[str]) -> Offer:
        there = self.taxonomy.markets_answering(offering.market_code)
        return Offer(
            offering.service_code,
            offering.market_code,
            offering.basis,
            tuple(sorted(each.sector_code for each in offering.sectors)),
            offering.is_open,
            bool(seats & there) if seats else None,
            offering.evidence_lapsed_at is not None,
            offering.lapsed_at is not None,
        )


def _languages(firm: Firm, offerings: Iterable[Offering]) -> tuple[str, ...]:
    """Those it works in for what it can be asked for; an offering that names none is in the firm's own."""
    live = [each for each in offerings if each.is_live]
    named = {tag for each in live for tag in each.languages or firm.working_languages}
    return tuple(sorted(tag.lower() for tag in named or firm.working_languages))


def _by_cell(offer: Offer) -> tuple[str, str]:
    return offer.service, offer.market


def _age(firm: Firm, day: date) -> int | None:
    """Days since the facts were last read or the listing was taken over."""
    known = [firm.source_seen, firm.claimed_at.date() if firm.claimed_at else None]
    days = [each for each in known if each]
    return max(0, (day - max(days)).days) if days else None
