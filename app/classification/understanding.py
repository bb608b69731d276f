"""From a question to its needs, each with who says so and the words it rests on.

This is the one function the portal asks. So far it joins the enquirer's own choices, the page the
question came from, and what the text names in so many words.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.classification.lexicon import MARKET, SECTOR, SERVICE
from app.classification.mentions import Mention, mentions
from app.classification.needs import Needs
from app.taxonomy.snapshot import Taxonomy

#: Who says so, strongest first; the values are those of ``enquiries.models.FacetSource``.
BY_ENQUIRER, BY_TEXT, BY_PAGE = "enquirer", "lexicon", "page"


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing the question seems to be about."""

    facet: str
    code: str
    source: str
    #: Places in the text as typed, each ``(start, end)``.
    spans: tuple[tuple[int, int], ...]
    #: Whether we take it to be meant; else it is only offered.
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Understanding:
    facets: tuple[Understood, ...]

    @property
    def needs(self) -> Needs:
        """What is meant, as something firms can be matched to."""

        def codes(facet: str) -> tuple[str, ...]:
            return tuple(each.code for each in self.facets if each.facet == facet and each.is_meant)

        return Needs(codes(MARKET), codes(SERVICE), codes(SECTOR))


def understand(
    text: str, *, chosen: Needs, page: Needs, country: str | None, taxonomy: Taxonomy
) -> Understanding:
    """What the question is about.

    chosen: the enquirer's own ticks; always meant.
    page: what the page is about that the question came from; meant only where nothing stronger is.
    country: where the enquirer is. Its name in the text says where they come from, more likely than
    where they want to go, so it is offered and not assumed.
    """
    named = mentions(text, taxonomy)
    facets: list[Understood] = []
    for facet, own, context in (
        (MARKET, chosen.markets, page.markets),
        (SERVICE, chosen.services, page.services),
        (SECTOR, chosen.sectors, page.sectors),
    ):
        spans = _spans(named, facet)
        facets += [Understood(facet, code, BY_ENQUIRER, spans.get(code, ()), True) for code in own]
        facets += [
            Understood(facet, code, BY_TEXT, places, not (facet == MARKET and code == country))
            for code, places in spans.items()
            if code not in own
        ]
        stronger = bool(own) or any(each.facet == facet and each.is_meant for each in facets)
        facets += [
            Understood(facet, code, BY_PAGE, (), not stronger and facet != SERVICE)
            for code in context
            if code not in own and code not in spans
        ]
    return Understanding(tuple(facets) + tuple(_implied_markets(facets, taxonomy)))


def _spans(named: Iterable[Mention], facet: str) -> dict[str, tuple[tuple[int, int], ...]]:
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for mention in named:
        if mention.facet == facet:
            places[mention.code] = (*places.get(mention.code, ()), (mention.start, mention.end))
    return places


def _implied_markets(facets: list[Understood], taxonomy: Taxonomy) -> Iterable[Understood]:
    """A service that exists in one market names that market: UKRP means the UK."""
    known = {each.code for each in facets if each.facet == MARKET}
    for each in facets:
        if each.facet != SERVICE or not each.is_meant:
            continue
        regions = taxonomy.services[each.code].regions
        if not regions:
            continue
        home = regions[0]
        within_one = all(region in taxonomy.markets_answering(home) for region in regions)
        if within_one and not known & taxonomy.markets_answering(home):
            known.add(home)
            yield Understood(MARKET, home, each.source, each.spans, True)
