"""What an HTML body says, as text: lines where it has blocks, quotes marked as plain mail marks them."""

import re
from html.parser import HTMLParser

_BLOCK_NAMES = """
    address article blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li
    main nav ol p pre section table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
#: Nothing in them is said to a reader.
_SILENT = frozenset({"head", "script", "style", "title", "template", "noscript"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "source"})
#: An element deeper than that adds no quote: mail of a thousand blockquotes is no conversation.
_DEEPEST_QUOTE = 20
_COMMENT_ENDS = re.compile(r"--\s*>")


class _Reader(HTMLParser):
    """Collects lines; knows how deep in quotes each stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._silent: list[str] = []
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if tag == "br":
            self._end_line(even_if_empty=True)
        elif tag in _BLOCKS:
            self._end_line()
        if tag == "blockquote":
            self._quotes += 1
        if tag == "pre":
            self._pre += 1
        if tag == "li":
            self._line.append("- ")
        if tag == "hr":
            self._line.append("-" * 20)
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        if tag in _BLOCKS and tag not in _VOID:
            self._end_line()
        if tag == "blockquote" and self._quotes:
            self._quotes -= 1
        if tag == "pre" and self._pre:
            self._pre -= 1
        if tag == "p":
            self._blank()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            *whole, last = data.split("\n")
            for line in whole:
                self._line.append(line)
                self._end_line(even_if_empty=True)
            self._line.append(last)
            return
        self._line.append(" ".join(f".{data}.".split())[1:-1])

    def _end_line(self, *, even_if_empty: bool = False) -> None:
        line = "".join(self._line).strip()
        self._line.clear()
        if line or even_if_empty:
            self.lines.append(self._marked(line))

    def _blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._marked(""))

    def _marked(self, line: str) -> str:
        depth = min(self._quotes, _DEEPEST_QUOTE)
        return f"{'>' * depth} {line}".rstrip() if depth else line

    def text(self) -> str:
        self._end_line()
        return "\n".join(self.lines).strip()


def text_of_html(html: str) -> str:
    """The text of an HTML document or a piece of one, however broken."""
    reader = _Reader()
    reader.feed(_closable(html))
    reader.close()
    return reader.text()


def _closable(html: str) -> str:
    """The same, where whatever begins also ends, or is text.

    The parser looks for each end to the end of the text: for a mail that only begins, some hours long.
    """
    html = html.replace("<![", "<! [")  # as browsers read it: a comment to the next >
    ends = 0
    for found in _COMMENT_ENDS.finditer(html):
        ends = found.end()
    html = html[:ends] + html[ends:].replace("<!--", "&lt;!--")
    last = html.rfind(">") + 1
    return html[:last] + html[last:].replace("<", "&lt;")
