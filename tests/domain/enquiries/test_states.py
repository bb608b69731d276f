"""Only the moves in the tables happen."""

from itertools import product

import pytest
from sqlalchemy import insert, text
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
    "unverified": "triage held routed offered closed withdrawn rejected duplicate expired erased",
    "triage": "held no_match offered routed closed withdrawn rejected duplicate expired erased",
    "held": "triage offered routed closed withdrawn rejected duplicate erased",
    "no_match": "triage held offered routed closed withdrawn duplicate erased",
    "offered": "triage dormant routed closed withdrawn duplicate erased",
    "dormant": "triage offered routed closed withdrawn erased",
    "routed": "triage offered answered closed withdrawn erased",
    "answered": "triage offered routed closed withdrawn erased",
    "closed": "triage routed withdrawn erased",
    "withdrawn": "erased",
    "rejected": "triage withdrawn erased",
    "duplicate": "triage withdrawn erased",
    "expired": "erased",
    "erased": "",
}
REFERRAL = {
    "proposed": "consented visible cancelled withdrawn",
    "consented": "visible cancelled withdrawn",
    "visible": "seen declined lapsed undeliverable withdrawn closed",
    "seen": "accepted answered declined lapsed undeliverable withdrawn closed",
    "accepted": "answered declined lapsed undeliverable withdrawn closed",
    "answered": "accepted closed withdrawn",
    "undeliverable": "seen visible declined lapsed withdrawn closed",
    "closed": "visible withdrawn",
    "declined": "visible",
    "lapsed": "visible withdrawn",
    "withdrawn": "",
    "cancelled": "proposed",
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
    assert {each for each in R if not REFERRAL_MOVES[each]} == {R.WITHDRAWN}
    assert {each for each in E if not ENQUIRY_MOVES[each]} == {E.ERASED}
    assert {E.CLOSED, E.WITHDRAWN, E.REJECTED, E.DUPLICATE, E.EXPIRED, E.ERASED} == ENQUIRY_ENDED


def test_who_asks_is_shown_in_no_state_before_opening_nor_after_a_refusal():
    assert not REFERRAL_DISCLOSED & {R.PROPOSED, R.CONSENTED, R.VISIBLE}
    assert not REFERRAL_DISCLOSED & {R.DECLINED, R.LAPSED, R.WITHDRAWN, R.CANCELLED}
    assert not REFERRAL_LIVE & {R.PROPOSED, R.CONSENTED}


@pytest.mark.parametrize("table", ["enquiry", "referral"])
def test_the_database_refuses_a_state_that_does_not_exist(database, table):
    make_referral(make_enquiry(), make_firm())
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(f"UPDATE {table} SET state = 'nonsense'"))


def moves_past_the_code(row, old: str, new: str) -> bool:
    """Whether the database lets a row go from one state to the other when nobody asks the tables."""
    table = type(row).__tablename__
    db.session.execute(text(f"DELETE FROM {table}"))
    values = {each.name: getattr(row, each.name) for each in type(row).__table__.columns}
    db.session.execute(insert(type(row)).values(**values | {"state": type(row.state)(old)}))
    try:
        with db.session.begin_nested():
            db.session.execute(text(f"UPDATE {table} SET state = :new"), {"new": new})
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize(("table", "drawn"), [("enquiry", ENQUIRY), ("referral", REFERRAL)])
def test_the_database_refuses_every_move_that_is_not_drawn(database, table, drawn):
    referral = make_referral(make_enquiry(), make_firm())
    row = referral if table == "referral" else referral.enquiry
    db.session.refresh(row)
    db.session.expunge_all()
    for old, new in product(drawn, drawn):
        allowed = new == old or new in drawn[old].split()
        assert moves_past_the_code(row, old, new) is allowed, f"{old} to {new}"
    db.session.rollback()


@pytest.mark.parametrize("table", ["enquiry", "referral"])
def test_the_second_of_two_writers_is_refused_and_not_lost(database, table):
    referral = make_referral(make_enquiry(), make_firm())
    row = referral if table == "referral" else referral.enquiry
    assert row.version  # read, as a page would
    with db.session.no_autoflush:
        db.session.execute(text(f"UPDATE {table} SET version = version + 1"))
        with pytest.raises(StaleDataError), transaction():
            row.state = type(row.state)("closed")
