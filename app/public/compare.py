"""Firms side by side: what each offers where, what they share, what else is known of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import g, request

from app.directory.models import Basis, Firm, Means
from app.directory.queries import firms_by_slug
from app.i18n.addresses import Addresses
from app.public.contents import show
from app.public.door import public, settings
from app.taxonomy.snapshot import Concept, Taxonomy
from app.web.caching import public_page
from app.web.edition import current_taxonomy

MOST_FIRMS = 4
#: Services that fit on one sheet beside everything else; the screen has them all.
_MOST_PRINTED = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One firm's offerings of one service."""

    #: Markets not every firm here offers the service in, then those they share.
    own: Sequence[Concept]
    shared: Sequence[Concept]
    bases: Sequence[Basis]
    #: Each way the firm acts, with the markets of which it says so.
    means: Sequence[tuple[Means, Sequence[Concept]]]
    #: Markets in which no new mandate is taken.
    closed: Sequence[Concept]

    @property
    def markets(self) -> int:
        return len(self.own) + len(self.shared)

    def __bool__(self) -> bool:
        return bool(self.markets)


@dataclass(frozen=True, slots=True)
class Row:
    """One service, a cell for each firm."""

    service: Concept
    cells: Sequence[Cell]
    #: Whether they serve other markets with it, act there in other ways, or not all take new mandates.
    differs: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which firms the address names, and what in it could not be followed."""

    slugs: tuple[str, ...]
    missing: tuple[str, ...]
    #: Named more than once.
    again: tuple[str, ...]
    #: One too many.
    beyond: tuple[str, ...]


@public.route("/compare")
@public_page
def compare() -> str:
    taxonomy = current_taxonomy()
    chosen, firms = _chosen(request.args.getlist("firm"))
    rows = _rows(firms, taxonomy) if len(firms) > 1 else []
    return show(
        "public/compare.html",
        chosen=chosen,
        firms=firms,
        differing=[row for row in rows if row.differs],
        alike=[row for row in rows if not row.differs],
        most_printed=_MOST_PRINTED,
        varies=_varies(firms),
        canonical_query=Addresses(g.language).compare(chosen.slugs).partition("compare")[2],
        asked=[("firm", slug) for slug in chosen.slugs],
        landscape=True,
        unlisted=True,
    )


def _chosen(given: Sequence[str]) -> tuple[Chosen, list[Firm]]:
    """The firms in the order named; one statement finds them, four more read what stands beside."""
    named = [slug.strip()[:64] for slug in given if slug.strip()]
    wanted = list(dict.fromkeys(named))
    # A few more are looked up than are shown: what is missing must not take a place.
    found = {firm.slug: firm for firm in firms_by_slug(wanted[: MOST_FIRMS * 3], demo=settings().demo)}
    there = [slug for slug in wanted if slug in found]
    return (
        Chosen(
            slugs=tuple(there[:MOST_FIRMS]),
            missing=tuple(slug for slug in wanted[: MOST_FIRMS * 3] if slug not in found)[:MOST_FIRMS],
            again=tuple(slug for slug in there if named.count(slug) > 1),
            beyond=tuple(there[MOST_FIRMS:]),
        ),
        [found[slug] for slug in there[:MOST_FIRMS]],
    )


def _rows(firms: Sequence[Firm], taxonomy: Taxonomy) -> list[Row]:
    """Every service that one of them offers; those in which they differ most stand first."""
    offered = {each.service_code for firm in firms for each in firm.offerings}
    rows = [
        Row(service, _cells(code, firms, taxonomy), _differs(code, firms))
        for code, service in taxonomy.services.items()
        if code in offered
    ]
    # The services only some of them offer say more than those offered in other markets.
    return sorted(rows, key=lambda row: (not row.differs, all(row.cells)))


def _differs(service: str, firms: Sequence[Firm]) -> bool:
    said = [
        {
            (each.market_code, each.means, each.is_live)
            for each in firm.offerings
            if each.service_code == service
        }
        for firm in firms
    ]
    return any(each != said[0] for each in said)


def _cells(service: str, firms: Sequence[Firm], taxonomy: Taxonomy) -> list[Cell]:
    theirs = [
        {each.market_code: each for each in firm.offerings if each.service_code == service} for firm in firms
    ]
    common = set(theirs[0]).intersection(*theirs[1:])
    regions = taxonomy.regions.values()
    return [
        Cell(
            own=[each for each in regions if each.code in cells and each.code not in common],
            shared=[each for each in regions if each.code in cells and each.code in common],
            bases=[basis for basis in Basis if any(each.basis is basis for each in cells.values())],
            means=[
                (means, there)
                for means in Means
                if (
                    there := [
                        each for each in regions if each.code in cells and cells[each.code].means is means
                    ]
                )
            ],
            closed=[each for each in regions if each.code in cells and not cells[each.code].is_live],
        )
        for cells in theirs
    ]


#: The other facts, and what is compared of each.
_FACTS: dict[str, Callable[[Firm], object]] = {
    "sectors": lambda firm: {each.sector_code for each in firm.sectors},
    "languages": lambda firm: set(firm.working_languages),
    "offices": lambda firm: {(each.country, tuple(sorted(each.city.items()))) for each in firm.offices},
    "receives": lambda firm: firm.can_receive,
    "answers": lambda firm: firm.response_days,
    "claimed": lambda firm: firm.claimed_at and firm.claimed_at.date(),
    "seen": lambda firm: firm.source_seen,
}


def _varies(firms: Sequence[Firm]) -> list[tuple[str, bool]]:
    """The other facts, those in which the firms differ first."""
    found = [(name, any(said(firm) != said(firms[0]) for firm in firms)) for name, said in _FACTS.items()]
    return sorted(found, key=lambda pair: not pair[1])
