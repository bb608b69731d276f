"""The index of a list by name: A to Z, in 简体 by sound, in 繁體 by strokes; only what there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.matched import Match, Order
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


def initials(found: Sequence[Match], order: Order, address: Callable[[Initial, int], str]) -> list[Entry]:
    """Every initial of a list by name, with the page on which it begins.

    found: in that order. address: of an initial on a page.
    """
    first: dict[str, int] = {}
    firms: dict[str, int] = {}
    for number, match in enumerate(found):
        under = order.place(match)[0]
        first.setdefault(under, number)
        firms[under] = firms.get(under, 0) + 1
    return [
        Entry(Initial(under).label, firms[under], address(Initial(under), number // PAGE_SIZE + 1))
        for under, number in first.items()
    ]


def beginnings(shown: Sequence[Match], order: Order) -> dict[str, Initial]:
    """By firm: the initial that begins with it on this page."""
    found: dict[str, str] = {}
    for match in shown:
        found.setdefault(order.place(match)[0], match.slug)
    return {slug: Initial(under) for under, slug in found.items()}
