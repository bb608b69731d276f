"""Listing a firm: only differences are written, and a claimed listing is its firm's."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.directory.actions import Seat, Words, publish_firm
from app.directory.models import Basis, Firm, FirmText, Means, Offering, OfferingSector, TextState, Visibility
from app.directory.offerings import Derived
from app.kernel.db import db, transaction

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
IN_THE_UK = Derived("QA-AUDIT", "UK", Basis.STATED, ("MD",))
IN_THE_EU = Derived("QA-AUDIT", "EU", Basis.INFERRED, ("MD", "FOOD"))


pytestmark = pytest.mark.usefixtures("database")


def publish(offerings=(IN_THE_UK, IN_THE_EU), says="Audits.", **facts):
    with transaction():
        return publish_firm(
            "harbour",
            facts={"demo": False} | facts,
            words={
                "en": Words(name="Harbour", name_language="en", description=says, state=TextState.ORIGINAL)
            },
            seats=[Seat(country="UK", city={"en": "Leeds"}, is_headquarters=True)],
            sectors={"MD": Basis.STATED, "FOOD": Basis.INFERRED},
            offerings=offerings,
        )


def offered():
    rows = db.session.execute(select(Offering.market_code, Offering.basis).order_by(Offering.id))
    return dict(tuple(row) for row in rows)


def test_a_listing_is_public_from_the_first():
    assert publish() is True
    firm = db.session.scalars(select(Firm)).one()
    assert (firm.visibility, firm.can_receive) == (Visibility.PUBLISHED, False)
    assert offered() == {"UK": Basis.STATED, "EU": Basis.INFERRED}


def test_the_same_listing_again_changes_nothing():
    publish()
    before = db.session.execute(select(Offering.id)).all(), db.session.execute(select(OfferingSector)).all()
    assert publish() is False
    assert before == (
        db.session.execute(select(Offering.id)).all(),
        db.session.execute(select(OfferingSector)).all(),
    )


def test_a_market_no_longer_served_is_no_longer_offered():
    publish()
    assert publish(offerings=[IN_THE_UK]) is True
    assert offered() == {"UK": Basis.STATED}
    assert db.session.scalars(select(OfferingSector.sector_code)).all() == ["MD"]


def test_an_offering_that_stays_keeps_its_row_and_whether_it_is_open():
    publish()
    with transaction():
        for offering in db.session.scalars(select(Offering)):
            offering.is_open = False
    before = db.session.scalars(select(Offering.id)).all()
    stated = Derived("QA-AUDIT", "EU", Basis.STATED, ("MD",))

    assert publish(offerings=[IN_THE_UK, stated]) is True

    assert db.session.scalars(select(Offering.id)).all() == before
    assert db.session.scalars(select(Offering.is_open)).all() == [False, False]
    assert offered() == {"UK": Basis.STATED, "EU": Basis.STATED}


def test_how_a_firm_acts_is_kept_and_put_right():
    publish()
    through = Derived("QA-AUDIT", "UK", Basis.STATED, ("MD",), Means.PARTNER)

    assert publish(offerings=[through]) is True
    assert publish(offerings=[through]) is False

    assert db.session.scalars(select(Offering.means)).all() == [Means.PARTNER]


def test_the_database_takes_no_other_way_of_acting():
    publish()
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE offering SET means = 'somehow'"))


def test_a_listing_that_was_taken_over_is_left_to_its_firm():
    publish()
    with transaction():
        db.session.scalars(select(Firm)).one().claimed_at = NOON
    assert publish(says="Something else.") is False
    assert db.session.scalars(select(FirmText.description)).all() == ["Audits."]


def test_a_sample_firm_is_put_right_although_it_counts_as_claimed():
    publish(demo=True, claimed_at=NOON)
    assert publish(demo=True, claimed_at=NOON, says="Something else.") is True
    assert db.session.scalars(select(FirmText.description)).all() == ["Something else."]
