"""The database may go away between the mail server's answer and our putting it down."""

import pytest
from sqlalchemy.exc import OperationalError

from app.outbox import courier
from app.outbox.courier import deliver_due
from app.outbox.models import LetterState
from tests.mail.conftest import NOON, letter


@pytest.fixture
def away(monkeypatch):
    """Call it with how many offers the database refuses; it says how many it has refused."""
    refused, settle = [], courier.settle

    def begin(times):
        def refuse(*args, **kwargs):
            if len(refused) < times:
                refused.append(1)
                raise OperationalError("UPDATE", {}, Exception("away"))
            return settle(*args, **kwargs)

        monkeypatch.setattr(courier, "settle", refuse)
        monkeypatch.setattr(courier, "_PAUSE", 0)
        return refused

    return begin


def test_what_the_server_has_taken_is_put_down_when_the_database_is_back(write, script, away):
    number = write()
    refused = away(3)

    assert deliver_due(10, at=NOON).sent == 1

    assert len(refused) == 3
    assert letter(number).state is LetterState.SENT
    assert len(script.taken) == 1


def test_a_courier_does_not_wait_for_ever(write, script, away):
    number = write()
    refused = away(1000)

    with pytest.raises(OperationalError):
        deliver_due(10, at=NOON)

    assert len(refused) == courier._OFFERS
    assert letter(number).state is LetterState.WAITING
