"""Which parts of a mail's text are quoted: found to be folded, never to be cut.

Nothing is a quote because of where it stands alone. What stands after a head that a mail program wrote, or
behind ``>``, is held against the letters that were sent: what is in them is folded; anything else might
be an answer written between the lines, or somebody's other conversation, and is for a person to look at.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.inbox.quote_marks import HEAD_FIRST, HEAD_LINE, HEAD_LINES, INTRODUCTIONS, MARKERS, RULE

_URL = re.compile(r"https?://\S+|<[^<>\s]*>|\[[^\[\]]*\]\(?")
_NOT_SAID = re.compile(r"[\W_]+")
#: A link's rest on a line of its own: no words, no blanks.
_PIECE_OF_LINK = re.compile(r"[!-~]{12,}")
#: An announcement that was broken says so with its first line: a year, or the begin of an address.
_DATED = re.compile(r"\d{4}|<")
_LONGEST_INTRODUCTION = 3


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its quoted parts."""

    text: str
    #: Each ``(start, end)``, in order, apart from each other.
    spans: tuple[tuple[int, int], ...] = ()
    #: False where something that looks quoted is not ours, or something of ours looks newly written.
    sure: bool = True

    @property
    def new(self) -> str:
        """What is left unfolded."""
        out, at = [], 0
        for start, end in self.spans:
            out.append(self.text[at:start])
            at = end
        return "".join([*out, self.text[at:]]).strip()


@dataclass(slots=True)
class _Line:
    start: int
    text: str
    is_quoted: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def bare(self) -> str:
        return self.text.lstrip("> \t").rstrip()

    @property
    def is_marked(self) -> bool:
        return self.text.lstrip().startswith(">")


class _Ours:
    """The words of the letters that were sent."""

    def __init__(self, letters: Iterable[str]) -> None:
        self._said = "\n".join(_said(each) for each in letters)

    def knows(self, line: str) -> bool:
        said = _said(line)
        if not said or said in self._said:
            return True
        return _PIECE_OF_LINK.fullmatch(line.strip()) is not None and "@" not in line


def _said(text: str) -> str:
    return _NOT_SAID.sub("", _URL.sub("", text)).casefold()


def fold(text: str, *, letters: Iterable[str] = ()) -> Folded:
    """The text with its quoted parts.

    letters: what was written to the sender, in plain text; without any, whatever is quoted is doubtful.
    """
    lines = _lines(text)
    ours = _Ours(letters)
    sure = True
    at = 0
    while at < len(lines):
        opened = _opening(lines, at)
        if opened or _is_marker(lines[at]):
            at, known = _quote_tail(lines, at, opened, ours)
            sure = sure and known
        elif lines[at].is_marked:
            sure = _quote_run(lines, at, ours) and sure
            at += 1
        else:
            at += 1
    return Folded(text, _spans(lines), sure and not _left_over(lines))


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for raw in text.split("\n"):
        lines.append(_Line(start, raw))
        start += len(raw) + 1
    return lines


def _is_marker(line: _Line) -> bool:
    return any(each.casefold() in line.text.casefold() for each in MARKERS)


def _opening(lines: Sequence[_Line], at: int) -> int:
    """How many lines from here announce a quote; 0 if none do."""
    longest = _LONGEST_INTRODUCTION if _DATED.search(lines[at].bare) else 1
    for count in range(1, longest + 1):
        if not lines[min(at + count, len(lines)) - 1].bare:
            break
        joined = " ".join(line.bare for line in lines[at : at + count])
        if any(each.match(joined) for each in INTRODUCTIONS):
            return count
    begin = at
    while begin < len(lines) and begin - at < 3 and (RULE.match(lines[begin].bare) or not lines[begin].bare):
        begin += 1
    if begin < len(lines) and HEAD_FIRST.match(lines[begin].bare):
        head = _head_lines(lines, begin)
        found = sum(bool(HEAD_LINE.match(line.bare)) for line in lines[begin : begin + head])
        if found >= HEAD_LINES:
            return begin - at + head
    return 0


def _head_lines(lines: Sequence[_Line], begin: int) -> int:
    """The lines of a quoted mail's head, with those that a long list of people broke into."""
    count, since = 0, 0
    for line in lines[begin : begin + 12]:
        count += 1
        if HEAD_LINE.match(line.bare):
            since = 0
        elif line.bare and since < 1 and count > 1:
            since += 1
        else:
            count -= 1 + since
            break
    return count


def _quote_run(lines: Sequence[_Line], at: int, ours: _Ours) -> bool:
    """Fold one line behind ``>``; whether it is of ours."""
    line = lines[at]
    line.is_quoted = True
    return ours.knows(line.bare) or _is_marker(line) or _is_head(lines, at)


def _is_head(lines: Sequence[_Line], at: int) -> bool:
    return bool(HEAD_LINE.match(lines[at].bare) or RULE.match(lines[at].bare)) or any(
        each.match(lines[at].bare) for each in INTRODUCTIONS
    )


def _quote_tail(lines: Sequence[_Line], at: int, opening: int, ours: _Ours) -> tuple[int, bool]:
    """Fold what an announcement announces; where it ends, and whether all that was folded is ours.

    Behind ``>`` an unmarked line is an answer. Without such marks everything to the end is quoted, except
    what the letters do not have.
    """
    for line in lines[at : at + opening]:
        line.is_quoted = True
    at += opening
    while at < len(lines) and not lines[at].bare and not lines[at].is_marked:
        lines[at].is_quoted = True
        at += 1
    if at < len(lines) and lines[at].is_marked:
        return at, True  # the run behind > is read line by line
    known = True
    while at < len(lines) and not lines[at].is_marked:
        if ours.knows(lines[at].bare) or _is_marker(lines[at]) or _is_head(lines, at):
            lines[at].is_quoted = True
        else:
            known = False
        at += 1
    return at, known


def _left_over(lines: Sequence[_Line]) -> bool:
    """Whether something that only a quote has still looks newly written."""
    left = [line for line in lines if not line.is_quoted]
    heads = sum(bool(HEAD_LINE.match(line.bare)) for line in left)
    return any(_is_marker(line) for line in left) or heads >= HEAD_LINES


def _spans(lines: Sequence[_Line]) -> tuple[tuple[int, int], ...]:
    """The quoted lines as pieces of the text; blank lines between two of them go with them."""
    spans: list[list[int]] = []
    blank_since_quote = False
    for line in lines:
        if line.is_quoted:
            if spans and blank_since_quote:
                spans[-1][1] = line.end
            else:
                spans.append([line.start, line.end])
            blank_since_quote = True
        elif line.bare:
            blank_since_quote = False
    return tuple((start, end) for start, end in spans)
