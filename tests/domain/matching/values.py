"""Questions and facts of firms as Hypothesis makes them up."""

from dataclasses import replace

from hypothesis import strategies as st

from app.directory.models import Basis
from app.matching.question import Cell, FirmFacts, Fit, Offer, Question, Share

SERVICES = ("MA-ATMP", "REP-UKRP")
SECTORS = ("MD", "IVD", "COS")
LANGUAGES = ("en", "zh", "zh-hans", "zh-hant", "de")
FITS = {"UK": Fit.EXACT, "EU": Fit.BLOC, "EUROPE": Fit.KIN, "UK-GBN": Fit.KIN}
#: Its only market that answers neither cell is the last.
MARKETS = (*FITS, "US")


def cell(service: str) -> Cell:
    return Cell(service, "UK", FITS)


offers = st.builds(
    Offer,
    service=st.sampled_from(SERVICES),
    market=st.sampled_from(MARKETS),
    basis=st.sampled_from(Basis),
    sectors=st.sets(st.sampled_from(SECTORS)).map(lambda codes: tuple(sorted(codes))),
    is_open=st.sampled_from([True, True, True, False]),
    is_seated=st.sampled_from([True, True, False, None]),
    has_lapsed=st.sampled_from([False, False, False, True]),
)
shares = st.builds(
    Share,
    service=st.sampled_from(SERVICES),
    asked=st.just("UK"),
    deficit=st.floats(-3, 3).map(lambda owed: round(owed, 6)),
    unserved=st.none() | st.integers(0, 10**7),
)
facts = st.builds(
    FirmFacts,
    firm=st.just(0),
    draw=st.just(""),
    offers=st.lists(offers, min_size=1, max_size=5, unique_by=lambda each: (each.service, each.market)).map(
        tuple
    ),
    languages=st.sets(st.sampled_from(LANGUAGES), max_size=3).map(lambda tags: tuple(sorted(tags))),
    is_claimed=st.sampled_from([True, True, True, False]),
    is_accepting=st.sampled_from([True, True, True, False]),
    is_reachable=st.sampled_from([True, True, True, False]),
    capacity=st.none() | st.integers(0, 20),
    open=st.integers(0, 20),
    in_time=st.floats(0, 50).map(lambda count: round(count, 4)),
    late=st.floats(0, 50).map(lambda count: round(count, 4)),
    age_days=st.none() | st.integers(0, 1500),
    shares=st.lists(shares, max_size=2, unique_by=lambda each: each.service).map(tuple),
)
questions = st.builds(
    Question,
    cells=st.sets(st.sampled_from(SERVICES), min_size=1).map(lambda some: tuple(map(cell, sorted(some)))),
    wanted=st.sets(st.sampled_from(SECTORS), max_size=2).map(lambda codes: tuple(sorted(codes))),
    language=st.none() | st.sampled_from(["en", "zh-Hans", "zh-Hant"]),
    refused=st.sets(st.integers(1, 8), max_size=2).map(lambda ids: tuple(sorted(ids))),
    conflicts=st.sets(st.integers(1, 8), max_size=2).map(lambda ids: tuple(sorted(ids))),
    day=st.just("2026-11-23"),
    slots=st.integers(1, 5),
    routing=st.sampled_from([True, True, False]),
)


def numbered(found: list[FirmFacts]) -> tuple[FirmFacts, ...]:
    """Each with an id and a draw of its own."""
    return tuple(replace(each, firm=n, draw=f"{n:064x}") for n, each in enumerate(found, 1))


firms = st.lists(facts, max_size=8).map(numbered)

#: Firms that nothing but their offerings, their languages and their room can shut out.
askable = facts.map(lambda each: replace(each, is_claimed=True, is_accepting=True, is_reachable=True))
