"""A firm's listing is kept as it is typed, in a real browser; and it is sent without a script as well."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import FIRM, FIRM_MEMBER, STAFF, sign_in
from tests.plumbing.browser import NewPage

pytestmark = [pytest.mark.journey, pytest.mark.demo]

WORDS = f"workspace/{FIRM}/listing/words"
MORE = " 兼辦化粧品。"


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_what_is_typed_stands_in_another_browser_too(new_page: NewPage, language: str) -> None:
    first, second = new_page(), new_page()
    for page in (first, second):
        sign_in(page, FIRM_MEMBER, language)
    first.goto(f"/{language}/{WORDS}")
    text = first.locator("#description-zh-hant")
    text.press("End")
    text.press_sequentially(MORE)
    expect(first.locator("#draft-status")).to_contain_text(":")
    second.goto(f"/{language}/{WORDS}")
    expect(second.locator("#description-zh-hant")).to_have_value(text.input_value())
    second.locator(".draft button").click()
    expect(second.locator(".draft")).to_have_count(0)


def test_a_change_goes_to_the_desk_and_back_without_a_script_and_on_a_phone(new_page: NewPage) -> None:
    phone = {"viewport": {"width": 390, "height": 800}, "java_script_enabled": False}
    firm, desk = new_page(**phone), new_page(**phone)
    sign_in(firm, FIRM_MEMBER, "en")
    firm.goto(f"/en/{WORDS}")
    firm.locator("#description-en").fill("Sent by hand.")
    firm.locator("#form .btn").click()
    _see(firm, "A change of")
    sign_in(desk, STAFF, "en")
    desk.goto("/en/desk/revisions/")
    desk.locator("main table a").first.click()
    desk.locator("[id='approve-description.en']").check()
    desk.locator("main .btn").click()
    _see(desk, "the firm is told")
    firm.goto(f"/en/firms/{FIRM}")
    _see(firm, "Sent by hand.")


def _see(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)
