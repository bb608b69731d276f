"""What is seen is counted by day and cell, many at once, and says nothing of whoever saw it."""

from datetime import date

from sqlalchemy import select

from app.figures import counting
from app.figures.counting import Buffer, Seen, keep
from app.figures.models import DailyCount, Sight
from app.kernel.db import db, transaction
from tests.factories import make_firm

DAY, NEXT = date(2026, 11, 23), date(2026, 11, 24)


def kept(buffer) -> int:
    with transaction():
        return keep(buffer.take())


def numbers():
    rows = db.session.scalars(select(DailyCount).order_by(DailyCount.id))
    return {(each.day, each.sight, each.market, each.service): each.number for each in rows}


def test_the_same_is_added_up_also_when_it_was_kept_before(database):
    firm, buffer = make_firm(), Buffer()
    view = Seen(firm.slug, Sight.VIEW)
    for _ in range(2):
        buffer.add([view, view, Seen(firm.slug, Sight.FOUND, "UK", "REP-UKRP")], on=DAY)
        kept(buffer)
    buffer.add([view], on=NEXT)
    assert kept(buffer) == 1
    assert numbers() == {
        (DAY, Sight.VIEW, "", ""): 4,
        (DAY, Sight.FOUND, "UK", "REP-UKRP"): 2,
        (NEXT, Sight.VIEW, "", ""): 1,
    }


def test_what_was_taken_is_gone_unless_it_is_given_back(database):
    buffer, view = Buffer(), Seen("a-firm", Sight.VIEW)
    buffer.add([view], on=DAY)
    taken = buffer.take()
    assert (dict(taken), dict(buffer.take())) == ({(DAY, view): 1}, {})
    buffer.give_back(taken)
    assert dict(buffer.take()) == {(DAY, view): 1}


def test_a_firm_that_is_gone_and_nothing_at_all_trouble_nobody(database):
    buffer = Buffer()
    assert kept(buffer) == 0
    buffer.add([Seen("no-such-firm", Sight.VIEW)], on=DAY)
    assert kept(buffer) == 0


def test_memory_has_an_end_and_what_is_known_is_still_counted(monkeypatch):
    monkeypatch.setattr(counting, "MOST_HELD", 2)
    buffer = Buffer()
    for name in ("a", "b", "c", "a"):
        buffer.add([Seen(name, Sight.VIEW)], on=DAY)
    assert {seen.firm: times for (_day, seen), times in buffer.take().items()} == {"a": 2, "b": 1}
