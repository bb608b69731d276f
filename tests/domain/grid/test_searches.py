"""What a firm is told about who finds it is what those who search meet: the two cannot disagree."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from app.classification.needs import Needs
from app.directory.grid.keeping import offerings_of
from app.directory.models import Means, OfferingSector, Visibility
from app.directory.reading import forget, register
from app.i18n.languages import LANGUAGES
from app.kernel.clock import now
from app.kernel.db import db
from app.matching.ranking import rank
from app.matching.reasons import ExclusionReason
from app.matching.searches import Unlisted, sight_of
from app.taxonomy.queries import all_requirements, taxonomy
from tests.factories import make_firm, make_offering
from tests.factories.keeping import NOON

DAY = timedelta(days=1)
#: What may be the matter with a firm, and with its offering.
FIRMS = (
    {},
    {"claimed_at": None},
    {"accepts_enquiries": False},
    {"contact_email": None},
    {"working_languages": ["de"]},
    {"working_languages": ["zh-Hant"]},
    {"absent_from": NOON - DAY, "absent_until": NOON + DAY},
    {"capacity": 1, "open_referrals": 1},
    {"country": "TW"},
    {"visibility": Visibility.DRAFT},
)
CELLS = (
    {},
    {"is_open": False},
    {"lapsed_at": NOON},
    {"languages": ["ja"]},
    {"languages": ["en"]},
    {"sectors": ()},
    {"sectors": ("IVD",)},
    {"sectors": ("MD-ACTIVE",)},
    {"means": Means.ADVICE},
)


def sight(firm):
    forget()
    db.session.expire_all()
    found = list(offerings_of(firm).values())
    return sight_of(firm, found, register(taxonomy(1), demo=True), at=NOON), found


def met(firm, needs, language):
    """Why whoever asks would not be handed to the firm, as the matching says; None if they would be."""
    ranking = rank(
        needs,
        taxonomy=taxonomy(1),
        demo=True,
        day=NOON.date(),
        secret="for tests",
        language=language,
        routing=True,
        at=NOON,
    )
    if firm.id in {each.firm.id for each in ranking.candidates}:
        return None
    [reason] = [each.reason for each in ranking.excluded if each.firm.id == firm.id]
    return reason


@pytest.mark.parametrize("of_firm", FIRMS[:-1], ids=str)
@pytest.mark.parametrize("of_cell", CELLS, ids=str)
def test_the_reason_a_firm_is_told_is_the_one_the_matching_gives(database, of_firm, of_cell):
    firm = make_firm(**of_firm)
    make_offering(firm, **of_cell)
    seen, [offering] = sight(firm)
    for handing in seen.handings(offering):
        needs = Needs(("UK",), ("REP-UKRP",), (handing.sector,) if handing.sector else ())
        assert handing.why_not == met(firm, needs, handing.language), handing


@pytest.mark.parametrize("of_firm", [FIRMS[0], FIRMS[1], FIRMS[-1]], ids=str)
@pytest.mark.parametrize("of_cell", CELLS, ids=str)
def test_a_shelf_a_firm_is_told_of_is_the_one_the_directory_shows(database, client, of_firm, of_cell):
    firm = make_firm(slug="theirs", **of_firm)
    make_offering(firm, **of_cell)
    seen, [offering] = sight(firm)
    for shelved in seen.shelves(offering):
        file = client.get("/en/firms.csv", query_string=list(shelved.shelf.query())).text
        assert (shelved.why_not is None) == ("/firms/theirs" in file), shelved


def test_an_offering_that_is_not_confirmed_stops_matching_and_comes_back_with_the_confirmation(database):
    firm = make_firm()
    offering = make_offering(firm)
    needs = Needs(("UK",), ("REP-UKRP",))
    assert met(firm, needs, LANGUAGES[0]) is None
    offering.lapsed_at = now()
    db.session.commit()
    assert met(firm, needs, LANGUAGES[0]) is ExclusionReason.UNCONFIRMED
    offering.lapsed_at = None
    db.session.commit()
    assert met(firm, needs, LANGUAGES[0]) is None


def test_another_offering_of_the_firm_may_do_instead(database):
    firm = make_firm()
    make_offering(firm, "QA-AUDIT", "DE", is_open=False, sectors=())
    make_offering(firm, "QA-AUDIT", "EU", sectors=())
    seen, [closed, _open] = sight(firm)
    assert {(each.why_not, each.by_another) for each in seen.handings(closed)} == {
        (ExclusionReason.CLOSED, True)
    }


def test_an_offering_without_kinds_of_product_is_on_no_shelf_for_one(database):
    firm = make_firm()
    offering = make_offering(firm, sectors=())
    seen, _ = sight(firm)
    whole, *narrow = seen.shelves(offering)
    assert whole.why_not is None
    assert {each.why_not for each in narrow} == {Unlisted.NO_SECTOR}


def test_the_requirement_finder_counts_the_firm_where_the_page_says_so(database):
    firm = make_firm()
    offering = make_offering(firm)
    seen, _ = sight(firm)
    rules = seen.rules(offering, all_requirements())
    assert rules
    assert all(each.why_not is None for each in rules)
    assert all("REP-UKRP" in each.rule.services for each in rules)
    offering.sectors = [OfferingSector(sector_code="COS")]
    offering.lapsed_at = NOON
    db.session.commit()
    seen, [offering] = sight(firm)
    assert {each.why_not for each in seen.rules(offering, all_requirements())} == {Unlisted.UNCONFIRMED}


def test_asking_costs_one_statement_however_many_cells_there_are(database):
    firm = make_firm()
    for market in ("UK", "KR", "TW", "JP"):
        make_offering(firm, "QA-AUDIT", market)
    forget()
    known = register(taxonomy(1), demo=True)
    found = list(offerings_of(firm).values())
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        look = sight_of(firm, found, known, at=NOON)
        for each in found:
            look.handings(each)
            look.shelves(each)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(seen) == 1, seen
