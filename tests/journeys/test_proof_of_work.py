"""The browser works out the proof of an ask form by itself: nothing to see, to do, or to be refused for."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import READERS, Reader
from tests.plumbing.browser import NewPage

pytestmark = [pytest.mark.journey, pytest.mark.demo]
_LONG, _RECEIPT = re.compile("^.{200,}$"), re.compile(r"/receipt$")


def _written(page: Page, reader: Reader) -> None:
    page.goto(f"/{reader.language}/ask")
    page.fill("#text", reader.question)
    page.fill("#company", reader.company)
    page.fill("#contact_name", reader.name)
    page.fill("#email", reader.email)
    page.select_option("#country", reader.country)


def test_it_is_done_while_somebody_writes_and_goes_along(new_page: NewPage):
    page, reader = new_page(), READERS[1]
    _written(page, reader)
    field = page.locator("input[name=proof]")
    expect(field).to_have_value(_LONG, timeout=60_000)
    page.locator("main button[value=check]").click()
    expect(page.locator("blockquote mark").first).to_be_visible()
    # Done is done: the next page has nothing left to work out.
    expect(page.locator("input[data-challenge]")).to_have_count(0)
    expect(page.locator("script[src*='proof']")).to_have_count(0)
    page.locator("button[value=send]").click()
    expect(page).to_have_url(_RECEIPT)


def test_without_script_the_form_is_taken_all_the_same(new_page: NewPage):
    page, reader = new_page(java_script_enabled=False), READERS[0]
    _written(page, reader)
    page.locator("main button[value=check]").click()
    page.locator("button[value=send]").click()
    expect(page).to_have_url(_RECEIPT)


def test_the_keyboard_never_meets_what_is_not_for_people(new_page: NewPage):
    page = new_page()
    page.goto("/en/ask")
    page.focus("#text")
    met = []
    for _ in range(40):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.name || ''"))
    assert "company" in met
    assert "homepage" not in met
