"""Reading pages as a strict parser does."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
#: Fields that need no label: nobody sees them, or they carry their words themselves.
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


def parsed(page: str) -> tuple[Element, list[str]]:
    """The document, and what is not well formed in it."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    document = parser.parse(page)
    return document, [f"line {line}: {code} {facts}" for (line, _column), code, facts in parser.errors]


def words_of(element: Element) -> str:
    return "".join(element.itertext()).strip()


def faults_of(page: str, tag: str) -> Iterator[str]:
    """What a page lacks. tag: the language it should say that it is in."""
    document, malformed = parsed(page)
    yield from malformed
    if document.get("lang") != tag:
        yield f"lang is {document.get('lang')!r}, not {tag!r}"
    headings = list(document.iter("h1"))
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    yield from _headings(document)
    if not words_of(next(document.iter("title"), Element("title"))):
        yield "no title"
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    yield from (f"id {each!r} twice" for each in sorted({each for each in ids if ids.count(each) > 1}))
    yield from _references(document, set(ids))
    yield from _labels(document)


def _headings(document: Element) -> Iterator[str]:
    """No level is skipped on the way down."""
    level = 0
    for element in document.iter():
        if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            here = int(element.tag[1])
            if level and here > level + 1:
                yield f"h{here} after h{level}: {words_of(element)!r}"
            level = here


def _references(document: Element, ids: set[str]) -> Iterator[str]:
    for element in document.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for each in (element.get(name) or "").split():
                if each not in ids:
                    yield f"{name}={each!r} points nowhere"
        address = element.get("href") or ""
        if element.tag == "a" and address.startswith("#") and address[1:] not in ids:
            yield f"{address} points nowhere"


def _labels(document: Element) -> Iterator[str]:
    labelled = {element.get("for") for element in document.iter("label") if words_of(element)}
    inside = {field for label in document.iter("label") if words_of(label) for field in label.iter()}
    for tag in ("input", "select", "textarea"):
        for field in document.iter(tag):
            named = field.get("aria-label") or field.get("aria-labelledby")
            if field.get("type") in UNLABELLED or named or field in inside or field.get("id") in labelled:
                continue
            yield f"no label for {tag} {field.get('name')!r}"
