"""Mail scanners open every link, some of them twice: none does anything by being opened."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from app.i18n.languages import EN
from app.kernel.db import db, transaction
from app.notices.writing import write
from app.outbox.models import Letter, Topic
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_member, make_staff
from tests.factories.keeping import NOON
from tests.factories.lives import live

BASE = "http://127.0.0.1:8000"
#: What a scanner, a reader and a mail program fetch alike.
_LINK = re.compile(r"http://127\.0\.0\.1:8000(/[^\s\"<>]*)")


def everything() -> dict[str, list[tuple]]:
    """Every row of every table."""
    db.session.rollback()
    db.session.expire_all()
    return {
        table.name: sorted(map(repr, db.session.execute(select(table))))
        for table in db.metadata.sorted_tables
    }


def links() -> list[str]:
    """The addresses in all letters, plain text and HTML, each once."""
    found: dict[str, None] = {}
    for letter in db.session.scalars(select(Letter)):
        for words in (letter.text, unescape(letter.html)):
            found |= dict.fromkeys(_LINK.findall(words))
    return list(found)


@pytest.fixture
def letters(database):
    """Every letter there is, and one that can be stopped."""
    life = live()
    fresh = make_enquiry(promised_at=NOON, confirmed_at=None)
    with transaction():
        write(
            "enquiry_declined",
            to="reader@firm.test",
            language=EN,
            reason="test:reminder",
            about=f"enquiry:{fresh.id}",
            at=NOON,
            topic=Topic.REMINDERS,
            enquiry=fresh,
            firm="A firm",
            key="k",
        )
    return life


def test_no_link_in_any_letter_does_anything_by_being_opened(app, letters, monkeypatch):
    """By a stranger, by the firms it was written to, and by an editor; each twice, redirects and all."""
    people = [make_member(firm) for firm in (letters.answers, letters.declines, letters.loses)]
    visitors = [app.test_client(), *(signed_in(app, each) for each in [*people, make_staff()])]
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)  # pages with forms are written with tokens
    found = links()
    assert {re.sub(r"\?.*", "", each).rpartition("/")[2] for each in found} >= {"confirm", "letters"}
    before = everything()

    for visitor in visitors:
        for link in [*found, *found]:
            assert visitor.get(link, follow_redirects=True).status_code < 500
            assert visitor.head(link).status_code < 500

    assert everything() == before


def test_the_links_of_a_letter_are_on_the_portal_and_in_its_language(letters):
    for letter in db.session.scalars(select(Letter)):
        for words in (letter.text, unescape(letter.html)):
            addresses = re.findall(r"https?://[^\s\"<>]+", words)
            assert addresses
            assert all(each.startswith(f"{BASE}/{letter.language}/") for each in addresses)
