"""The index of a list by name: A to Z, in 简体 by sound, in 繁體 by strokes; only what there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.found import Found
from app.directory.register import Entry as Firm
from app.i18n.collation import FIGURES, OTHERS
from app.public.paging import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Initial:
    """What several names are looked up under."""

    #: A letter, a number of strokes, or what has neither.
    under: str

    @property
    def label(self) -> str:
        if self.under.isdecimal():
            return ngettext("%(num)d stroke", "%(num)d strokes", int(self.under))
        if self.under == OTHERS:
            return _("other scripts")
        return "0–9" if self.under == FIGURES else self.under

    @property
    def anchor(self) -> str:
        """The id of the row where it begins."""
        return f"i-{self.under.lower()}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the index."""

    label: str
    firms: int
    address: str


def initials(found: Found, address: Callable[[Initial, int], str]) -> list[Entry]:
    """Every initial of a list by name, with the page on which it begins.

    address: of an initial on a page.
    """
    return [
        Entry(Initial(under).label, each.firms, address(Initial(under), each.before // PAGE_SIZE + 1))
        for under, each in found.initials().items()
    ]


def beginnings(shown: Sequence[Firm], found: Found) -> dict[str, Initial]:
    """By firm: the initial that begins with it on this page."""
    first: dict[str, str] = {}
    for firm in shown:
        first.setdefault(found.under_which(firm), firm.slug)
    return {slug: Initial(under) for under, slug in first.items()}
