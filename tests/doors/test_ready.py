"""What a monitor is told: whatever stands still is said within a quarter of an hour."""

from datetime import timedelta

import pytest

from app.enquiries.timers import Subject, Timer, TimerKind
from app.i18n.languages import EN
from app.inbox.keeping import keep
from app.kernel.clock import now
from app.kernel.db import db, transaction
from tests.factories import make_enquiry
from tests.factories.letters import post


def letter(at) -> None:
    with transaction():
        post(
            "enquiry_received",
            to="somebody@example.test",
            language=EN,
            reason="a test",
            at=at,
            subject="A subject",
            text="Words.",
            html="<p>Words.</p>",
        )


def mail(at) -> None:
    keep(b"Subject: Hello\r\n\r\nWords.\r\n", mailbox="test", at=at)


def timer(at) -> None:
    enquiry = make_enquiry()
    with transaction():
        db.session.add(
            Timer(
                enquiry_id=enquiry.id,
                subject=Subject.ENQUIRY,
                subject_id=enquiry.id,
                kind=TimerKind.OVERDUE,
                cycle=1,
                due_at=at,
                calendar="clock",
            )
        )


@pytest.mark.parametrize("leave", [letter, mail, timer])
def test_what_has_not_waited_for_long_is_no_fault(client, database, leave):
    assert client.get("/readyz").json == {"ready": True, "faults": []}
    leave(now() - timedelta(minutes=14))
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("leave", "what"), [(letter, "a letter"), (mail, "a mail that came in"), (timer, "a timer")]
)
def test_it_is_named_once_it_has_waited_a_quarter_of_an_hour(client, database, leave, what):
    leave(now() - timedelta(minutes=16))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "faults": [f"{what} has waited for over 15 minutes"]}
