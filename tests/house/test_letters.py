"""Each letter is there as subject, text and HTML, and says its words in every language."""

import re
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.events import AccountEvent, AddressChangeAsked
from app.accounts.proofs import AddressChange
from app.directory.grid.events import CellChange, ChangeKind, ConfirmationDue, FirmOfferingsEvent
from app.directory.models import Firm
from app.enquiries.events import EnquiryClosed, EnquiryEvent
from app.enquiries.models import Message, Party
from app.enquiries.states import ReferralState
from app.i18n.languages import LANGUAGES
from app.kernel.db import db, transaction
from app.kernel.events import Event, publish
from app.kernel.text import has_han
from app.outbox.models import Letter
from app.reactions import REACTIONS
from tests.factories import make_account, make_enquiry, make_firm, make_offering, make_referral
from tests.factories.keeping import NOON, keep
from tests.house.files import APP, TEMPLATES, TOP
from tests.house.markup import parsed

MAIL = TEMPLATES / "mail"
LETTERS = sorted(folder.name for folder in MAIL.iterdir() if folder.is_dir())
#: When the second change of address is asked for; letters of one moment are one.
LATER = NOON + timedelta(minutes=1)
PARTS = ("subject.txt", "body.txt", "body.html")


def named_in_notices() -> set[str]:
    """The letters that the notices write: ``write("enquiry_received", …)``."""
    sources = "".join(file.read_text() for file in (APP / "notices").glob("*.py"))
    return set(re.findall(r'\b_?write(?:_all)?\(\s*"(\w+)"', sources))


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("part", PARTS)
def test_a_letter_has_all_its_parts(letter, part):
    file = MAIL / letter / part
    assert file.is_file(), f"{file.relative_to(TOP)} is missing"
    assert file.read_text().strip()


def test_every_letter_is_written_by_a_notice_and_every_notice_has_its_letter():
    assert set(LETTERS) == named_in_notices()


@pytest.fixture
def world(database, language):
    """An enquiry with a referral and a message, of people who all read ``language``."""
    firm = make_firm(
        contact_language=language.slug, texts={each.slug: {"name": f"Firm {each.slug}"} for each in LANGUAGES}
    )
    enquiry = make_enquiry(language=language.slug, promised_at=NOON, closing_note="A note.")
    referral = make_referral(enquiry, firm, state=ReferralState.ANSWERED, seen_at=NOON)
    message = keep(
        Message(
            referral_id=referral.id,
            author=Party.FIRM,
            language="en",
            text="Yes.",
            at=NOON,
            nonce=f"n{referral.id}",
        )
    )
    return {
        "at": NOON,
        "actor": Party.STAFF,
        "enquiry_id": enquiry.id,
        "referral_id": referral.id,
        "referral_ids": (referral.id,),
        "message_id": message.id,
        "firm_id": firm.id,
        "by_id": None,
        **something_offered(firm),
    } | somebody_moving(language.slug)


def happened(event: type[Event], world: dict) -> Event:
    """An event of that kind; what it tells beside ids is of no account here."""
    other = {
        "why": "unclear",
        "before": (),
        "after": (),
        "reason": "other",
        "outcome": "answered",
        "letter": "x",
        "matter": "overdue",
        "step": "last",
    }
    return event(**{each.name: (world | other).get(each.name) for each in fields(event)})


def written_about(event: type[Event]) -> bool:
    """Whether letters may follow from it that somebody but us reads."""
    return issubclass(event, EnquiryEvent | AccountEvent | FirmOfferingsEvent | ConfirmationDue)


def somebody_moving(language: str) -> dict[str, int]:
    """Somebody with an account who wants another address; twice, and the second one is somebody else's."""
    person = make_account(language=language, email=f"before-{language}@example.test")
    make_account(language=language, email=f"taken-{language}@example.test")
    changes = [
        keep(AddressChange(account_id=person.id, before=person.email, after=each, asked_at=NOON))
        for each in (f"after-{language}@example.test", f"taken-{language}@example.test")
    ]
    return {"account_id": person.id, "change_id": changes[0].id, "taken_id": changes[1].id}


def something_offered(firm: Firm) -> dict[str, object]:
    """An offering of the firm, and that it was not confirmed in time."""
    offering = make_offering(firm, "QA-AUDIT", "KR", confirm_by=NOON.date())
    return {
        "changes": (CellChange("QA-AUDIT", "KR", ChangeKind.LAPSED),),
        "offering_ids": (offering.id,),
    }


def publish_everything(world: dict) -> None:
    """One of each event that somebody is written to about."""
    for event in filter(written_about, REACTIONS):
        with transaction():
            publish(happened(event, world))
    with transaction():
        publish(happened(EnquiryClosed, world | {"actor": Party.NOBODY}))
    with transaction():
        publish(happened(AddressChangeAsked, world | {"change_id": world["taken_id"], "at": LATER}))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_every_letter_says_its_words_in_its_readers_language(world, language, app, monkeypatch):
    desk = {"mail_desk": "desk@portal.test", "mail_desk_language": language.slug}
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **desk))
    publish_everything(world)
    letters = db.session.scalars(select(Letter)).all()
    assert {letter.template for letter in letters} == set(LETTERS)
    for letter in letters:
        assert letter.language == language.slug
        for words in (letter.subject, letter.text, letter.html):
            assert not re.search(r"%\(|\{\{|\{%|\bNone\b", words), f"{letter.template}: {words}"
        assert "http://127.0.0.1:8000/" in letter.text
        assert "<" not in letter.text
        document, malformed = parsed(letter.html)
        assert malformed == [], letter.template
        assert document.get("lang") == language.tag
        if language.is_chinese:
            assert all(has_han(words) for words in (letter.subject, letter.text, letter.html)), (
                letter.template
            )
