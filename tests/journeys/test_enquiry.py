"""From an article to an answer, in each language, through the real server, real mail and a real database."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import (
    ARTICLE,
    FIRM,
    FIRM_MEMBER,
    READERS,
    STAFF,
    Reader,
    follow_link,
    read_letter,
    sign_in,
)
from tests.plumbing.browser import NewPage

pytestmark = [pytest.mark.journey, pytest.mark.demo]

each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)


def _ask(page: Page, reader: Reader, *, services: tuple[str, ...], firm: str | None) -> str:
    """From the article through the three steps; returns the reference."""
    page.goto(f"/{reader.language}/articles/{ARTICLE}")
    expect(page.locator("html")).to_have_attribute("lang", reader.tag)
    expect(page.locator(f".aside a[href='/{reader.language}/firms/{FIRM}']")).to_be_visible()
    expect(page.locator(".aside .why").first).to_be_visible()
    page.fill(".askbox textarea", reader.question)
    page.locator(".askbox button").click()

    expect(page.locator("#text")).to_have_value(reader.question)
    page.fill("#company", reader.company)
    page.fill("#contact_name", reader.name)
    page.fill("#email", reader.email)
    page.select_option("#country", reader.country)
    page.locator("main button[value=check]").click()

    expect(page.locator("blockquote mark").first).to_be_visible()
    for service in services:
        page.check(f"input[name=service][value={service}]")
    page.locator("main button[value=update]").click()
    if firm:
        row = page.locator(f".firm-row:has(input[value={firm}])")
        expect(row.locator(".why")).to_be_visible()
        expect(row.locator(".sample")).to_be_visible()
        row.locator("input[name=firm]").check()
        page.check("#share")
        page.check("#abroad")
    page.locator("button[value=send]").click()
    expect(page).to_have_url(re.compile(r"/enquiries/LRE-\w{4}-\w{4}/receipt$"))
    return page.url.split("/")[-2]


def _confirm(page: Page, reader: Reader, reference: str) -> None:
    read_letter(page, reader.email, holding=f"{reference}/confirm")
    follow_link(page, holding="/confirm")
    page.locator("main button.btn").click()
    expect(page).to_have_url(re.compile(f"/{reader.language}/enquiries/{reference}$"))


def _answer(page: Page, reader: Reader, reference: str) -> None:
    """The firm finds the enquiry in its workspace, sees who asks only by opening it, and answers."""
    sign_in(page, FIRM_MEMBER, reader.language)
    page.goto(f"/{reader.language}/workspace/{FIRM}/enquiries/")
    page.locator(f"a:has-text('{reference}')").click()
    expect(page.locator("main")).to_contain_text(reader.question)
    expect(page.locator("main")).not_to_contain_text(reader.company)
    page.locator("button[value=open]").click()
    expect(page.locator("main")).to_contain_text(reader.company)
    page.locator("button[value=accept]").click()
    page.fill("textarea[name=text]", reader.answer)
    page.locator("button[value=answer]").click()
    expect(page.locator(".msg.own")).to_contain_text(reader.answer)


@each_reader
def test_an_article_leads_to_a_firm_and_its_answer_back_to_the_reader(reader: Reader, new_page: NewPage):
    maker, firm = new_page(locale=reader.tag), new_page(locale=reader.tag)
    reference = _ask(maker, reader, services=("MA-ATMP",), firm=FIRM)
    _confirm(maker, reader, reference)
    expect(maker.locator("ol.tl li")).to_have_count(4)

    _answer(firm, reader, reference)

    elsewhere = new_page(locale=reader.tag)  # the letter opens the enquiry in any browser
    read_letter(elsewhere, reader.email, holding=f"{reference}?key=")
    follow_link(elsewhere, holding="?key=")
    expect(elsewhere).to_have_url(re.compile(f"/enquiries/{reference}$"))
    expect(elsewhere.locator(".msg", has_text=reader.answer)).to_be_visible()
    elsewhere.fill("form[action*='/reply/'] textarea", reader.reply)
    elsewhere.locator("form[action*='/reply/'] button").click()
    expect(elsewhere.locator(".msg.own", has_text=reader.reply)).to_be_visible()

    firm.reload()
    expect(firm.locator("main")).to_contain_text(reader.reply)


@each_reader
def test_a_place_that_may_be_the_market_is_asked_about_and_the_answer_names_the_firms(
    reader: Reader, new_page: NewPage
):
    maker = new_page(locale=reader.tag)
    maker.goto(f"/{reader.language}/ask")
    maker.fill("#text", reader.open_question)
    maker.fill("#company", reader.company)
    maker.fill("#contact_name", reader.name)
    maker.fill("#email", reader.email)
    maker.select_option("#country", reader.country)
    maker.locator("#ask button[value=check]").click()
    asked = maker.locator("#answer")
    expect(asked).to_be_visible()
    expect(maker.locator("input[name=firm]")).to_have_count(0)

    # In the other language it is the same question, and the text is still there.
    other = "en" if reader.language != "en" else "zh-hant"
    maker.locator(f"button[formaction='/{other}/ask']").click()
    expect(maker.locator("#ask input[name=text]")).to_have_value(reader.open_question)
    maker.locator(f"button[formaction='/{reader.language}/ask']").click()
    expect(maker.locator("html")).to_have_attribute("lang", reader.tag)

    asked.locator("input[value=UK]").check()
    maker.locator("main button[value=update]").click()
    expect(maker.locator("#answer")).to_have_count(0)
    expect(maker.locator("input[name=service][value=REP-UKRP]")).to_be_checked()
    expect(maker.locator(".firm-row").first).to_be_visible()


@each_reader
def test_an_unclear_question_reaches_a_firm_through_an_editor_and_the_readers_consent(
    reader: Reader, new_page: NewPage
):
    maker, editor = new_page(locale=reader.tag), new_page(locale=reader.tag)
    reference = _ask(maker, reader, services=(), firm=None)
    _confirm(maker, reader, reference)

    sign_in(editor, STAFF, reader.language)
    editor.goto(f"/{reader.language}/desk/enquiries/{reference}")
    expect(editor.locator("main")).to_contain_text(reader.question)
    editor.locator("details:has(input[name=services]) > summary").click()
    editor.locator("input[name=services][value=MA-ATMP]").check()
    editor.locator("button[value=facets]").click()
    editor.locator(f"input[name=firms][value={FIRM}]").check()
    editor.locator("button[value=refer]").click()

    maker.reload()
    expect(maker.locator(f"input[name=firm][value={FIRM}]")).not_to_be_checked()
    maker.check(f"input[name=firm][value={FIRM}]")
    maker.check("#share")
    maker.check("#abroad")
    maker.locator("form[action$='/agree'] button").click()
    expect(maker.locator("table")).to_be_visible()

    firm = new_page(locale=reader.tag)
    sign_in(firm, FIRM_MEMBER, reader.language)
    firm.goto(f"/{reader.language}/workspace/{FIRM}/enquiries/{reference}")
    expect(firm.locator("button[value=open]")).to_be_visible()
