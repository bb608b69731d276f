"""Letters as they are left in the outbox."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.i18n.languages import EN, ZH_HANT
from app.kernel.db import transaction
from app.outbox.letters import one_line, posted
from app.outbox.models import LetterState
from app.outbox.queries import given_up, oldest_unsent
from tests.factories.letters import post
from tests.mail.conftest import NOON, letter


def test_a_letter_waits_from_the_moment_it_is_written(write):
    kept = letter(write(language=ZH_HANT))

    assert (kept.state, kept.due_at, kept.attempts, kept.language) == (
        LetterState.WAITING,
        NOON,
        0,
        "zh-hant",
    )
    assert oldest_unsent() == NOON
    assert not given_up()


def test_message_ids_carry_the_portals_name_and_differ(write):
    first, second = letter(write(1)).message_id, letter(write(2)).message_id

    assert first != second
    assert first.startswith("<")
    assert first.endswith("@portal.example>")


def test_the_same_thing_is_not_announced_twice(write):
    write(1)

    with pytest.raises(IntegrityError):
        write(1)

    assert posted(["test:1", "test:2"]) == {"test:1"}


def test_a_letter_falls_with_the_transaction_that_announces_it(outbox):
    def fall() -> None:
        with transaction():
            post("x", to="a@b.example", language=EN, reason="x", at=NOON, subject="x", text="x", html="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fall()

    assert oldest_unsent() is None


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("  One\r\nBcc: everybody@example.com ", "One Bcc: everybody@example.com"),
        ("您的詢問\n\t已送出", "您的詢問 已送出"),
        ("a\x00b\x0bc", "ab c"),
        ("長" * 500, "長" * 399 + "…"),
    ],
)
def test_a_subject_is_one_line(given, line):
    assert one_line(given) == line
