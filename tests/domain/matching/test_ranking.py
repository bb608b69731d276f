"""Which firms answer a need, and in which order."""

from datetime import date

import pytest
from sqlalchemy import Engine, event

from app.directory.models import Visibility
from app.i18n.languages import EN, ZH_HANS, ZH_HANT
from app.kernel.db import db, transaction
from app.matching.ranking import Ground
from app.matching.weights import TERMS, weights
from tests.domain.matching.conftest import DAY
from tests.factories import make_firm, make_offering


def offering(service="REP-UKRP", market="UK", *, sectors=("MD",), is_open=True, **firm):
    """A firm with that one offering."""
    made = make_firm(**firm)
    make_offering(made, service, market, sectors=sectors, is_open=is_open)
    return made


def firms(ranking):
    return [each.firm for each in ranking.candidates]


def scores(ranking):
    return {each.firm.id: each.score for each in ranking.candidates}


def test_market_and_service_must_hold_in_one_offering(ranked):
    agent = offering("REP-US-AGENT", "US", country="UK")
    make_offering(agent, "MA-UKCA", "UK")
    assert firms(ranked(["UK"], ["REP-UKRP"])) == []
    assert firms(ranked(["US"], ["REP-US-AGENT"])) == [agent]


def test_a_service_here_and_another_there_do_not_add_up(ranked):
    crossed = offering("MA-ATMP", "UK")
    make_offering(crossed, "CLIN-TRIAL", "US")
    (candidate,) = ranked(["UK", "US"], ["MA-ATMP", "CLIN-TRIAL"]).candidates
    assert {(each.service, each.market, each.asked) for each in candidate.grounds} == {
        ("MA-ATMP", "UK", "UK"),
        ("CLIN-TRIAL", "US", "US"),
    }
    assert candidate.terms["gate"] == 0.5


def test_an_office_in_a_market_offers_nothing_there(ranked):
    offering("REP-US-AGENT", "US", country="UK")
    assert firms(ranked(["UK"], ["REP-US-AGENT"])) == []


@pytest.mark.parametrize("needs", [([], ["REP-UKRP"]), (["UK"], []), ([], []), (["CH"], ["REP-UKRP"])])
def test_no_firm_is_named_without_a_market_and_a_service_that_go_together(ranked, needs):
    offering()
    ranking = ranked(*needs)
    assert (ranking.candidates, ranking.near, ranking.excluded) == ((), (), ())


@pytest.mark.parametrize(
    ("asked", "nearest_first"),
    [
        ("UK", {"UK": 1.0, "EUROPE": 0.6}),
        ("UK", {"UK": 1.0, "UK-GBN": 0.6}),
        ("DE", {"DE": 1.0, "EU": 0.7, "EUROPE": 0.6}),
        ("EU", {"EU": 1.0, "EEA": 0.7, "DE": 0.6}),
    ],
)
def test_the_nearer_the_offerings_market_the_better(ranked, asked, nearest_first):
    made = [offering("MA-ATMP", market) for market in nearest_first]
    ranking = ranked([asked], ["MA-ATMP"])
    assert firms(ranking) == made
    assert [each.gate for each in ranking.candidates] == list(nearest_first.values())


def test_a_neighbouring_market_answers_nothing(ranked):
    offering("MA-ATMP", "FR")
    assert firms(ranked(["DE"], ["MA-ATMP"])) == []


def test_of_a_firms_own_offerings_the_best_is_its_reason(ranked):
    firm = offering("MA-ATMP", "EUROPE")
    make_offering(firm, "MA-ATMP", "UK")
    (candidate,) = ranked(["UK"], ["MA-ATMP"]).candidates
    assert [(each.service, each.market, each.asked) for each in candidate.grounds] == [
        ("MA-ATMP", "UK", "UK")
    ]


def test_half_of_what_is_needed_counts_half(ranked):
    half, whole = offering(), offering()
    make_offering(whole, "REP-US-AGENT", "US")
    ranking = ranked(["UK", "US"], ["REP-UKRP", "REP-US-AGENT"])
    assert firms(ranking) == [whole, half]
    assert [each.terms["gate"] for each in ranking.candidates] == [1.0, 0.5]


@pytest.mark.parametrize(
    ("offered", "asked", "answers"),
    [
        ("MD", "MD", True),
        ("MD", "MD-ACTIVE", True),
        ("MD-ACTIVE", "MD", True),
        ("MD-ACTIVE", "MD-IMPLANT", False),
        ("COS", "MD", False),
        ("IVD", "COS", False),
    ],
)
def test_an_offering_stands_for_its_kinds_of_product_and_their_kin(ranked, offered, asked, answers):
    firm = offering(sectors=[offered])
    assert firms(ranked(sectors=[asked])) == ([firm] if answers else [])


def test_an_offering_without_kinds_of_product_stands_for_all_but_after_those_that_name_it(ranked):
    general, special = offering(sectors=()), offering(sectors=["MD"])
    ranking = ranked(sectors=["MD"])
    assert firms(ranking) == [special, general]
    assert [each.grounds[0].sectors for each in ranking.candidates] == [("MD",), ()]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"claimed_at": None}, "not_claimed"),
        ({"accepts_enquiries": False}, "not_taking_enquiries"),
        ({"contact_email": None}, "no_address"),
        ({"claimed_at": None, "accepts_enquiries": False, "contact_email": None}, "not_claimed"),
        ({"is_open": False}, "closed"),
        ({"sectors": ("COS",)}, "other_products"),
        ({"is_open": False, "sectors": ("COS",)}, "closed"),
        ({"working_languages": ["de", "fr"]}, "other_languages"),
        ({"capacity": 0}, "full"),
        ({"capacity": 2, "open_referrals": 2}, "full"),
        ({"working_languages": ["de"], "capacity": 0}, "other_languages"),
        ({"country": "DE"}, "not_established"),
    ],
)
def test_a_firm_that_is_not_asked_is_named_with_its_first_reason(ranked, given, reason):
    firm = offering(**given)
    ranking = ranked(sectors=["MD"], routing=True, language=ZH_HANT)
    assert firms(ranking) == []
    assert [(each.firm, each.reason.value) for each in ranking.excluded] == [(firm, reason)]


def test_a_refused_firm_is_not_asked_whatever_else_holds(ranked):
    firm = offering(claimed_at=None)
    (excluded,) = ranked(routing=True, refused=frozenset({firm.id})).excluded
    assert excluded.reason.value == "refused"


@pytest.mark.parametrize(
    "given", [{"claimed_at": None}, {"accepts_enquiries": False}, {"contact_email": None}]
)
def test_a_firm_that_cannot_receive_is_still_shown_to_readers(ranked, given):
    assert firms(ranked()) == firms(ranked(routing=True)) == []
    firm = offering(**given)
    assert firms(ranked()) == [firm]


def test_sample_firms_take_part_only_where_samples_do(ranked):
    offering(demo=True)
    real = offering()
    make_offering(offering("REP-UKRP", "UK", demo=True), "REP-US-AGENT", "US")
    assert firms(ranked(demo=False)) == [real]
    assert ranked(["US"], ["REP-US-AGENT"], demo=False).near == ()
    assert len(firms(ranked(demo=True))) == 3


def test_drafts_are_named_nowhere(ranked):
    offering(visibility=Visibility.DRAFT)
    ranking = ranked()
    assert (ranking.candidates, ranking.near, ranking.excluded) == ((), (), ())


def test_a_near_miss_names_the_market_that_is_missing(ranked):
    firm = offering("MA-ATMP", "US")
    ranking = ranked(["JP"], ["MA-ATMP"])
    assert firms(ranking) == []
    assert [(each.firm, each.missing_kind, each.missing) for each in ranking.near] == [
        (firm, "market", ("JP",))
    ]
    assert [(each.service, each.market) for each in ranking.near[0].grounds] == [("MA-ATMP", "US")]


def test_a_near_miss_names_the_service_that_is_missing(ranked):
    firm = offering("REP-UK-COS-RP", "UK")
    (near,) = ranked().near
    assert (near.firm, near.missing_kind, near.missing) == (firm, "service", ("REP-UKRP",))


def test_a_firm_that_fits_or_is_excluded_is_no_near_miss(ranked):
    for given in ({}, {"is_open": False}):
        firm = offering("MA-ATMP", "JP", **given)
        make_offering(firm, "MA-ATMP", "US")
    ranking = ranked(["JP"], ["MA-ATMP"])
    assert ranking.near == ()


def test_few_near_misses_are_shown(ranked):
    for _ in range(5):
        offering("MA-ATMP", "US")
    assert len(ranked(["JP"], ["MA-ATMP"]).near) == 3


@pytest.mark.parametrize(
    ("tags", "language", "term"),
    [
        (["zh-Hant", "en"], ZH_HANT, 1.0),
        (["zh-hant"], ZH_HANT, 1.0),
        (["zh-Hans"], ZH_HANT, 0.95),
        (["zh-Hant"], ZH_HANS, 0.95),
        (["en"], ZH_HANS, 0.4),
        (["de"], EN, 0.0),
        (["de"], ZH_HANT, 0.0),
        ([], EN, weights().unknown),
        (["en"], None, weights().unknown),
    ],
)
def test_a_firm_that_speaks_the_readers_language_comes_first(ranked, tags, language, term):
    offering(working_languages=tags)
    (candidate,) = ranked(language=language).candidates
    assert candidate.terms["language"] == term


def test_the_score_is_the_sum_of_what_is_shown(ranked):
    for market in ("UK", "EUROPE", "UK-GBN"):
        offering("MA-ATMP", market, working_languages=["en"])
        offering("MA-ATMP", market, sectors=(), working_languages=["zh-Hans"], claimed_at=None)
    ranking = ranked(["UK", "US"], ["MA-ATMP"], ["MD"], language=ZH_HANT)
    assert len(ranking.candidates) == 6
    for each in ranking.candidates:
        assert round(sum(each.points.values()), 3) == each.score
        assert set(each.points) == {"cover", *TERMS}
        assert each.merit == pytest.approx(sum(weights().merit[name] * each.terms[name] for name in TERMS))
        assert each.score == pytest.approx(each.gate * (0.5 + 0.5 * each.merit), abs=0.003)
        assert set(each.terms) == {"gate", *TERMS}
        assert all(0 <= term <= 1 for term in each.terms.values())


def test_a_better_region_outweighs_every_merit(ranked):
    # The gate is a product: the best firm of a narrower market never passes the dullest of the very one.
    offering("MA-ATMP", "UK-GBN", working_languages=["zh-Hant"])
    dull = offering("MA-ATMP", "UK", sectors=(), working_languages=["de"], claimed_at=None)
    assert firms(ranked(["UK"], ["MA-ATMP"], ["MD"], language=ZH_HANT))[0] == dull


def test_names_and_ids_change_no_score(ranked):
    made = [
        offering("MA-ATMP", market, slug=f"slug-{n}", texts={"en": {"name": f"Name {n}"}})
        for n, market in enumerate(("UK", "EUROPE", "UK-GBN", "UK"))
    ]
    before = scores(ranked(["UK"], ["MA-ATMP"]))
    with transaction():
        for n, firm in enumerate(reversed(made)):
            firm.slug = f"other-{n}"
            firm.texts["en"].name = f"A{n} and the first in every list"
            firm.response_days = n
    assert scores(ranked(["UK"], ["MA-ATMP"])) == before


def test_equals_take_turns_day_by_day(ranked):
    made = [offering(slug=f"equal-{n}") for n in range(6)]
    orders = {tuple(each.slug for each in firms(ranked(day=date(2026, 11, day)))) for day in range(1, 29)}
    assert {len(order) for order in orders} == {6}
    assert len(orders) > 20
    assert {order[0] for order in orders} == {each.slug for each in made}
    assert firms(ranked(day=DAY)) == firms(ranked(day=DAY))


def test_nobody_without_the_secret_knows_the_order(ranked):
    for _ in range(6):
        offering()
    assert firms(ranked(secret="one")) != firms(ranked(secret="another"))


def test_a_turn_does_not_depend_on_when_a_firm_was_entered(ranked):
    offering(slug="a")
    offering(slug="b")
    first = [each.slug for each in firms(ranked())]
    with transaction():
        for firm in firms(ranked()):
            db.session.delete(firm)
    offering(slug="b")
    offering(slug="a")
    assert [each.slug for each in firms(ranked())] == first


def statements_of(act):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    db.session.expire_all()
    db.session.expunge_all()
    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = act()
        for each in (*found.candidates, *found.near, *found.excluded):
            assert each.firm.read(EN).text.name
        for each in (*found.candidates, *found.excluded):
            assert [office.country for office in each.firm.offices]
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(seen)


def test_a_hundred_firms_cost_no_more_statements_than_one(ranked):
    def ask():
        return ranked(["UK"], ["MA-ATMP"])

    for market in ("UK", "US"):
        offering("MA-ATMP", market)
    few = statements_of(ask)
    for n in range(50):
        offering("MA-ATMP", "UK" if n % 2 else "US", is_open=n % 3 > 0)
    assert statements_of(ask) == few == 8


def test_a_reason_can_be_kept_and_read_again(ranked):
    offering()
    (ground,) = ranked(sectors=["MD"]).candidates[0].grounds
    assert Ground.of_record(ground.record) == ground
