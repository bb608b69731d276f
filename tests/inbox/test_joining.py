"""A mail joins a case by a genuine address and a sender of that party; by nothing else."""

import pytest
from sqlalchemy import func, select

from app.enquiries import actions
from app.enquiries.access import Confirmation, key_of, passphrase_of
from app.enquiries.enclosures import enclosed_with
from app.enquiries.models import Message, Party
from app.enquiries.reply_addresses import reply_address
from app.enquiries.states import EnquiryState
from app.inbox.models import InboundMail, Verdict
from app.kernel.db import db, transaction
from app.kernel.file_kinds import Blocked, FileKind
from app.kernel.files import read as read_file
from app.outbox.models import Letter
from tests.factories.keeping import NOON
from tests.inbox import corpus
from tests.inbox.conftest import DOMAIN, LETTER, POST, Case, make_case
from tests.inbox.corpus import mail, part, several

QUOTE = "\n\nOn Mon, Nov 23, 2026 at 12:00 PM Portal <x@y.example> wrote:\n\n" + "\n".join(
    f"> {line}" for line in LETTER.split("\n")
)


def all_messages() -> int:
    return db.session.scalar(select(func.count()).select_from(Message)) or 0


def test_what_a_firm_writes_is_its_answer(case: Case, arrive):
    found = arrive(mail("可以，費用如下。", to=case.of_firm, sender=case.member.email))

    assert (found.verdict, found.reason, found.referral_id) == (Verdict.JOINED, None, case.referral.id)
    (message,) = case.messages
    assert (message.text, message.author, message.language) == ("可以，費用如下。", Party.FIRM, "zh-hant")
    assert message.account_id == case.member.id
    assert case.enquiry.state is EnquiryState.ANSWERED
    assert db.session.scalar(select(Letter).where(Letter.reason.endswith(f"answered:{message.id}")))


def test_what_the_firms_own_mailbox_writes_is_its_answer_too(case: Case, arrive):
    found = arrive(mail(to=case.of_firm, sender=case.referral.firm.contact_email.upper()))

    assert found.verdict is Verdict.JOINED
    assert case.messages[0].account_id is None


def test_what_the_enquirer_writes_goes_to_the_firm(case: Case, arrive):
    found = arrive(mail(to=case.of_enquirer.upper()))

    assert found.verdict is Verdict.JOINED
    assert case.messages[0].author is Party.ENQUIRER
    assert case.enquiry.waiting_on is Party.FIRM


def test_what_the_enquirer_writes_to_a_firm_that_asked_first_is_the_reply(case: Case, arrive):
    asked = {"text": "Which class?", "language": "en", "nonce": "q" * 43}
    with transaction():
        actions.ask_enquirer(case.referral, **asked, by=case.member.id, at=NOON)
    assert case.enquiry.waiting_on is Party.ENQUIRER
    found = arrive(mail("Class IIa.", to=case.of_enquirer))

    assert found.verdict is Verdict.JOINED
    db.session.expire_all()
    assert case.referral.question_at is None
    assert [each.author for each in case.messages] == [Party.FIRM, Party.ENQUIRER]
    assert case.enquiry.waiting_on is Party.FIRM


def test_a_firm_that_answers_without_having_opened_has_opened(database, arrive):
    case = make_case(opened=False)

    assert arrive(mail(to=case.of_firm, sender=case.member.email)).verdict is Verdict.JOINED
    assert case.referral.seen_at is not None


def test_the_address_may_stand_in_the_envelope_alone(case: Case, arrive):
    found = arrive(mail(to="undisclosed"), recipients=(case.of_enquirer,))

    assert found.verdict is Verdict.JOINED


def test_the_same_mail_twice_is_one_message(case: Case, arrive):
    raw = mail(to=case.of_enquirer)
    again = mail(to=case.of_enquirer, more=b"Received: from another.example\r\n")

    assert arrive(raw).id == arrive(raw).id
    assert arrive(again).verdict is Verdict.DUPLICATE
    assert len(case.messages) == 1


def test_another_mail_under_the_same_message_id_is_not_lost(case: Case, arrive):
    arrive(mail("One.", to=case.of_enquirer))
    found = arrive(mail("Two.", to=case.of_enquirer))

    assert (found.verdict, found.reason) == (Verdict.HELD, "id_seen")


# -- I11: nothing else lets a mail in ------------------------------------------


def forged(case: Case) -> dict[str, str]:
    """Every way in that is none, by name: to which address, from whom."""
    other = make_case(email="other@maker.example")
    own, stranger = case.of_firm, "stranger@elsewhere.example"
    ann = case.member.email
    return {
        "a forged seal": (own.replace(own.split("-")[3].partition("@")[0], "a" * 16), ann),
        "an address made with another secret": (
            reply_address(case.referral.id, Party.FIRM, secret="x" * 40, domain=DOMAIN),
            ann,
        ),
        "the address of another referral": (other.of_firm, ann),
        "the address of the other party": (case.of_enquirer, ann),
        "the seal of another referral": ("-".join((*own.split("-")[:3], other.of_firm.split("-")[3])), ann),
        "a stranger with the right address": (own, stranger),
        "the right address and a stranger who bears the member's name": (own, f'x" <{stranger}'),
        "a look-alike": (own.replace("-f-", "-f-1"), ann),
        "no address, but the number in the subject": (f"portal@{DOMAIN}", ann),
    }


def test_nothing_joins_without_a_genuine_address_and_a_sender_of_that_party(case: Case, arrive):
    before = all_messages()
    for number, (way, (to, sender)) in enumerate(forged(case).items()):
        found = arrive(
            mail(
                f"Attempt {number}",
                to=to,
                sender=sender,
                subject=f"Re: {case.enquiry.reference}",
                message_id=f"<{number}@x.example>",
                more=b"References: " + _letter(case).message_id.encode() + b"\r\n",
            )
        )
        assert found.verdict in {Verdict.QUARANTINED, Verdict.HELD}, way
        assert found.reason, way
        assert all_messages() == before, way


def _letter(case: Case) -> Letter:
    return db.session.scalars(select(Letter).where(Letter.about == f"enquiry:{case.enquiry.id}")).one()


@pytest.mark.parametrize(
    ("to", "sender", "reason"),
    [
        ("of_firm", "stranger@elsewhere.example", "stranger"),
        ("of_firm", "bob@{domain}", "colleague"),
        ("of_enquirer", "boss@maker.example", "colleague"),
        ("nobody", "lin@maker.example", "no_address"),
    ],
)
def test_who_may_not_write_is_told_apart(case: Case, arrive, to, sender, reason):
    address = getattr(case, to, f"portal@{DOMAIN}")
    found = arrive(mail(to=address, sender=sender.format(domain=case.member.email.partition("@")[2])))

    assert found.reason == reason
    assert not case.messages


def test_a_neighbour_at_a_free_mail_provider_is_no_colleague(database, arrive):
    case = make_case(email="lin@qq.com")
    found = arrive(mail(to=case.of_enquirer, sender="another@qq.com"))

    assert (found.verdict, found.reason) == (Verdict.QUARANTINED, "stranger")


def test_a_forwarded_mail_that_names_the_address_joins_nothing(case: Case, arrive):
    found = arrive(mail("Fwd", to=f"friend@x.example, {case.of_firm}", sender="friend@x.example"))

    assert found.verdict is Verdict.QUARANTINED


def test_a_mail_to_two_cases_is_for_a_person(case: Case, arrive):
    found = arrive(mail(to=f"{case.of_enquirer}, {make_case().of_enquirer}"))

    assert (found.verdict, found.reason) == (Verdict.QUARANTINED, "several_cases")


def test_two_senders_are_nobody(case: Case, arrive):
    found = arrive(mail(to=case.of_enquirer, more=b"From: stranger@elsewhere.example\r\n"))

    assert (found.verdict, found.reason) == (Verdict.QUARANTINED, "several_senders")


def test_an_address_that_was_never_confirmed_speaks_for_nobody(database, arrive):
    case = make_case(confirmed_at=None)

    assert arrive(mail(to=case.of_enquirer)).reason == "unconfirmed"


def test_somebody_who_has_left_the_firm_is_no_longer_of_it(case: Case, arrive):
    with transaction():
        case.member.active = False

    assert arrive(mail(to=case.of_firm, sender=case.member.email)).verdict is not Verdict.JOINED


def test_an_enquiry_that_has_ended_takes_no_more(case: Case, arrive):
    with transaction():
        actions.withdraw(case.enquiry, at=NOON)

    found = arrive(mail(to=case.of_enquirer))
    assert (found.verdict, found.reason) == (Verdict.HELD, "ended")
    assert not case.messages


def test_a_firm_that_lost_the_consent_cannot_answer_by_mail(case: Case, arrive):
    with transaction():
        actions.withdraw_consent(case.referral, at=NOON)

    assert arrive(mail(to=case.of_firm, sender=case.member.email)).verdict is Verdict.HELD


# -- what is joined -------------------------------------------------------------


def test_a_quote_is_folded_and_not_cut(case: Case, arrive):
    arrive(mail("Yes, please." + QUOTE, to=case.of_enquirer))

    (message,) = case.messages
    assert message.text.endswith("> Local Regulatory Experts")
    ((start, end),) = enclosed_with([message.id])[message.id].quotes
    assert message.text[:start].strip() == "Yes, please."
    assert end == len(message.text)


def test_somebody_elses_conversation_is_not_passed_on(case: Case, arrive):
    found = arrive(
        mail("Ok.\n\nOn Nov 22, 2026, Boss <b@x.example> wrote:\n> Charge double.", to=case.of_enquirer)
    )

    assert (found.verdict, found.reason) == (Verdict.HELD, "quotes_unclear")
    assert not case.messages


@pytest.mark.parametrize(
    ("body", "reason"),
    [("", "no_text"), (" \n\n", "no_text"), (QUOTE, "nothing_new"), ("x" * 60_000, "too_long")],
)
def test_what_says_nothing_new_waits_for_a_person(case: Case, arrive, body, reason):
    assert arrive(mail(body, to=case.of_enquirer)).reason == reason


def test_a_text_that_cannot_be_read_waits_for_a_person(case: Case, arrive):
    raw = mail(b"before \xff\xfe after", to=case.of_enquirer, kind="text/plain; charset=gb2312")

    assert arrive(raw).reason == "unreadable"


def test_a_quoted_letter_gives_no_key_away(case: Case, arrive):
    key, phrase = (make(case.enquiry, secret=POST.secret) for make in (key_of, passphrase_of))
    token = Confirmation(POST.secret).sign(case.enquiry)
    words = [
        f"https://portal.example/en/enquiries/x?key={key}",
        f"> https://portal.example/?key={key[:9]}\n> {key[9:]}",
        phrase,
        phrase.upper().replace("-", " "),
        f"https://portal.example/confirm?token={token}",
        f"https://safe.example/?url=x%3Fkey%3D{key}&data=1",
        case.of_enquirer,
    ]
    arrive(mail("See: " + "\n\n".join(words), to=case.of_enquirer))

    found = db.session.scalars(select(InboundMail)).one()
    text = case.messages[0].text if case.messages else ""
    assert found.verdict is Verdict.JOINED
    bare = "".join(each for each in text if each.isalnum()).lower()
    for secret in (
        key,
        phrase.replace("-", ""),
        token.partition(".")[0].lower(),
        case.of_enquirer.split("-")[3][:16],
    ):
        assert secret not in bare


def test_files_come_along_if_they_are_what_they_say(case: Case, arrive):
    pdf = part(
        b"%PDF-1.7\n", b"Content-Type: application/pdf", b'Content-Disposition: attachment; filename="a.pdf"'
    )
    tnef = part(
        b'x\x9f>"',
        b"Content-Type: application/ms-tnef",
        b'Content-Disposition: attachment; filename="winmail.dat"',
    )
    arrive(several(part(b"See the file.", corpus.TEXT), pdf, tnef, to=case.of_enquirer))

    kept, blocked = enclosed_with([case.messages[0].id])[case.messages[0].id].attachments
    assert (kept.name, kept.kind, kept.blocked) == ("a.pdf", FileKind.PDF, None)
    assert read_file(kept.file) == b"%PDF-1.7\n"
    assert (blocked.name, blocked.kind, blocked.file, blocked.blocked) == (
        "winmail.dat",
        None,
        None,
        Blocked.KIND,
    )


def test_more_than_anybody_writes_in_an_hour_waits_for_a_person(case: Case, arrive):
    found = [arrive(mail(f"No. {n}", to=case.of_enquirer, message_id=f"<{n}@x>")) for n in range(22)]

    assert [each.verdict for each in found] == [Verdict.JOINED] * 20 + [Verdict.HELD] * 2
    assert found[-1].reason == "too_many"
