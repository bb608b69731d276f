"""A real browser that forgives nothing: an error, a violated policy or a foreign address fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, Route, sync_playwright

from tests.plumbing.live import LivePortal

#: Debian's Chromium; the browser builds that Playwright fetches by itself are not to be had everywhere.
_CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
#: Milliseconds a locator waits for what should be there.
_PATIENCE = 10_000

NewPage = Callable[..., Page]


class Watch:
    """What the pages of a test did that they should not."""

    def __init__(self, home: str) -> None:
        self._home = urlsplit(home).netloc
        self._documents: set[str] = set()
        self.faults: list[str] = []

    def over(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)
        page.route("**/*", self._asked)

    def _answered(self, response: Response) -> None:
        if response.request.resource_type == "document":
            self._documents.add(response.url)
            if response.status >= 500:
                self.faults.append(f"{response.status} from {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # Chromium reports a page answered with 404 or 422 as an error; tests ask for such pages.
        if message.text.startswith("Failed to load resource") and message.location["url"] in self._documents:
            return
        self.faults.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.url}: {request.failure}")

    def _asked(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in {"http", "https"} and address.netloc != self._home:
            self.faults.append(f"a request to another host: {route.request.url}")
            route.abort()
        else:
            route.continue_()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for each worker."""
    if not os.access(_CHROMIUM, os.X_OK):
        pytest.fail(f"no Chromium at {_CHROMIUM}; on Debian: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, live_portal: LivePortal) -> Iterator[NewPage]:
    """Makes pages of separate people; each call is a person with cookies of their own.

    Takes what Playwright's ``new_context`` takes: ``locale``, ``viewport``, ``color_scheme`` and so on.
    """
    watch = Watch(live_portal.base_url)
    contexts = []

    def make(**wishes: Any) -> Page:
        context = browser.new_context(base_url=live_portal.base_url, **wishes)
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One person's page."""
    return new_page()
