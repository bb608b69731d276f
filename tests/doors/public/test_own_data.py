"""What is kept of an enquiry, taken away or erased by whoever asked, and by nobody else."""

import io
import json
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from app.enquiries.access import key_of
from app.enquiries.models import Enquiry, Message, Party
from app.enquiries.states import EnquiryState, ReferralState
from app.inbox.models import InboundMail, Verdict
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from tests.doors.public.visitor import TAGS, Visitor, each_language
from tests.factories import make_firm, make_referral
from tests.factories.keeping import NOON, keep
from tests.factories.traces import leave_traces

pytestmark = pytest.mark.usefixtures("tokens")


@pytest.fixture
def traces(database):
    return leave_traces()


@pytest.fixture
def visitor(app, traces):
    """Whoever holds the enquiry's link."""
    found = Visitor(app.test_client())
    key = key_of(traces.enquiry, secret=app.config["SETTINGS"].secret_key)
    found.get(f"enquiries/{traces.enquiry.reference}?key={key}")
    return found


def archive_of(visitor, reference) -> dict[str, bytes]:
    answer = visitor.client.get(visitor.at(f"enquiries/{reference}/data.zip"), buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    with ZipFile(io.BytesIO(answer.data)) as archive:
        return {name.removeprefix(f"{reference}/"): archive.read(name) for name in archive.namelist()}


def test_the_archive_holds_the_question_the_messages_the_letters_and_the_files(visitor, traces):
    enquiry = traces.enquiry
    written = traces.referral.messages[0].text
    said = enquiry.text, enquiry.contact_name, written
    found = archive_of(visitor, enquiry.reference)
    record = json.loads(found["record.json"])
    page = found["record.html"].decode()
    assert (record["text"], record["you"]["contact_name"]) == said[:2]
    (firm,) = record["firms"]
    (message,) = firm["messages"]
    assert message["text"] == written
    assert b"CNRY-ATTACHED" in found[message["files"][0]]
    assert [each["text"] for each in record["letters"]]
    assert all(words in page for words in said)


def test_the_archive_says_nothing_that_only_firms_and_editors_know(visitor, traces):
    unshown = make_firm(texts={"en": {"name": "CANARY-FIRM"}})
    make_referral(traces.enquiry, unshown, state=ReferralState.CANCELLED, visible_at=None, consent=False)
    with transaction():
        traces.enquiry.hold_note = traces.referral.decline_note = "CANARY-NOTE"
    whole = b"".join(archive_of(visitor, traces.enquiry.reference).values()).decode("utf-8", "replace")
    assert "CANARY" not in whole


def test_their_own_mails_are_in_it_and_no_mail_or_letter_of_a_firm(visitor, traces):
    by = {"referral_id": traces.referral.id, "language": "en", "text": "x", "at": NOON}
    ours, theirs = (
        keep(Message(author=each, nonce=each.value, **by)) for each in (Party.ENQUIRER, Party.FIRM)
    )
    mails = {each.verdict: each for each in db.session.scalars(select(InboundMail))}
    letter = db.session.scalars(select(Letter).where(Letter.about == f"referral:{traces.referral.id}")).one()
    with transaction():
        mails[Verdict.JOINED].message_id = ours.id
        answer, held = mails[Verdict.BOUNCE], mails[Verdict.QUARANTINED]
        answer.referral_id, answer.party, answer.message_id = traces.referral.id, Party.FIRM, theirs.id
        held.referral_id, held.party = traces.referral.id, Party.ENQUIRER
        letter.text = "FOR-THE-FIRM"
    whole = b"".join(archive_of(visitor, traces.enquiry.reference).values())
    marks = (b"CNRY-MAIL-JOINED", b"CNRY-MAIL-BOUNCE", b"CNRY-MAIL-QUARANTINED", b"FOR-THE-FIRM")
    assert [each in whole for each in marks] == [True, False, False, False]


@pytest.mark.parametrize("language", each_language)
def test_the_archive_and_the_pages_are_in_the_readers_language(visitor, traces, language):
    visitor.language = language
    page = visitor.get(f"enquiries/{traces.enquiry.reference}/data")
    assert page.faults(language) == []
    found = archive_of(visitor, traces.enquiry.reference)
    assert f'<html lang="{TAGS[language]}">' in found["record.html"].decode()
    assert visitor.get("enquiries/erased").faults(language) == []


def test_the_follow_up_page_leads_there(visitor, traces):
    page = visitor.get(f"enquiries/{traces.enquiry.reference}")
    assert f"/en/enquiries/{traces.enquiry.reference}/data" in page.text


def test_without_the_tick_nothing_is_erased(visitor, traces):
    address = f"enquiries/{traces.enquiry.reference}/data"
    sent = visitor.send(visitor.get(address), "/data")
    assert (sent.status, sent.problems) == (422, ["sure"])
    assert sent.title.startswith("Error: ")
    assert traces.enquiry.contact_name


def test_with_it_the_enquiry_is_gone_and_its_link_opens_nothing(visitor, traces, app):
    reference = traces.enquiry.reference
    key = key_of(traces.enquiry, secret=app.config["SETTINGS"].secret_key)
    sent = visitor.send(visitor.get(f"enquiries/{reference}/data"), "/data", sure="y")
    assert (sent.status, sent.answer.location) == (303, "/en/enquiries/erased")
    db.session.expire_all()
    left = db.session.scalars(select(Enquiry).where(Enquiry.reference == reference)).one()
    assert (left.state, left.text, left.email) == (EnquiryState.ERASED, "", "")
    assert visitor.get(f"enquiries/{reference}?key={key}").status == 404
    for address in ("data", "data.zip", "receipt"):
        assert visitor.get(f"enquiries/{reference}/{address}").status == 404


def test_a_stranger_learns_nothing_and_erases_nothing(app, traces):
    stranger = Visitor(app.test_client())
    for address in ("data", "data.zip"):
        for reference in (traces.enquiry.reference, "LRE-7K2Q-94MX"):
            assert stranger.get(f"enquiries/{reference}/{address}").status == 404
    stranger.client.post(f"/en/enquiries/{traces.enquiry.reference}/data", data={"sure": "y"})
    assert traces.enquiry.state is not EnquiryState.ERASED
