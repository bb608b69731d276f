"""What a firm says of its offerings, on its own pages: public at once, and never lost to somebody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.directory.grid.cells import usual_day
from app.directory.grid.history import OfferingChange
from app.directory.models import Basis, Intake, Means, Offering
from app.kernel.clock import now
from app.kernel.content import edition
from app.kernel.db import db
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_offering

GRID = "/en/workspace/theirs/offerings"
CELL = f"{GRID}/rep-ukrp/uk"
TODAY = now().date()
DAY = timedelta(days=1)


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def said(**changed):
    """All fields of a cell's form."""
    dull = {
        "step": "keep",
        "version": "0",
        "means": "own",
        "partner": "",
        "intake": "open",
        "confirm_by": str(TODAY + 30 * DAY),
        "sectors": ["MD"],
        "exclusions": "",
        "switching": "",
        "written_in": "en",
        **{f"fee-{item}": "" for item in ("annual", "product", "update", "release")},
    }
    return dull | changed


def the_offering(firm, service="REP-UKRP", market="UK"):
    db.session.expire_all()
    mine = (Offering.firm_id == firm.id, Offering.service_code == service, Offering.market_code == market)
    return db.session.scalar(select(Offering).where(*mine))


def test_what_a_firm_says_of_a_cell_is_public_at_once_on_its_own_word(client, firm):
    before = edition().version
    terms = {"exclusions": "no class III", "switching": "Three months’ notice.", "fee-annual": "included"}
    answer = client.post(CELL, data=said(languages=["en", "de"], **terms))
    assert answer.status_code == 303
    kept = the_offering(firm)
    assert (kept.means, kept.basis, kept.intake) == (Means.OWN, Basis.STATED, Intake.OPEN)
    assert (kept.exclusions, kept.languages, kept.fees) == (
        "no class III",
        ["en", "de"],
        {"annual": "included"},
    )
    assert kept.confirm_by == TODAY + 30 * DAY
    assert edition().version > before
    public = client.get("/en/firms/theirs").text
    assert "stated by the firm" in public
    [told] = db.session.scalars(select(OfferingChange)).all()
    assert (told.firm_id, told.service_code, told.kind.value) == (firm.id, "REP-UKRP", "added")


def test_what_was_checked_is_checked_no_longer_once_the_firm_says_otherwise(client, firm):
    make_offering(firm, basis=Basis.VERIFIED, means=Means.OWN)
    client.post(CELL, data=said(version="1", intake="waiting"))
    assert the_offering(firm).basis is Basis.VERIFIED
    client.post(CELL, data=said(version="2", means="advice"))
    assert the_offering(firm).basis is Basis.STATED


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"means": "partner"}, "Name the partner"),
        ({"confirm_by": str(TODAY - 2 * DAY)}, "has not passed"),
        ({"confirm_by": str(TODAY + 400 * DAY)}, "within a year"),
        ({"confirm_by": "soon"}, "year, month and day"),
        ({"exclusions": "x" * 301}, "too long"),
        ({"partner": "x" * 5000, "means": "partner"}, "too long"),
        ({"sectors": ["MD"], "without": ["MD"]}, "no kind of product at all"),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence_and_kept_in_the_form(client, firm, wrong, sentence):
    answer = client.post(CELL, data=said(switching="Typed with care.", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Typed with care." in answer.text
    assert the_offering(firm) is None


@pytest.mark.parametrize("address", [f"{GRID}/rep-ukrp/de", f"{GRID}/nothing/uk", f"{GRID}/rep-ukrp/nowhere"])
def test_a_pair_that_does_not_exist_has_no_page(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, data=said()).status_code == 404


def test_a_change_from_an_old_page_is_shown_beside_what_the_offering_has_become(client, firm):
    assert client.post(CELL, data=said()).status_code == 303
    assert client.post(CELL, data=said(version="1", intake="closed")).status_code == 303
    answer = client.post(CELL, data=said(version="1", intake="waiting", switching="Mine."))
    assert answer.status_code == 409
    assert "Somebody has changed this offering" in answer.text
    assert "Mine." in answer.text
    assert the_offering(firm).intake is Intake.CLOSED
    assert 'name="version" value="2"' in answer.text


def test_two_who_add_one_cell_at_once_are_told_so(client, firm):
    assert client.post(CELL, data=said()).status_code == 303
    assert client.post(CELL, data=said(means="advice")).status_code == 409
    assert the_offering(firm).means is Means.OWN


def test_a_cell_can_be_taken_back_and_its_history_stays(client, firm):
    client.post(CELL, data=said())
    assert client.post(CELL, data={"step": "remove", "version": "7"}).status_code == 409
    assert client.post(CELL, data={"step": "remove", "version": "1"}).status_code == 303
    assert the_offering(firm) is None
    assert "no longer offered" in client.get(CELL).text


def test_a_row_and_a_column_are_set_together_after_a_look_at_what_changes(client, firm):
    for market in ("UK", "KR", "TW"):
        make_offering(firm, "QA-AUDIT", market)
    make_offering(firm, "QA-ISO13485", "KR")
    chosen = {"row": ["QA-AUDIT"], "means": "advice", "intake": "waiting", "confirm_by": str(TODAY + DAY)}
    look = client.post(GRID, data={"step": "preview", **chosen})
    assert look.status_code == 200
    assert "3 offerings. Nothing has changed yet." in look.text
    assert the_offering(firm, "QA-AUDIT", "KR").intake is Intake.OPEN
    seen = "QA-AUDIT@UK@1 QA-AUDIT@KR@1 QA-AUDIT@TW@1"
    assert f'name="cells" value="{seen}"' in look.text
    assert client.post(GRID, data={"step": "apply", "cells": seen, **chosen}).status_code == 303
    changed = the_offering(firm, "QA-AUDIT", "KR")
    assert (changed.means, changed.intake, changed.confirm_by) == (
        Means.ADVICE,
        Intake.WAITING,
        TODAY + DAY,
    )
    assert the_offering(firm, "QA-ISO13485", "KR").intake is Intake.OPEN


def test_where_a_row_and_a_column_meet_a_cell_can_be_added(client, firm):
    make_offering(firm, "QA-AUDIT", "UK")
    chosen = {"row": ["QA-AUDIT", "REP-UKRP"], "column": ["KR"], "adding": "1", "means": "own", "intake": "-"}
    look = client.post(GRID, data={"step": "preview", **chosen})
    assert 'name="cells" value="QA-AUDIT@KR@0"' in look.text  # nobody is a UK representative in Korea
    assert client.post(GRID, data={"step": "apply", "cells": "QA-AUDIT@KR@0", **chosen}).status_code == 303
    assert the_offering(firm, "QA-AUDIT", "KR").means is Means.OWN


def test_what_changed_since_the_look_is_shown_again_and_not_done(client, firm):
    make_offering(firm)
    chosen = {"row": ["REP-UKRP"], "means": "-", "intake": "closed"}
    client.post(CELL, data=said(version="1"))
    answer = client.post(GRID, data={"step": "apply", "cells": "REP-UKRP@UK@1", **chosen})
    assert answer.status_code == 409
    assert "since you looked" in answer.text
    assert the_offering(firm).intake is Intake.OPEN


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"row": ["NOTHING"]},
        {"row": ["REP-UKRP"], "means": "partner"},
        {"row": ["REP-UKRP"], "means": "x"},
        {"row": ["REP-UKRP"], "confirm_by": "x"},
        {"row": ["REP-UKRP"], "confirm_by": "1999-01-01"},
    ],
)
def test_a_word_on_nothing_or_without_sense_changes_nothing(client, firm, chosen):
    make_offering(firm)
    for step in ("preview", "apply"):
        answer = client.post(GRID, data={"step": step, "cells": "REP-UKRP@UK@1", **chosen})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert the_offering(firm).version == 1


def test_all_that_is_shown_is_confirmed_by_one_press(client, firm):
    first, second = make_offering(firm), make_offering(firm, "QA-AUDIT", "KR")
    first.lapsed_at = now()
    first.confirm_by = TODAY - DAY
    db.session.commit()
    page = client.get(GRID).text
    assert "not confirmed since" in page
    cells = f"REP-UKRP@UK@{first.version} QA-AUDIT@KR@{second.version}"
    assert f'name="cells" value="{cells}"' in page
    assert client.post(GRID, data={"step": "confirm", "cells": cells}).status_code == 303
    kept = the_offering(firm)
    assert kept.lapsed_at is None
    assert kept.confirm_by == usual_day(TODAY)
    assert client.post(GRID, data={"step": "confirm", "cells": cells}).status_code == 409


def test_a_service_and_a_market_can_be_shown_to_be_offered(client, firm):
    make_offering(firm)
    page = client.get(f"{GRID}?service=qa-audit&market=kr&service=nothing").text
    assert "/en/workspace/theirs/offerings/qa-audit/kr" in page
    assert "/en/workspace/theirs/offerings/rep-ukrp/kr" not in page


def test_a_firm_that_offers_nothing_is_told_how_to_begin(client):
    assert "You offer nothing yet" in client.get(GRID).text


def test_another_firms_cells_are_nobodys_business(app, firm):
    stranger = signed_in(app, make_member(make_firm(slug="other")))
    assert stranger.get(CELL).status_code == 404
    assert stranger.post(CELL, data=said()).status_code == 404
    assert the_offering(firm) is None
