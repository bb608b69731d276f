"""Text whose lines a mail program broke to fit (RFC 3676)."""

import re

_QUOTE = re.compile(r">*")


def unflowed(text: str, *, delsp: bool = False) -> str:
    """The text with its paragraphs whole again. delsp: the blank at a line's end was added to break it.

    Chinese has no blanks between words, so that without ``delsp`` its lines would be joined by one.
    """
    lines: list[str] = []
    depth_before, flows = 0, False
    for raw in text.replace("\r\n", "\n").split("\n"):
        marks = _QUOTE.match(raw)
        depth = len(marks.group()) if marks else 0
        line = raw[depth:].removeprefix(" ")
        is_signature = line == "-- "
        if flows and depth == depth_before and not is_signature:
            lines[-1] += line
        else:
            lines.append(f"{'>' * depth} {line}" if depth else line)
        flows = line.endswith(" ") and not is_signature
        if flows and delsp:
            lines[-1] = lines[-1][:-1]
        depth_before = depth
    return "\n".join(lines)
