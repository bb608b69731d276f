"""A question goes out by letter, is answered by mail alone, and is read, however somebody uses the pages."""

import re
import smtplib
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import KEYBOARD, NO_SCRIPT, PHONE, Hands, Manner, fits
from tests.journeys.people import (
    ARTICLE,
    FIRM,
    FIRM_CONTACT,
    FIRM_MEMBER,
    READERS,
    Reader,
    follow_link,
    read_letter,
    reload_until,
    sign_in,
)
from tests.plumbing.browser import NewPage
from tests.plumbing.live import LivePortal

pytestmark = [pytest.mark.journey, pytest.mark.demo]

EACH = [
    pytest.param(reader, manner, id=f"{reader.language}-{manner.name.replace(' ', '-')}")
    for reader in READERS
    for manner in (KEYBOARD, NO_SCRIPT, PHONE)
]


def _ask(hands: Hands, reader: Reader) -> str:
    """From an article through the three steps; returns the reference."""
    page = hands.page
    page.goto(f"/{reader.language}/articles/{ARTICLE}")
    hands.fill(".askbox textarea", reader.question)
    hands.press(".askbox button")
    hands.fill("#company", reader.company)
    hands.fill("#contact_name", reader.name)
    hands.fill("#email", reader.email)
    hands.choose("#country", reader.country)
    hands.press("main button[value=check]")
    hands.tick("input[name=service][value=MA-ATMP]")
    hands.press("main button[value=update]")
    hands.tick(f".firm-row input[name=firm][value={FIRM}]")
    hands.tick("#share")
    hands.tick("#abroad")
    hands.press("button[value=send]")
    expect(page).to_have_url(re.compile(r"/enquiries/LRE-\w{4}-\w{4}/receipt$"))
    return page.url.split("/")[-2]


def _answer_on_the_page(hands: Hands, reader: Reader, reference: str) -> None:
    page = hands.page
    sign_in(page, FIRM_MEMBER, reader.language)
    page.goto(f"/{reader.language}/workspace/{FIRM}/enquiries/{reference}")
    hands.press("button[value=open]")
    hands.press("button[value=accept]")
    hands.fill("#text", reader.answer)
    hands.press("button[value=answer]")
    expect(page.locator(".msg.own")).to_contain_text(reader.answer)
    fits(page)


def _answer_by_mail(page: Page, portal: LivePortal, *, received: str, text: str) -> None:
    """What a firm's people do without opening the portal: press Answer in their mail."""
    read_letter(page, FIRM_CONTACT, holding=received)
    names, values = (page.locator(f"dl.kv {each}").all_inner_texts() for each in ("dt", "dd"))
    headers = dict(zip(names, values, strict=True))
    answer = EmailMessage()
    answer["From"], answer["To"] = headers["To"], headers["Reply-To"]
    answer["Subject"] = "Re: " + headers["Subject"]
    answer["In-Reply-To"] = headers["Message-ID"]
    answer["Message-ID"] = make_msgid(domain="firm.example")
    answer.set_content(text)
    with smtplib.SMTP("127.0.0.1", portal.inbox_port) as server:
        server.send_message(answer)


@pytest.mark.parametrize(("reader", "manner"), EACH)
def test_a_firm_answers_by_mail_and_the_enquirer_reads_it(
    reader: Reader, manner: Manner, new_page: NewPage, live_portal: LivePortal
):
    maker, post = new_page(locale=reader.tag, **manner.wishes), new_page()
    hands = Hands(maker, manner)
    reference = _ask(hands, reader)
    fits(maker)
    read_letter(maker, reader.email, holding=f"{reference}/confirm")
    follow_link(maker, holding="/confirm")
    hands.press("main button.btn")
    expect(maker).to_have_url(re.compile(f"/{reader.language}/enquiries/{reference}$"))

    firm = new_page(locale=reader.tag, **manner.wishes)
    _answer_on_the_page(Hands(firm, manner), reader, reference)

    maker.reload()
    fits(maker)
    reply = f"{reader.reply} {reference}-{manner.name}"
    hands.fill("form[action*='/reply/'] textarea", reply)
    hands.press("form[action*='/reply/'] button")
    expect(maker.locator(".msg.own", has_text=reply)).to_be_visible()

    by_mail = f"{reader.answer} {reference}"
    _answer_by_mail(post, live_portal, received=f"in enquiry {reference}", text=by_mail)

    reload_until(maker, maker.locator(".msg", has_text=by_mail))
    fits(maker)
    firm.reload()
    expect(firm.locator(".msg.own", has_text=by_mail)).to_be_visible()
