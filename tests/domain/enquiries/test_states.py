"""Only the moves in the tables happen."""

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.enquiries.errors import MoveNotAllowed
from app.enquiries.models import Enquiry, Referral
from app.enquiries.states import (
    ENQUIRY_ENDED,
    ENQUIRY_MOVES,
    REFERRAL_DISCLOSED,
    REFERRAL_LIVE,
    REFERRAL_MOVES,
    EnquiryState,
    ReferralState,
)
from app.kernel.db import db, transaction
from tests.factories import make_enquiry, make_firm, make_referral

E, R = EnquiryState, ReferralState

#: The lifecycle as the design draws it, in words of one row each.
ENQUIRY = {
    "unverified": "triage held routed offered closed withdrawn",
    "triage": "held offered routed closed withdrawn",
    "held": "triage offered routed closed withdrawn",
    "offered": "triage routed closed withdrawn",
    "routed": "triage offered answered closed withdrawn",
    "answered": "triage offered routed closed withdrawn",
    "closed": "triage withdrawn",
    "withdrawn": "",
}
REFERRAL = {
    "proposed": "visible cancelled withdrawn",
    "visible": "seen declined withdrawn closed",
    "seen": "accepted answered declined withdrawn closed",
    "accepted": "answered declined withdrawn closed",
    "answered": "accepted closed withdrawn",
    "closed": "withdrawn",
    "declined": "",
    "withdrawn": "",
    "cancelled": "",
}


@pytest.mark.parametrize(
    ("model", "states", "drawn"),
    [(Enquiry, EnquiryState, ENQUIRY), (Referral, ReferralState, REFERRAL)],
    ids=["enquiry", "referral"],
)
def test_a_move_happens_if_and_only_if_it_is_drawn(model, states, drawn):
    assert set(drawn) == {each.value for each in states}
    for old, new in product(states, states):
        row = model(state=old)
        if new is old or new.value in drawn[old.value].split():
            row.move(new)
            assert row.state is new
        else:
            with pytest.raises(MoveNotAllowed) as refused:
                row.move(new)
            assert row.state is old
            assert refused.value.facts == {
                "what": model.__tablename__,
                "old": old.value,
                "new": new.value,
            }


def test_every_state_of_the_tables_can_be_reached_from_its_beginning():
    for moves, begin in ((ENQUIRY_MOVES, E.UNVERIFIED), (REFERRAL_MOVES, R.PROPOSED)):
        reached, waiting = set(), {begin}
        while waiting:
            each = waiting.pop()
            reached.add(each)
            waiting |= moves[each] - reached
        assert reached == set(moves)


def test_what_has_ended_for_good_leads_nowhere():
    assert {each for each in R if not REFERRAL_MOVES[each]} == {
        R.DECLINED,
        R.WITHDRAWN,
        R.CANCELLED,
    }
    assert {E.CLOSED, E.WITHDRAWN} == ENQUIRY_ENDED


def test_who_asks_is_shown_in_no_state_before_opening_nor_after_a_refusal():
    assert not REFERRAL_DISCLOSED & {R.PROPOSED, R.VISIBLE, R.DECLINED, R.WITHDRAWN, R.CANCELLED}
    assert R.PROPOSED not in REFERRAL_LIVE


@pytest.mark.parametrize("table", ["enquiry", "referral"])
def test_the_database_refuses_a_state_that_does_not_exist(database, table):
    make_referral(make_enquiry(), make_firm())
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(f"UPDATE {table} SET state = 'nonsense'"))


@pytest.mark.parametrize("table", ["enquiry", "referral"])
def test_the_second_of_two_writers_is_refused_and_not_lost(database, table):
    referral = make_referral(make_enquiry(), make_firm())
    row = referral if table == "referral" else referral.enquiry
    assert row.version  # read, as a page would
    with db.session.no_autoflush:
        db.session.execute(text(f"UPDATE {table} SET version = version + 1"))
        with pytest.raises(StaleDataError), transaction():
            row.state = type(row.state)("closed")
