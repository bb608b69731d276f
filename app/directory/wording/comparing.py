"""What has changed between two writings of a text, sentence by sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.directory.wording.segments import sentences


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that is gone, or new. One that was reworded is both, one after the other."""

    text: str
    is_new: bool


def changes(before: str, now: str) -> list[Change]:
    """In the order of the text; blanks and line ends alone are no change."""
    old, new = _sentences(before), _sentences(now)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [each for kind, a, b, c, d in found if kind != "equal" for each in _reworded(old[a:b], new[c:d])]


def _reworded(old: list[str], new: list[str]) -> Iterator[Change]:
    for place in range(max(len(old), len(new))):
        if place < len(old):
            yield Change(old[place], False)
        if place < len(new):
            yield Change(new[place], True)


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in sentences(text) if each.strip()]
