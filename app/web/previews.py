"""The public page of a firm, for whoever shows it before it is public.

That page is the public door's. Other doors are strangers to it, so it is handed over once, at start.
"""

from collections.abc import Callable
from typing import Any

Show = Callable[..., str]
_shown: dict[str, Show] = {}


def wire(show: Show) -> None:
    """Say once, at start, how a firm is shown to the public."""
    _shown["firm"] = show


def preview_of(firm: Any) -> str:
    """The page of a firm, marked as a preview."""
    return _shown["firm"](firm, preview=True)
