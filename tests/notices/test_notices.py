"""Who is told what, in whose language, and what no letter says."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.enquiries.events import EnquiryReferred, EnquirySubmitted
from app.enquiries.models import Party
from app.i18n.languages import LANGUAGES, ZH_HANS, ZH_HANT
from app.kernel.db import db, transaction
from app.kernel.events import publish
from app.kernel.text import has_han
from app.outbox.models import Letter
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.keeping import NOON
from tests.factories.lives import NOTE, SECRETS, WRITTEN, live

TO_ENQUIRER = {
    "enquiry_received",
    "enquiry_referred",
    "firms_proposed",
    "enquiry_answered",
    "firm_asked",
    "enquiry_declined",
    "enquiry_closed",
}
TO_FIRM = {"referral_arrived", "enquirer_replied", "consent_withdrawn"}


def all_letters():
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()


def words(letter):
    return f"{letter.subject}\n{letter.text}\n{letter.html}"


def is_to_firm(letter):
    return letter.recipient != SECRETS["email"]


@pytest.fixture
def life(database):
    return live(language="zh-hant", firm_language="zh-hans")


def test_each_letter_goes_to_its_reader_and_to_nobody_else(life):
    assert {each.template for each in all_letters() if not is_to_firm(each)} == TO_ENQUIRER
    assert {each.template for each in all_letters() if is_to_firm(each)} == TO_FIRM
    told = {
        firm.slug: [each.template for each in all_letters() if each.recipient == firm.contact_email]
        for firm in (life.answers, life.declines, life.loses)
    }
    assert told == {
        life.answers.slug: [
            "referral_arrived",
            "enquirer_replied",
            "enquirer_replied",
            "referral_arrived",
            "consent_withdrawn",
            "referral_arrived",
        ],
        life.declines.slug: ["referral_arrived"],
        life.loses.slug: ["referral_arrived", "consent_withdrawn"],
    }


def test_each_letter_is_in_its_readers_language_and_links_to_pages_in_it(life):
    for letter in all_letters():
        language = ZH_HANS if is_to_firm(letter) else ZH_HANT
        assert letter.language == language.slug
        assert f'lang="{language.tag}"' in letter.html
        assert has_han(letter.subject), letter.subject
        links = re.findall(r"http://127\.0\.0\.1:8000/(\S*?)[\s\"<]", letter.text + "\n")
        assert links, letter.text
        assert all(link.startswith(f"{language.slug}/") for link in links)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_no_letter_says_what_was_asked_or_answered_in_any_language(database, language):
    live(language=language.slug, firm_language=language.slug)
    said = "\n".join(map(words, all_letters()))
    for canary in (SECRETS["text"], SECRETS["product"], *WRITTEN.values()):
        assert canary not in said


def test_no_letter_to_a_firm_says_who_asks(life):
    said = "\n".join(words(each) for each in all_letters() if is_to_firm(each))
    assert "CANARY" not in said
    assert SECRETS["email"] not in said
    assert NOTE not in said


def test_no_letter_to_a_firm_names_another_firm(life):
    firms = (life.answers, life.declines, life.loses)
    for letter in filter(is_to_firm, all_letters()):
        others = [each for each in firms if each.contact_email != letter.recipient]
        for other in others:
            assert not re.search(rf"{other.texts['en'].name}\b", words(letter))
            assert other.slug + "/" not in words(letter)
            assert other.contact_email not in words(letter)


def test_no_letter_to_a_firm_holds_what_opens_the_enquiry(life):
    for letter in filter(is_to_firm, all_letters()):
        assert "key=" not in words(letter)
        assert "token=" not in words(letter)


def test_the_first_letter_holds_the_link_the_reference_and_the_passphrase(life):
    first = all_letters()[0]
    assert first.template == "enquiry_received"
    assert f"/enquiries/{life.enquiry.reference}/confirm?token=" in first.text
    assert f"/enquiries/{life.enquiry.reference}?key=" in first.text
    assert re.search(r"\b[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}\b", first.text)


def test_an_editors_note_is_what_a_closing_letter_is_for(life):
    (letter,) = [each for each in all_letters() if each.template == "enquiry_closed"]
    assert NOTE in letter.text
    assert NOTE in letter.html


def test_no_two_letters_have_one_reason(life):
    reasons = [each.reason for each in all_letters()]
    assert len(reasons) == len(set(reasons))


def test_the_same_news_twice_is_one_letter(database):
    enquiry = make_enquiry(promised_at=NOON)
    referral = make_referral(enquiry, make_firm(), due_at=NOON)
    for minutes in (0, 5):
        moment = NOON + timedelta(minutes=minutes)
        with transaction():
            publish(EnquirySubmitted(at=moment, enquiry_id=enquiry.id, actor=Party.ENQUIRER))
            publish(
                EnquiryReferred(
                    at=moment, enquiry_id=enquiry.id, actor=Party.STAFF, referral_ids=(referral.id,)
                )
            )
    assert [each.template for each in all_letters()] == [
        "enquiry_received",
        "referral_arrived",
        "enquiry_referred",
    ]


def test_what_is_asked_is_shown_as_text_and_never_as_markup(database):
    firm = make_firm(texts={"en": {"name": "<b>Bold</b> & Co"}})
    enquiry = make_enquiry(promised_at=NOON)
    referral = make_referral(enquiry, firm, due_at=NOON)
    with transaction():
        publish(
            EnquiryReferred(at=NOON, enquiry_id=enquiry.id, actor=Party.STAFF, referral_ids=(referral.id,))
        )
    for letter in all_letters():
        assert "<b>Bold" not in letter.html
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Co" in letter.html
        assert "<b>Bold</b> & Co" in letter.text


def test_a_firm_without_an_address_is_not_written_to(database):
    enquiry = make_enquiry(promised_at=NOON)
    referral = make_referral(enquiry, make_firm(contact_email=None), due_at=NOON)
    with transaction():
        publish(
            EnquiryReferred(at=NOON, enquiry_id=enquiry.id, actor=Party.STAFF, referral_ids=(referral.id,))
        )
    assert [each.template for each in all_letters()] == ["enquiry_referred"]


def test_an_invented_firm_is_called_a_sample_in_letters_too(database):
    enquiry = make_enquiry(promised_at=NOON)
    firm = make_firm(demo=True, texts={"en": {"name": "Invented Ltd"}})
    referral = make_referral(enquiry, firm, due_at=NOON)
    with transaction():
        publish(
            EnquiryReferred(at=NOON, enquiry_id=enquiry.id, actor=Party.STAFF, referral_ids=(referral.id,))
        )
    for letter in all_letters():
        assert "Invented Ltd (sample)" in letter.text
