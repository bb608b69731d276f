"""How somebody uses a page: with a pointer, or with nothing but the keyboard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

#: More stops than any page of the portal has.
_MOST_STOPS = 400
_HAS_FOCUS = "each => each === document.activeElement"
#: The orders in which the platform's own field for a day takes its parts.
_DAY_ORDERS = ("%m%d%Y", "%d%m%Y", "%Y%m%d")


@dataclass(frozen=True)
class Manner:
    """One way of using the portal; wishes are what Playwright's ``new_context`` takes."""

    name: str
    wishes: Mapping[str, Any]
    keyboard: bool = False


POINTER = Manner("pointer", {})
KEYBOARD = Manner("keyboard", {}, keyboard=True)
NO_SCRIPT = Manner("no script", {"java_script_enabled": False})
PHONE = Manner("phone", {"viewport": {"width": 390, "height": 844}})


def fits(page: Page) -> None:
    """Nothing makes the page wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


class Hands:
    """Does to a page what a person would. Each locator must find one thing."""

    def __init__(self, page: Page, manner: Manner) -> None:
        self.page = page
        self.manner = manner

    def fill(self, what: str | Locator, text: str) -> None:
        field = self._found(what)
        if not self.manner.keyboard:
            return field.fill(text)
        self._reach(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)

    def press(self, what: str | Locator) -> None:
        """A button or a link."""
        target = self._found(what)
        if not self.manner.keyboard:
            return target.click()
        self._reach(target)
        self.page.keyboard.press("Enter")

    def attach(self, what: str | Locator, file: Path) -> None:
        """Choose a file of one's own."""
        chooser = self._found(what)
        if not self.manner.keyboard:
            return chooser.set_input_files(file)
        # Listening begins before the way there: a dialog that opens before it is listened for is lost.
        with self.page.expect_file_chooser(timeout=30_000) as opened:
            self._reach(chooser)
            self.page.keyboard.press("Space")
        opened.value.set_files(file)

    def set_day(self, what: str | Locator, day: date) -> None:
        field = self._found(what)
        if not self.manner.keyboard:
            return field.fill(day.isoformat())
        self._reach(field)
        for order in _DAY_ORDERS:
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
            for _ in range(2):  # back to the first part, whichever it is
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{day} is not to be typed")

    def tick(self, what: str | Locator) -> None:
        """A box or a radio button; nothing happens where it is ticked."""
        box = self._found(what)
        if box.is_checked():
            return
        if not self.manner.keyboard:
            return box.check()
        if box.get_attribute("type") == "radio":
            self._reach_radio(box)
        else:
            self._reach(box)
        self.page.keyboard.press("Space")

    def choose(self, what: str | Locator, value: str) -> None:
        """An entry of a list, by its value. By keyboard, step by step, as the platform lets one."""
        chooser = self._found(what)
        if not self.manner.keyboard:
            chooser.select_option(value)
            return
        self._reach(chooser)
        values = chooser.locator("option").evaluate_all("all => all.map(each => each.value)")
        self.page.keyboard.press("Home")
        for _ in range(len(values)):
            if chooser.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        assert chooser.input_value() == value, f"{value} is not to be reached by keyboard"

    def _found(self, what: str | Locator) -> Locator:
        return self.page.locator(what) if isinstance(what, str) else what

    def _reach(self, target: Locator) -> None:
        """By Tab alone, from where the focus is, round the page once at most."""
        target.wait_for(state="visible")
        for _ in range(_MOST_STOPS):
            if target.evaluate(_HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {target}")

    def _reach_radio(self, target: Locator) -> None:
        """Tab leads to the group, arrows to its members."""
        target.wait_for(state="visible")
        group = self.page.locator(f"input[type=radio][name='{target.get_attribute('name')}']")
        for _ in range(_MOST_STOPS):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.page.keyboard.press("Tab")
        for _ in range(group.count()):
            if target.evaluate(_HAS_FOCUS):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no key leads to {target}")
