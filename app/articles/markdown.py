"""An article's Markdown: taken apart, and made into safe HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from app.articles.hinting import link_terms
from app.i18n.languages import Language
from app.taxonomy.glossary import Hints

#: What a screen reader says before the number of a source; part of the text, so in the text's language.
_SOURCE = {"en": "source ", "zh-hant": "出處 ", "zh-hans": "出处 "}

_TAGS = {"p", "ul", "ol", "li", "h2", "h3", "a", "span", "strong", "em", "blockquote", "code", "br"}
_ATTRIBUTES = {"a": {"href", "id"}, "h2": {"id"}, "span": {"lang"}}
_CLASSES = {"a": {"ref", "term"}, "span": {"vh", "n"}}

_MARKER = re.compile(r"\[\^([^\]]*)\]")
_NUMBER = re.compile(r"\[\^(\d{1,3})\]")
#: Characters as wide as they are high: Han, and the punctuation that goes with it.
_WIDE = r"\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d"
_MARKERS = r"(?:\[\^[^\]]*\])+"
_BLANK_AFTER = re.compile(rf"(?<=[{_WIDE}])({_MARKERS})[ \t]+|({_MARKERS})[ \t]+(?=[{_WIDE}])")
_BLANK_BEFORE = re.compile(rf"(?<=[{_WIDE}])[ \t]+(?={_MARKERS})")
#: Three Latin words and more in a Chinese sentence are a phrase of another language, to be read as one.
_FOREIGN = re.compile(r"[A-Za-z][\w.,()/’-]*(?: [A-Za-z][\w.,()/’-]*){2,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parts:
    """An article's text, taken apart."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """The body as safe HTML, and its headings in order, each with ``id`` and ``title``."""

    html: str
    contents: list[dict[str, Any]]


def take_apart(source: str) -> Parts:
    """``# Title``, then the summary as a block quote, then the body.

    Raises ValueError if one of the three is missing.
    """
    found = re.match(
        r"\s*# (?P<title>[^\n]+)\n+(?P<quote>(?:>[^\n]*\n)+)\s*(?P<body>\S.*)", source, re.DOTALL
    )
    if not found:
        raise ValueError("a text is a title, a summary as a block quote, and a body")
    summary = " ".join(line.removeprefix(">").strip() for line in found["quote"].splitlines())
    return Parts(found["title"].strip(), summary.strip(), found["body"].strip() + "\n")


def markers(text: str) -> list[str]:
    """What stands in each ``[^…]``, in order, whether it is a number or not."""
    return _MARKER.findall(text)


def unmarked(text: str) -> str:
    """The text as it is read: without its markers."""
    return _MARKER.sub("", text)


def markers_by_section(body: str) -> list[list[str]]:
    """The markers of what comes before the first ``##`` heading, then of each section."""
    return [markers(section) for section in re.split(r"^## ", body, flags=re.MULTILINE)]


def render(body: str, language: Language, hints: Hints | None = None) -> Rendered:
    """The body as HTML that may stand on a page as it is.

    Sections get ids ``s1``, ``s2`` and so on. The marker ``[^3]`` becomes a link to ``#c3``; the first
    one to a source also carries the id ``r3``, where the list of sources leads back. A word of the
    glossary leads there where it is first used, outside headings and links.
    """
    tokens = _MARKDOWN.parse(_closed_up(body) if language.is_chinese else body)
    contents = _number_headings(tokens)
    if hints:
        link_terms(tokens, hints, language)
    html = _MARKDOWN.renderer.render(
        tokens,
        _MARKDOWN.options,
        {"word": _SOURCE[language.slug], "seen": set(), "is_chinese": language.is_chinese},
    )
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https"},
        link_rel=None,
    )
    return Rendered(safe, contents)


def _closed_up(text: str) -> str:
    """Chinese is written without blanks; the one beside a marker is for whoever edits the source."""
    without = _BLANK_AFTER.sub(lambda found: found[1] or found[2], text)
    return _BLANK_BEFORE.sub("", without)


def _number_headings(tokens: Sequence[Token]) -> list[dict[str, Any]]:
    contents: list[dict[str, Any]] = []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open" or opening.tag != "h2":
            continue
        number = len(contents) + 1
        children = inline.children or []
        title = "".join(each.content for each in children if each.type in {"text", "code_inline"})
        opening.attrSet("id", f"s{number}")
        children.insert(0, Token("html_inline", "", 0, content=f'<span class="n">{number}</span>'))
        contents.append({"id": f"s{number}", "title": title})
    return contents


def _read_marker(state: StateInline, silent: bool) -> bool:
    found = _NUMBER.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("source_marker", "a", 0).content = str(int(found[1]))
    state.pos = found.end()
    return True


def _write_marker(_: RendererHTML, tokens: Sequence[Token], at: int, __: Any, env: dict[str, Any]) -> str:
    number = tokens[at].content
    anchor = "" if number in env["seen"] else f' id="r{number}"'
    env["seen"].add(number)
    # The word joiner keeps the number on the line of what it follows; Chinese breaks anywhere else.
    return f'\u2060<a class="ref"{anchor} href="#c{number}"><span class="vh">{env["word"]}</span>{number}</a>'


def _write_text(_: RendererHTML, tokens: Sequence[Token], at: int, __: Any, env: dict[str, Any]) -> str:
    text = escapeHtml(tokens[at].content)
    return _FOREIGN.sub(r'<span lang="en">\g<0></span>', text) if env["is_chinese"] else text


def _markdown() -> MarkdownIt:
    # Definitions of references are off: "[^1]: …" would vanish from the page without a word.
    markdown = MarkdownIt("commonmark", {"html": False}).disable("reference")
    markdown.inline.ruler.before("link", "source_marker", _read_marker)
    markdown.add_render_rule("source_marker", _write_marker)
    markdown.add_render_rule("text", _write_text)
    return markdown


_MARKDOWN = _markdown()
