"""Each letter is there as subject, text and HTML, and says its words in every language."""

import re
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.accounts.belonging.events import FirmEvent
from app.accounts.belonging.models import Invitation, JoinRequest
from app.accounts.events import AccountEvent, AddressChangeAsked, SignUpAsked
from app.accounts.models import MemberRole
from app.accounts.proofs import AddressChange
from app.directory.claims.models import Claim, ClaimProof, Relation
from app.directory.credentials.events import CredentialEvent, CredentialReminded
from app.directory.credentials.models import StepKind
from app.directory.grid.events import CellChange, ChangeKind, ConfirmationDue, FirmOfferingsEvent
from app.directory.models import Firm
from app.directory.requests.models import ListingRequest, RequestKind, RequestOutcome
from app.directory.revisions.events import ListingEdited, ListingEvent, RevisionDecided
from app.directory.revisions.models import Author, FieldState, Revision, RevisionField, RevisionState
from app.enquiries.events import EnquiryClosed, EnquiryEvent
from app.enquiries.models import Message, Party
from app.enquiries.states import ReferralState
from app.i18n.languages import LANGUAGES
from app.kernel.db import db, transaction
from app.kernel.events import Event, publish
from app.kernel.text import has_han
from app.outbox.models import Letter
from app.reactions import REACTIONS
from tests.factories import (
    make_account,
    make_enquiry,
    make_firm,
    make_member,
    make_offering,
    make_referral,
)
from tests.factories.evidence import make_accepted
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
        "fields": ("description.en", "offices"),
        "approved": ("name.zh-hant",),
        "returned": ("website",),
    }
    return event(**{each.name: (other | world).get(each.name) for each in fields(event)})


def somebody_joining(firm: Firm, language: str) -> dict[str, object]:
    """An owner of the firm, somebody who claims it and is invited, and a request about its listing."""
    owner = make_member(firm, role=MemberRole.OWNER, language=language, name="Owen Wood")
    person = make_account(language=language, name="Mei Lin", email=f"mei-{language}@example.test")
    mine = {"firm_id": firm.id, "account_id": person.id}
    claim = Claim(
        **mine,
        relation=Relation.OWNER,
        proof=ClaimProof.MAIL,
        address="mei@firm.example",
        note="",
        reason="The extract is of 2019.",
        asked_at=NOON,
    )
    request = ListingRequest(
        firm_id=firm.id,
        kind=RequestKind.CORRECTION,
        text="The office in London has closed.",
        email="reader@reader.example",
        language=language,
        nonce=f"request-{language}",
        suspect=False,
        asked_at=NOON,
        due_at=NOON + timedelta(days=14),
        outcome=RequestOutcome.DONE,
        answer="Thank you; it is gone.",
    )
    invitation = Invitation(
        firm_id=firm.id,
        email="guest@guest.example",
        role=MemberRole.EDITOR,
        language=language,
        invited_by=owner.id,
        invited_at=NOON,
    )
    asked = JoinRequest(**mine, note="I am the new colleague.", asked_at=NOON)
    return {
        "claim_id": keep(claim).id,
        "request_id": keep(request).id,
        "invitation_id": keep(invitation).id,
        "join_id": keep(asked).id,
        "offer_id": 1,
        "from_id": owner.id,
        "role": MemberRole.EDITOR,
        "account_ids": (person.id,),
        "email": f"new-{language}@example.test",
        "language": language,
        "wanted": "",
        "known": person.email,
    }


def written_about(event: type[Event]) -> bool:
    """Whether letters may follow from it that somebody but us reads."""
    return issubclass(
        event,
        EnquiryEvent
        | AccountEvent
        | FirmEvent
        | ListingEvent
        | CredentialEvent
        | FirmOfferingsEvent
        | ConfirmationDue
        | SignUpAsked,
    )


def somebody_moving(language: str) -> dict[str, int]:
    """Somebody with an account who wants another address; twice, and the second one is somebody else's."""
    person = make_account(language=language, email=f"before-{language}@example.test")
    make_account(language=language, email=f"taken-{language}@example.test")
    changes = [
        keep(AddressChange(account_id=person.id, before=person.email, after=each, asked_at=NOON))
        for each in (f"after-{language}@example.test", f"taken-{language}@example.test")
    ]
    return {"account_id": person.id, "change_id": changes[0].id, "taken_id": changes[1].id}


def somebody_keeping(firm: Firm, language: str) -> dict[str, int]:
    """A change of the firm's listing, which somebody hears of who reads that language."""
    make_member(firm, language=language, email=f"keeper-{language}@example.test")
    decided = {"author": Author.FIRM, "state": RevisionState.SETTLED, "made_at": NOON, "changed_at": NOON}
    returned = RevisionField(
        field="website",
        before="",
        after="https://best.test/",
        state=FieldState.RETURNED,
        reason="The site is another firm’s & not yours.",
    )
    return {"revision_id": keep(Revision(firm_id=firm.id, fields=[returned], **decided)).id}


def some_evidence(firm: Firm) -> dict[str, object]:
    """A credential that supports two offerings, of which one stopped with it; with what its letters tell."""
    offerings = [make_offering(firm), make_offering(firm, "REP-EC-REP", "EU")]
    made = make_accepted(firm, *offerings)
    with transaction():  # its own letter is written again, with all that can stand in it
        db.session.execute(delete(Letter).where(Letter.template == "credential_accepted"))
    return {"credential_id": made.id, "stopped": (offerings[0].id,)}


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
    for event, more in (
        (RevisionDecided, {"approved": ("name.zh-hant",), "returned": ()}),
        (ListingEdited, {}),
    ):
        with transaction():
            db.session.get_one(Revision, world["revision_id"]).version += 1
            publish(happened(event, world | more))
    with transaction():
        over = {"step": StepKind.WEEK_AFTER.value, "credential_id": world["credential_id"]}
        publish(CredentialReminded(at=NOON, firm_id=world["firm_id"], **over))
    with transaction():
        publish(happened(AddressChangeAsked, world | {"change_id": world["taken_id"], "at": LATER}))
    with transaction():
        publish(happened(SignUpAsked, world | {"email": world["known"], "at": LATER}))


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
