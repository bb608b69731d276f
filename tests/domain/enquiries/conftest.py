"""What the tests of the actions look at."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.enquiries.models import Enquiry
from app.journal.queries import entries_of
from app.kernel.db import Base, db
from app.outbox.models import Letter


@pytest.fixture
def kinds(database) -> Callable[[Enquiry], list[str]]:
    """What has happened to an enquiry, in order."""
    return lambda enquiry: [entry.kind for entry in entries_of(enquiry.id)]


@pytest.fixture
def letters(database) -> Callable[[], list[tuple[str, str]]]:
    """Each letter there is, and to whom."""
    return lambda: [
        (letter.template, letter.recipient)
        for letter in db.session.scalars(select(Letter).order_by(Letter.id))
    ]


@pytest.fixture
def count(database) -> Callable[[type[Base]], int]:
    """How many rows there are."""
    return lambda model: db.session.scalar(select(func.count()).select_from(model))
