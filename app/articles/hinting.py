"""Words of the glossary in an article become links to it: once each, where they are first used."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from app.i18n.addresses import Addresses
from app.i18n.languages import Language
from app.taxonomy.glossary import Hints

#: A heading is a place to go to, a quotation is somebody else's wording.
_LEFT_ALONE = {"heading_open": 1, "heading_close": -1, "blockquote_open": 1, "blockquote_close": -1}


def link_terms(tokens: Sequence[Token], hints: Hints, language: Language) -> None:
    """Put the links into the parsed text."""
    seen: set[str] = set()
    closed = 0
    for token in tokens:
        closed += _LEFT_ALONE.get(token.type, 0)
        if token.type == "inline" and not closed and token.children:
            token.children = list(_linked(token.children, hints, Addresses(language), seen))


def _linked(children: Sequence[Token], hints: Hints, at: Addresses, seen: set[str]) -> Iterator[Token]:
    links = 0
    for child in children:
        links += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "text" and not links:
            yield from _split(child.content, hints, at, seen)
        else:
            yield child


def _split(text: str, hints: Hints, at: Addresses, seen: set[str]) -> Iterator[Token]:
    done = 0
    for hint in hints.found(text):
        if hint.code in seen or _is_in_title(text, hint.start):
            continue
        seen.add(hint.code)
        yield _text(text[done : hint.start])
        yield Token("html_inline", "", 0, content=f'<a class="term" href="{at.glossary(hint.code)}">')
        yield _text(text[hint.start : hint.end])
        yield Token("html_inline", "", 0, content="</a>")
        done = hint.end
    yield _text(text[done:])


def _is_in_title(text: str, at: int) -> bool:
    """Whether that place is inside the title of a law, 《…》: a name, not a use of the word."""
    return text.rfind("《", 0, at) > text.rfind("》", 0, at)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
