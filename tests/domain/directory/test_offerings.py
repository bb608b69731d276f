"""Offerings follow from services, markets and sectors."""

import pytest

from app.directory.models import Basis, Means
from app.directory.offerings import Derived, derive, weaker
from app.taxonomy.snapshot import SectorConcept, ServiceConcept, Taxonomy

INFERRED, STATED, VERIFIED = Basis.INFERRED, Basis.STATED, Basis.VERIFIED


def sector(code, parent=None):
    return SectorConcept(code, {"en": code}, {}, (), parent=parent, descriptions={})


def service(code, regions=(), sectors=()):
    return ServiceConcept(
        code,
        {"en": code},
        {},
        (),
        family="any",
        regions=regions,
        sectors=sectors,
        descriptions={},
        legal_basis=(),
    )


WORDS = Taxonomy(
    version=1,
    regions={},
    regulators={},
    sectors={
        each.code: each
        for each in (sector("MD"), sector("MD-ACTIVE", "MD"), sector("MD-IMPLANT", "MD"), sector("FOOD"))
    },
    families={},
    services={
        each.code: each
        for each in (
            service("REP", regions=("UK", "UK-GBN")),
            service("AUDIT"),
            service("DEVICES", sectors=("MD",)),
            service("ACTIVE", sectors=("MD-ACTIVE",)),
        )
    },
    ambiguous=(),
)


def offered(services, markets, sectors=()):
    found = derive(services=services, markets=markets, sectors=sectors, taxonomy=WORDS)
    return [(each.service, each.market) for each in found]


def sectors_of(code, *sectors):
    (found,) = derive(services={code: STATED}, markets={"UK": STATED}, sectors=sectors, taxonomy=WORDS)
    return found.sectors


def test_a_service_that_names_its_markets_is_offered_in_those_the_firm_serves():
    assert offered({"REP": STATED}, {"UK": STATED, "EU": STATED}) == [("REP", "UK")]


def test_a_service_that_names_other_markets_than_the_firm_serves_is_not_offered():
    assert offered({"REP": STATED}, {"EU": STATED}) == []


def test_a_market_is_met_by_its_exact_code_and_not_by_what_lies_in_it():
    assert offered({"REP": STATED}, {"UK-NIR": STATED, "EUROPE": STATED}) == []


def test_a_service_without_markets_is_offered_in_each_market_served():
    assert offered({"AUDIT": STATED}, {"UK": STATED, "EU": STATED}) == [("AUDIT", "UK"), ("AUDIT", "EU")]


def test_a_place_of_business_without_a_stated_market_gives_no_offering():
    assert offered({"AUDIT": STATED, "REP": STATED}, {"UK": None, "EU": STATED}) == [("AUDIT", "EU")]


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        (STATED, INFERRED, INFERRED),
        (INFERRED, STATED, INFERRED),
        (VERIFIED, STATED, STATED),
        (VERIFIED, VERIFIED, VERIFIED),
    ],
)
def test_what_rests_on_two_facts_is_known_as_the_weaker(one, other, left):
    assert weaker(one, other) is left


def test_an_offering_is_known_as_the_weaker_of_its_service_and_its_market():
    found = derive(
        services={"AUDIT": INFERRED, "DEVICES": STATED},
        markets={"UK": STATED, "EU": INFERRED},
        sectors=(),
        taxonomy=WORDS,
    )
    assert found == [
        Derived("AUDIT", "UK", INFERRED, ()),
        Derived("AUDIT", "EU", INFERRED, ()),
        Derived("DEVICES", "UK", STATED, ()),
        Derived("DEVICES", "EU", INFERRED, ()),
    ]


def test_how_a_firm_acts_is_said_of_a_service_before_a_market_and_never_guessed():
    found = derive(
        services={"AUDIT": STATED, "DEVICES": STATED},
        markets={"UK": STATED, "EU": STATED},
        sectors=(),
        taxonomy=WORDS,
        means={"UK": Means.OWN, "DEVICES": Means.ADVICE},
    )
    assert [(each.service, each.market, each.means) for each in found] == [
        ("AUDIT", "UK", Means.OWN),
        ("AUDIT", "EU", None),
        ("DEVICES", "UK", Means.ADVICE),
        ("DEVICES", "EU", Means.ADVICE),
    ]


def test_a_service_for_any_product_stands_for_all_the_firm_s_sectors():
    assert sectors_of("AUDIT", "FOOD", "MD") == ("FOOD", "MD")


def test_a_service_stands_for_the_firm_s_sectors_that_are_equal_above_or_below():
    assert sectors_of("DEVICES", "FOOD", "MD", "MD-IMPLANT") == ("MD", "MD-IMPLANT")
    assert sectors_of("ACTIVE", "MD", "MD-ACTIVE", "MD-IMPLANT") == ("MD", "MD-ACTIVE")


def test_an_offering_stands_even_where_no_sector_of_the_firm_fits():
    assert sectors_of("DEVICES", "FOOD") == ()
