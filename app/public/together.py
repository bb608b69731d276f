"""Several needs at once: the firms that hold all of them, and the smallest sets that together do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import g, request

from app.directory.combining import Combined, combine
from app.directory.hands import Answer, Hand, Need, answers, hands
from app.directory.models import Firm
from app.directory.queries import firms_in_order
from app.i18n.addresses import Addresses
from app.public.contents import show
from app.public.door import public, settings, todays_turns
from app.public.markets import by_name
from app.public.needs import MOST_NEEDS, asked_for
from app.taxonomy.snapshot import BROAD, RegionConcept, Taxonomy
from app.web.caching import public_page
from app.web.edition import current_taxonomy

_MOST_SETS = 5
_MOST_WHOLE = 10
_MOST_NEARLY = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One need in the reader's list."""

    need: Need
    #: Firms that hold it.
    firms: int
    #: Firms that offer it, but take no new mandates for it or only advise.
    shut: int
    #: Its place in the directory, and this page without it.
    shelf: str
    without: str


@dataclass(frozen=True, slots=True)
class Held:
    """A firm, and what it offers of the list: one answer to each need."""

    firm: Firm
    held: Sequence[Answer]
    shut: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Group:
    """Firms that together hold what anybody holds."""

    firms: Sequence[Held]
    #: Tags of the languages all of them work in.
    tongues: Sequence[str]

    @property
    def slugs(self) -> list[str]:
        return [each.firm.slug for each in self.firms]


@public.route("/together")
@public_page
def together() -> str:
    taxonomy, at = current_taxonomy(), Addresses(g.language)
    asked = asked_for(request.args.to_dict(flat=False), taxonomy)
    needs = asked.needs
    found = hands(needs, taxonomy, demo=settings().demo)
    combined = combine(found, len(needs), turn=todays_turns(), most=_MOST_SETS)
    held = _held(combined, needs, taxonomy)
    return show(
        "public/together.html",
        asked=asked,
        most=MOST_NEEDS,
        lines=[_line(place, needs, found, at) for place in range(len(needs))],
        whole=[held[each.firm_id] for each in combined.whole[:_MOST_WHOLE]],
        whole_firms=len(combined.whole),
        nearly=[held[each.firm_id] for each in combined.nearly[:_MOST_NEARLY]],
        groups=[_group([held[each.firm_id] for each in firms]) for firms in combined.sets],
        has_more=combined.has_more,
        uncovered=[need for place, need in enumerate(needs) if combined.uncovered >> place & 1],
        **_choices(taxonomy),
        ask=at.ask_for(_question(needs)),
        canonical_query=at.together(needs=[each.code for each in needs]).partition("together")[2],
        unlisted=bool(request.args),
    )


def _held(combined: Combined, needs: Sequence[Need], taxonomy: Taxonomy) -> Mapping[int, Held]:
    """The firms that are shown, by id; three statements, none for no firm."""
    shown: list[Hand] = [*combined.whole[:_MOST_WHOLE], *combined.nearly[:_MOST_NEARLY]]
    shown += [each for firms in combined.sets for each in firms]
    ids = list(dict.fromkeys(each.firm_id for each in shown))
    theirs: dict[int, dict[Need, Answer]] = {each: {} for each in ids}
    for each in answers(ids, needs, taxonomy):
        # The best answer to a need comes first.
        theirs[each.firm_id].setdefault(each.need, each)
    return {
        firm.id: Held(
            firm,
            [
                theirs[firm.id][need]
                for need in needs
                if need in theirs[firm.id] and theirs[firm.id][need].holds
            ],
            [each for each in theirs[firm.id].values() if not each.holds],
        )
        for firm in firms_in_order(ids)
    }


def _group(firms: Sequence[Held]) -> Group:
    common = [
        tag
        for tag in firms[0].firm.working_languages
        if all(tag in each.firm.working_languages for each in firms)
    ]
    return Group(firms, common)


def _line(place: int, needs: Sequence[Need], found: Sequence[Hand], at: Addresses) -> Line:
    need = needs[place]
    holding = sum(each.held >> place & 1 for each in found)
    return Line(
        need,
        holding,
        sum(each.listed >> place & 1 for each in found) - holding,
        at.firms(market=need.market, service=need.service),
        at.together(needs=[each.code for each in needs if each is not need]),
    )


def _question(needs: Sequence[Need]) -> list[tuple[str, str]]:
    markets = dict.fromkeys(each.market.lower() for each in needs)
    services = dict.fromkeys(each.service.lower() for each in needs)
    return [*(("market", each) for each in markets), *(("service", each) for each in services)]


def _choices(taxonomy: Taxonomy) -> dict[str, object]:
    """What can be added: services by family, and markets by name."""
    markets: list[RegionConcept] = [each for each in taxonomy.regions.values() if each.kind not in BROAD]
    return {
        "families": [
            (family, [taxonomy.services[code] for code in taxonomy.services_of(family.code)])
            for family in taxonomy.families.values()
        ],
        "markets": by_name(markets, g.language),
    }
