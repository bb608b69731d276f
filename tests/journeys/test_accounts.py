"""Somebody sets up a passkey and signs in with it, in a real browser whose authenticator is a program."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.console.seeding import DEMO_PASSWORD
from tests.journeys.people import STAFF
from tests.plumbing.browser import Watch

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(browser: Browser, live_portal) -> Iterator[Page]:
    """At a device with passkeys, which are bound to a name: a bare number is none."""
    home = live_portal.base_url.replace("127.0.0.1", "localhost")
    watch = Watch(home)
    context = browser.new_context(base_url=home)
    page = context.new_page()
    watch.over(page)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()
    assert not watch.faults, "\n".join(watch.faults)


def show_password(page: Page) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill(STAFF)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Password")).to_have_count(0)


def test_a_passkey_signs_in_and_a_recovery_code_stands_in_for_it(person: Page):
    show_password(person)
    person.goto("/en/account/passkeys")
    person.get_by_label("What you call this device").fill("Work laptop")
    person.get_by_role("button", name="Add a passkey").click()
    expect(person.locator("ol.codes li")).to_have_count(10)
    recovery = person.locator("ol.codes li").all_inner_texts()

    person.get_by_role("button", name="Sign out").click()
    person.get_by_role("button", name="Sign in with a passkey").click()
    expect(person.get_by_role("heading", level=1)).to_be_visible()
    assert "/desk/" in person.url

    person.get_by_role("button", name="Sign out").click()
    show_password(person)
    expect(person.get_by_role("heading", level=1)).to_have_text("Second step")
    person.get_by_label("Code from your app, or a recovery code").fill(recovery[0])
    person.get_by_role("button", name="Sign in", exact=True).click()
    expect(person.get_by_role("link", name="Ling Wu")).to_be_visible()

    # Leave the account as it was: other journeys sign in with the password alone.
    person.goto("/en/account/passkeys")
    person.get_by_role("button", name="Remove").click()
    expect(person.get_by_text("The passkey is removed.")).to_be_visible()
