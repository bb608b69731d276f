"""What the register says of a shelf is what one finds by going through the firms one by one."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.directory.models import Firm, Offering, Visibility
from app.directory.nearness import Missing
from app.directory.reading import register
from app.directory.runs import Held, Runs, bits
from app.directory.selection import FEW, Searching, Selection, select_firms
from app.directory.shelf import Shelf
from app.directory.stock import stock
from app.directory.turns import Turns
from app.i18n.collation import place_of
from app.i18n.languages import BY_SLUG, LANGUAGES
from app.kernel.content import edition, raise_version
from app.kernel.db import db, transaction
from app.taxonomy.queries import taxonomy
from app.taxonomy.snapshot import Taxonomy
from tests.factories.firms import make_firm, make_offering
from tests.factories.keeping import NOON

TURN = Turns("a secret", date(2026, 11, 3))
SHELVES = 60


def known() -> Taxonomy:
    return taxonomy(edition().version)


def looked_for(shelf: Shelf, **other) -> Selection:
    return select_firms(shelf, Searching(known(), True, TURN, **other), called=None)


# -- sets ------------------------------------------------------------------------------------------------


def test_holders_are_the_firms_of_the_offerings_and_nobody_else():
    # Three firms with two, no and three offerings: 0 1 [2] [3] 4 5 6 [7].
    runs = Runs(firms=bits([2, 3, 7]), offerings=bits([0, 1, 4, 5, 6]))
    for held in range(2**8):
        offerings = held & runs.offerings
        owners = {2 for place in (0, 1) if offerings >> place & 1} | {
            7 for place in (4, 5, 6) if offerings >> place & 1
        }
        assert runs.holders(offerings) == bits(owners)


def test_a_set_holds_the_places_it_was_made_of():
    places = [0, 7, 8, 63, 64, 1000]
    held = Held(bits(places))
    assert [place for place in range(2000) if place in held] == places
    assert 0 not in Held(bits([]))


# -- shelves ---------------------------------------------------------------------------------------------


@pytest.fixture
def firms(database) -> list[Firm]:
    return list(
        db.session.scalars(
            select(Firm)
            .where(Firm.visibility == Visibility.PUBLISHED)
            .options(selectinload(Firm.offerings).selectinload(Offering.sectors))
        )
    )


def shelves(taxonomy: Taxonomy) -> list[Shelf]:
    """Some that hold many firms, some that hold nobody."""
    chance = random.Random(7)
    values = {
        "market": ["EU", "DE", "UK", "US", "CH", "JP", "CN", "TW", "FR"],
        "service": ["REP-UKRP", "REP-EC-REP", "REP-CH-REP", "REP-US-AGENT", "QA-AUDIT", "REG-STRATEGY"],
        "family": list(taxonomy.families),
        "sector": ["MD", "IVD", "COS", "FOOD", "PHARMA", "MD-ACTIVE"],
        "language": ["en", "de", "ja", "zh-Hant", "zh-Hans"],
    }
    known = {"market": taxonomy.regions, "service": taxonomy.services, "sector": taxonomy.sectors}
    found = [Shelf()]
    for _ in range(SHELVES):
        asked = {
            name: tuple(sorted(set(chance.sample(codes, chance.choice([1, 1, 2])))))
            for name, codes in values.items()
            if chance.random() < 0.4
        }
        kept = {
            name: tuple(each for each in codes if each in known.get(name, codes))
            for name, codes in asked.items()
        }
        found.append(Shelf(**kept))
    return found


def meets(offering: Offering, shelf: Shelf, taxonomy: Taxonomy) -> bool:
    sectors = {each.sector_code for each in offering.sectors}
    return all(
        (
            not shelf.market
            or any(offering.market_code in taxonomy.markets_answering(each) for each in shelf.market),
            not shelf.service or offering.service_code in shelf.service,
            not shelf.family or taxonomy.services[offering.service_code].family in shelf.family,
            not shelf.sector or any(sectors & taxonomy.sectors_answering(each) for each in shelf.sector),
        )
    )


def stands_on(firm: Firm, shelf: Shelf, taxonomy: Taxonomy) -> bool:
    speaks = not shelf.language or bool(set(shelf.language) & set(firm.working_languages))
    offers = any(meets(each, shelf, taxonomy) for each in firm.offerings)
    return speaks and (offers or not shelf.asks_for_offering)


def fit(firm: Firm, shelf: Shelf, taxonomy: Taxonomy) -> tuple[bool, int, bytes]:
    theirs = [each for each in firm.offerings if meets(each, shelf, taxonomy)]
    markets = {each.market_code for each in theirs}
    met = sum(bool(markets & taxonomy.markets_answering(each)) for each in shelf.market)
    met += len({each.service_code for each in theirs} & set(shelf.service))
    return not markets & set(shelf.market), -met, TURN(firm.slug)


@pytest.mark.demo
def test_a_shelf_holds_the_firms_that_meet_it_the_best_first(firms):
    taxonomy = known()
    sizes = []
    for shelf in shelves(taxonomy):
        standing = [each for each in firms if stands_on(each, shelf, taxonomy)]
        standing.sort(key=lambda each: fit(each, shelf, taxonomy))
        found = looked_for(shelf).found
        assert [each.slug for each in found] == [each.slug for each in standing], shelf
        assert found[3:7] == list(found)[3:7]
        sizes.append(len(found))
    assert 0 in sizes
    assert sum(FEW <= each < len(firms) for each in sizes) > SHELVES / 10


@pytest.mark.demo
def test_a_shelf_by_name_is_the_same_firms(firms):
    taxonomy = known()
    names = {language: {each.slug: each.read(language).text.name for each in firms} for language in LANGUAGES}
    for number, shelf in enumerate(shelves(taxonomy)):
        language = LANGUAGES[number % 3]
        found = looked_for(shelf, by_name_in=language).found
        places = {slug: place_of(name, language) for slug, name in names[language].items()}
        standing = [each.slug for each in firms if stands_on(each, shelf, taxonomy)]
        standing.sort(key=lambda slug: (places[slug][1], slug))
        assert [each.slug for each in found] == standing
        under = Counter(places[slug][0] for slug in standing)
        assert {name: each.firms for name, each in found.initials().items()} == under
        for each in found[:5]:
            assert found.under_which(each) == places[each.slug][0]


@pytest.mark.demo
def test_a_figure_is_the_firms_there_would_be(firms):
    taxonomy = known()
    chance = random.Random(11)
    values = {
        "market": taxonomy.regions,
        "service": taxonomy.services,
        "family": taxonomy.families,
        "sector": taxonomy.sectors,
    }
    for shelf in shelves(taxonomy)[:20]:
        selection = looked_for(shelf)
        for name, codes in values.items():
            if name not in selection.facets:
                assert not shelf.without(name)
                continue
            for code in chance.sample(sorted(codes), min(len(codes), 9)):
                wider = replace(shelf, **{name: (code,)})
                standing = sum(stands_on(each, wider, taxonomy) for each in firms)
                assert selection.facets[name].get(code, 0) == standing, (shelf, name, code)


@pytest.mark.demo
def test_without_a_condition_there_are_as_many_as_one_gets(firms):
    taxonomy = known()
    told = 0
    for shelf in shelves(taxonomy):
        selection = looked_for(shelf)
        if len(selection.found) >= FEW:
            assert selection.without == {}
            continue
        for name, number in selection.without.items():
            assert number == sum(stands_on(each, shelf.without(name), taxonomy) for each in firms)
            told += 1
    assert told > SHELVES / 4


# -- editions --------------------------------------------------------------------------------------------


def test_a_new_edition_is_read_again(database):
    make_offering(make_firm(slug="first"))
    assert [each.slug for each in looked_for(Shelf(market=("UK",))).found] == ["first"]
    with transaction():
        make_offering(make_firm(slug="second"))
        raise_version(at=NOON)
    found = looked_for(Shelf(market=("UK",))).found
    assert sorted(each.slug for each in found) == ["first", "second"]
    assert stock(known(), demo=True).markets["UK"] == 2


def test_an_edition_is_read_once(database):
    make_firm()
    assert register(known(), demo=True) is register(known(), demo=True)
    assert register(known(), demo=False) is not register(known(), demo=True)


def test_a_portal_without_firms_is_an_empty_shelf(database):
    selection = looked_for(Shelf(market=("UK",), language=("en",)))
    assert list(selection.found) == []
    assert selection.found[:20] == []
    assert selection.without == {"market": 0, "language": 0}
    assert list(looked_for(Shelf(), by_name_in=BY_SLUG["en"]).found) == []


def test_a_draft_has_no_place(database):
    make_offering(make_firm(slug="draft", visibility=Visibility.DRAFT))
    make_offering(make_firm(slug="public"))
    for by_name_in in (None, BY_SLUG["en"]):
        assert [each.slug for each in looked_for(Shelf(), by_name_in=by_name_in).found] == ["public"]
    assert stock(known(), demo=True).services == {"REP-UKRP": 1}


def test_nobody_is_near_for_two_reasons(database):
    firm = make_firm(slug="both")
    make_offering(firm, "REP-UKRP", "UK", sectors=("COS",))
    make_offering(firm, "REP-UKRP", "JP")
    selection = looked_for(Shelf(market=("UK",), service=("REP-UKRP",), sector=("MD",)))
    assert [(each.slug, each.missing) for each in selection.near] == [("both", Missing.SECTOR)]
