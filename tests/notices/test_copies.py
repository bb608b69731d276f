"""Each letter in each language, as it arrives, against a stored copy that people have read.

After a change of words: ``pytest tests/notices/test_copies.py --update-copies``, and read what git shows.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.enquiries.models import Message, Party
from app.enquiries.states import ReferralState
from app.i18n.languages import LANGUAGES
from app.kernel.db import db
from app.outbox.models import Letter
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.keeping import NOON, keep
from tests.house.files import TEMPLATES
from tests.house.test_letters import (
    publish_everything,
    some_evidence,
    somebody_joining,
    somebody_keeping,
    somebody_moving,
    something_offered,
)

COPIES = Path(__file__).parent / "copies"
LETTERS = sorted(folder.name for folder in (TEMPLATES / "mail").iterdir() if folder.is_dir())
NAMES = {"en": "Eastmere Regulatory", "zh-hant": "東湖法規顧問", "zh-hans": "东湖法规咨询"}
#: What differs from one day to the next: signatures with the time in them, and numbers of rows.
VARYING = [
    (re.compile(r"token=[\w.~-]+"), "token=TOKEN"),
    (re.compile(r"\bfirm-\d+\b"), "firm-1"),
    (re.compile(r"\b(evidence|revisions)/\d+"), r"\1/1"),
]


@pytest.fixture
def world(database, app, monkeypatch, language):
    """An enquiry with an answered referral and a proposed one, of people who all read ``language``."""
    desk = {"mail_desk": "desk@portal.test", "mail_desk_language": language.slug}
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **desk))
    names = {slug: {"name": name} for slug, name in NAMES.items()}
    firm = make_firm(slug="eastmere", contact_language=language.slug, texts=names)
    enquiry = make_enquiry(
        reference="LRE-7K2Q-94MX",
        salt="salt",
        language=language.slug,
        promised_at=NOON,
        closing_note="We found no firm that could help; see the article on <UKRP>.",
    )
    opened = {"seen_at": NOON, "answered_at": NOON, "due_at": NOON}
    referral = make_referral(enquiry, firm, state=ReferralState.ANSWERED, **opened)
    dunlin = {"en": {"name": "Dunlin Regulatory"}}
    other = make_firm(slug="dunlin", contact_language=language.slug, texts=dunlin)
    make_referral(enquiry, other, state=ReferralState.PROPOSED, visible_at=None, consent=False)
    words = {"author": Party.FIRM, "language": "en", "text": "Yes.", "at": NOON}
    message = keep(Message(referral_id=referral.id, nonce="nonce", **words))
    return (
        {
            "at": NOON,
            "actor": Party.STAFF,
            "enquiry_id": enquiry.id,
            "referral_id": referral.id,
            "referral_ids": (referral.id,),
            "message_id": message.id,
            "firm_id": firm.id,
            "by_id": None,
        }
        | somebody_moving(language.slug)
        | somebody_joining(firm, language.slug)
        | somebody_keeping(firm, language.slug)
        | some_evidence(firm)
        | something_offered(firm)
    )


def steady(words: str) -> str:
    for pattern, instead in VARYING:
        words = pattern.sub(instead, words)
    return words.strip() + "\n"


def kept(letter: Letter) -> dict[str, str]:
    parts = {"subject": letter.subject, "txt": letter.text, "html": letter.html}
    return {
        f"{letter.template}/{letter.language}.{part}": steady(words) for part, words in sorted(parts.items())
    }


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_every_letter_is_as_its_stored_copy(world, request, language):
    publish_everything(world)
    written = {}
    for letter in db.session.scalars(select(Letter).order_by(Letter.id.desc())):
        written |= kept(letter)
    if request.config.getoption("--update-copies"):
        for name, words in written.items():
            file = COPIES / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(words)
    stored = {str(file.relative_to(COPIES)): file.read_text() for file in COPIES.glob(f"*/{language.slug}.*")}
    assert written == stored


def test_no_copy_is_of_a_letter_that_is_gone():
    assert sorted(folder.name for folder in COPIES.iterdir()) == LETTERS
