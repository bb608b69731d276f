"""Names suggested while somebody types, chosen with the keys or the mouse, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.plumbing.browser import NewPage

pytestmark = [pytest.mark.journey, pytest.mark.demo]

NAMES = "[role=option]"


def _type(page: Page, words: str, *, language: str = "en") -> None:
    page.goto(f"/{language}/coverage")
    page.locator("#seek").press_sequentially(words)
    page.locator(NAMES).first.wait_for()


def test_a_name_is_chosen_with_the_keys(page: Page) -> None:
    _type(page, "ukr")
    box = page.locator("#seek")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".seek [role=status]")).to_contain_text("arrow keys")
    box.press("ArrowDown")
    chosen = page.locator(f"{NAMES}[aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(chosen).to_contain_text("UK Responsible Person")
    box.press("Enter")
    page.wait_for_url("**/en/services/rep-ukrp")


def test_going_up_from_the_box_leads_to_the_last_name_and_on_back_to_the_box(page: Page) -> None:
    _type(page, "uk")
    box, last = page.locator("#seek"), page.locator(NAMES).last
    box.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(page.locator(f"{NAMES}[aria-selected=true]")).to_have_count(0)
    expect(box).to_have_value("uk")


def test_escape_puts_the_names_away_and_keeps_what_was_typed(page: Page) -> None:
    _type(page, "uk")
    box = page.locator("#seek")
    box.press("Escape")
    expect(page.locator(NAMES).first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("uk")


def test_enter_without_a_choice_searches_for_what_was_typed(page: Page) -> None:
    _type(page, "uk")
    page.locator("#seek").press("Enter")
    page.wait_for_url("**/en/search?q=uk")


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "歐代"), ("zh-hans", "欧代")])
def test_a_name_is_chosen_with_the_mouse_whichever_name_was_typed(
    page: Page, language: str, words: str
) -> None:
    _type(page, words, language=language)
    page.locator(NAMES).first.click()
    page.wait_for_url(f"**/{language}/services/rep-ec-rep")


def test_leaving_the_box_puts_the_names_away(page: Page) -> None:
    _type(page, "uk")
    page.keyboard.press("Tab")
    expect(page.locator(NAMES).first).to_be_hidden()


def test_the_box_searches_without_script(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/en/coverage")
    page.fill("#seek", "UKRP")
    page.locator(".seek button").click()
    page.wait_for_url("**/en/search?q=UKRP")
    expect(page.locator("h1")).to_have_text("Search")
