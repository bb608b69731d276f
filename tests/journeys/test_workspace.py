"""A stranger takes over a firm's listing, keeps it and proves it, until the evidence lapses."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, update

from app.directory.credentials.models import Credential, CredentialStep
from app.kernel.clock import now
from tests.journeys.hands import KEYBOARD, NO_SCRIPT, PHONE, Hands, Manner, fits
from tests.journeys.owners import CODE_SECONDS, OWNERS, PASSWORD, PDF, Owner, code_of
from tests.journeys.people import STAFF, follow_link, read_letter, reload_until, sign_in
from tests.plumbing.browser import NewPage
from tests.plumbing.live import LivePortal

pytestmark = [pytest.mark.journey, pytest.mark.demo]

#: Each way of using the pages once: a listing can be taken over only once.
EACH = [
    pytest.param(OWNERS[language], manner, id=f"{language}-{manner.name.replace(' ', '-')}")
    for language, manner in (("en", KEYBOARD), ("zh-hant", NO_SCRIPT), ("zh-hans", PHONE))
]
#: Six months: no reminder is due.
_A_WHILE = timedelta(days=180)


@dataclass(frozen=True)
class Journey:
    """Two people at their browsers, the owner and an editor of the portal, and everybody else."""

    owner: Owner
    hands: Hands
    desk: Hands
    public: Page
    paper: Path

    @property
    def page(self) -> Page:
        return self.hands.page

    @property
    def workspace(self) -> str:
        return f"/{self.owner.language}/workspace/{self.owner.firm}"

    @property
    def cell(self) -> str:
        return f"{self.workspace}/offerings/{self.owner.service}/{self.owner.market}"

    def listed(self, *, times: int) -> None:
        """How often the directory, asked for that service in that market, names the firm as one that fits."""
        at = f"/{self.owner.language}/firms/?market={self.owner.market}&service={self.owner.service}"
        self.public.goto(at)
        rows = self.public.locator(f"#results .firm-row:not(.near) h2 a[href$='/firms/{self.owner.firm}']")
        expect(rows).to_have_count(times)
        fits(self.public)


def go(hands: Hands, address: str) -> None:
    answer = hands.page.goto(address)
    assert answer is not None
    assert answer.ok, address
    fits(hands.page)


def press(hands: Hands, what: str, *, then: str) -> None:
    """Press, and see what comes of it, whole in its window."""
    hands.press(what)
    expect(hands.page.locator(then).first).to_be_visible()
    fits(hands.page)


def _show_password(hands: Hands, owner: Owner, *, then: str) -> None:
    hands.fill("#email", owner.email)
    hands.fill("#password", PASSWORD)
    press(hands, "main form .btn", then=then)


def _make_account(on: Journey) -> None:
    """From the listing, by way of a letter, to the form of a claim."""
    hands, owner = on.hands, on.owner
    go(hands, f"/{owner.language}/firms/{owner.firm}")
    press(hands, "main a[href$='/claim']", then="#password")
    press(hands, "main a[href*='/account/sign-up']", then="#email")
    hands.fill("#email", owner.email)
    press(hands, "main form .btn", then="h1")
    read_letter(on.page, owner.email, holding="sign-up/confirm")
    follow_link(on.page, holding="sign-up/confirm")
    fits(on.page)
    hands.fill("#name", owner.name)
    hands.fill("#password", PASSWORD)
    hands.fill("#again", PASSWORD)
    press(hands, "main form .btn", then="#email")
    _show_password(hands, owner, then="input[name=relation]")


def _claim(on: Journey) -> None:
    hands = on.hands
    hands.tick("input[name=relation][value=owner]")
    hands.tick("input[name=proof][value=documents]")
    hands.attach("#files", on.paper)
    press(hands, "main form .btn", then=".flash")
    go(on.desk, f"/{on.owner.language}/desk/claims")
    press(on.desk, f"main table a:has-text('{on.owner.firm_name}')", then="button[value=approve]")
    press(on.desk, "button[value=approve]", then=".flash")


def _take_second_factor(on: Journey) -> None:
    """Set it up, then sign out and in with it."""
    hands, page = on.hands, on.page
    go(hands, f"/{on.owner.language}/account/")
    press(hands, "#factors a[href$='/codes']", then=".key")
    key = page.locator(".key").inner_text()
    hands.fill("#code", code_of(key, now()))
    press(hands, "main form .btn", then="ol.codes")
    press(hands, "main a.btn", then="#factors")
    press(hands, "button[form=sign-out]", then="h1")
    go(hands, f"/{on.owner.language}/account/sign-in")
    _show_password(hands, on.owner, then="#code")
    # A code counts once, so this is the one after it, as from a telephone whose clock is ahead.
    hands.fill("#code", code_of(key, now() + timedelta(seconds=CODE_SECONDS)))
    press(hands, "main form .btn", then="button[form=sign-out]")


def _edit(on: Journey) -> None:
    """Both texts wait for an editor, and are public once one has approved them."""
    hands, page, owner = on.hands, on.page, on.owner
    go(hands, f"{on.workspace}/listing")
    press(hands, "main a[href$='/listing/words']", then="#form")
    for language, text in owner.texts.items():
        hands.fill(f"#description-{language}", text)
    press(hands, "#form p .btn", then=".flash a[href*='/revisions/']")
    press(hands, ".flash a[href*='/revisions/']", then=".change ins")
    number = page.url.rsplit("/", 1)[1]
    for language, text in owner.texts.items():
        expect(page.locator("#fields")).to_contain_text(text)
        on.public.goto(f"/{language}/firms/{owner.firm}")
        expect(on.public.locator("main")).not_to_contain_text(text)
    go(on.desk, f"/{owner.language}/desk/revisions/")
    press(on.desk, f"main table a[href$='/revisions/{number}']", then=".change ins")
    for language in owner.texts:
        on.desk.tick(f"[id='approve-description.{language}']")
    press(on.desk, "main form .btn", then=".flash")
    for language, text in owner.texts.items():
        on.public.goto(f"/{language}/firms/{owner.firm}")
        expect(on.public.locator("main")).to_contain_text(text)
        fits(on.public)


def _keep_cell(on: Journey) -> None:
    """Say who acts and until when, and see by what it is found."""
    hands = on.hands
    go(hands, f"{on.workspace}/offerings")
    press(hands, f"table.cells a[href='{on.cell}']", then="#means")
    hands.choose("#means", "own")
    hands.choose("#intake", "open")
    hands.set_day("#confirm_by", (now() + _A_WHILE / 2).date())
    press(hands, "main button[value=keep]", then=".flash")
    expect(on.page.locator("#searches a[href*='/firms/?']").first).to_be_visible()
    expect(on.page.locator("#means")).to_have_value("own")


def _prove(on: Journey) -> int:
    """Submit evidence for the cell, which staff accept; returns its number."""
    hands, page, owner = on.hands, on.page, on.owner
    go(hands, f"{on.workspace}/evidence/")
    press(hands, "main a.btn", then="#kind")
    hands.choose("#kind", "licence")
    hands.fill("#number", owner.licence)
    hands.fill(f"#issuer_{owner.language.replace('-', '_')}", owner.issuer)
    hands.set_day("#valid_until", (now() + _A_WHILE).date())
    hands.tick(page.locator("#offerings").get_by_label(owner.cell, exact=True))
    hands.attach("#files", on.paper)
    press(hands, "main button[value=submit]", then=".flash")
    number = int(page.url.rsplit("/", 1)[1])
    go(on.desk, f"/{owner.language}/desk/evidence")
    press(on.desk, f"main table a[href$='/evidence/{number}']", then="#method")
    on.desk.choose("#method", "document_read")
    on.desk.set_day("#checked_on", now().date())
    press(on.desk, "main button[value=accept]", then=".flash")
    return number


def _let_time_pass(portal: LivePortal, number: int) -> None:
    """Its last day was a few days ago. Nobody can wait half a year, so the days are moved, not the clock."""
    past = now() - timedelta(days=3)
    engine = create_engine(portal.database_url)
    with engine.begin() as connection:
        connection.execute(update(Credential).where(Credential.id == number).values(valid_until=past.date()))
        connection.execute(
            update(CredentialStep).where(CredentialStep.credential_id == number).values(due_at=past)
        )
    engine.dispose()


def _see_it_lapse(on: Journey, number: int) -> None:
    """The timers find it by themselves; the workspace says why, and so does a letter."""
    page = on.page
    go(on.hands, f"{on.workspace}/evidence/")
    reload_until(page, page.locator(f"section.first li:has-text('{on.owner.cell}')"), seconds=60)
    fits(page)
    go(on.hands, on.cell)
    expect(page.locator("#searches .late").first).to_be_visible()
    read_letter(page, on.owner.email, holding=on.owner.lapsed)
    follow_link(page, holding=f"/evidence/{number}")
    expect(page.locator("button[value=renew]")).to_be_visible()
    fits(page)


@pytest.mark.parametrize(("owner", "manner"), EACH)
def test_a_firm_keeps_its_own_truth_until_its_evidence_lapses(
    owner: Owner, manner: Manner, new_page: NewPage, live_portal: LivePortal, tmp_path: Path
):
    paper = tmp_path / "extract.pdf"
    paper.write_bytes(PDF)
    mine, desk = (Hands(new_page(locale=owner.tag, **manner.wishes), manner) for _ in range(2))
    public = new_page(locale=owner.tag, **manner.wishes)
    on = Journey(owner, mine, desk, public, paper)
    sign_in(desk.page, STAFF, owner.language)

    _make_account(on)
    _claim(on)
    _take_second_factor(on)
    _edit(on)
    _keep_cell(on)
    number = _prove(on)
    on.listed(times=1)
    _let_time_pass(live_portal, number)
    _see_it_lapse(on, number)
    on.listed(times=0)
