"""The running portal and the browser that watches it."""

import pytest
from playwright.sync_api import Browser

from app.i18n.languages import LANGUAGES
from tests.plumbing.browser import NewPage, Watch
from tests.plumbing.live import LivePortal

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_the_portal_answers_in_the_readers_language(new_page: NewPage, language):
    page = new_page(locale=language.tag)
    page.goto("/")
    assert page.url.endswith(f"/{language.slug}/")
    assert page.locator("html").get_attribute("lang") == language.tag
    assert page.locator("h1").count() == 1


@pytest.fixture
def watched(browser: Browser, live_portal: LivePortal):
    """A page and what was seen of it, without the verdict at the end."""
    watch = Watch(live_portal.base_url)
    context = browser.new_context(base_url=live_portal.base_url)
    page = context.new_page()
    watch.over(page)
    yield page, watch
    context.close()


def test_a_page_that_does_not_exist_is_no_fault(watched):
    page, watch = watched
    page.goto("/en/no-such-page")
    assert watch.faults == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<img src="http://192.0.2.1/pixel.png">', "another host"),
        ("<script>throw new Error('no')</script>", "script error"),
        (
            '<meta http-equiv="Content-Security-Policy" content="img-src \'none\'"><img src="/x.png">',
            "Content Security",
        ),
    ],
    ids=["foreign", "script", "policy"],
)
def test_what_a_page_must_not_do_is_seen(watched, html, fault):
    page, watch = watched
    page.route("**/faulty", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/faulty")
    page.wait_for_load_state("networkidle")
    assert any(fault in each for each in watch.faults), watch.faults
