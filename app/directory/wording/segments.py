"""A text cut into sentences and clauses. Put together again, the pieces are the text."""

import re

#: Behind a mark that ends a sentence, and the quotation mark or bracket that it closes.
_SENTENCE = re.compile(
    r"(?<=[。！？；\n])(?![」』”’）。！？；\n])"
    r"|(?<=[。！？；][」』”’）])(?![」』”’）。！？；\n])"
    r"|(?<=[.!?])(?=\s)"
)
_CLAUSE = re.compile(r"(?<=[，、：,:])")
#: What a segment may begin or end with without being another one.
_EDGE = " \t\n\u3000。！？；，、：.!?;,:"


def sentences(text: str) -> list[str]:
    return [each for each in _SENTENCE.split(text) if each]


def clauses(sentence: str) -> list[str]:
    return [each for each in _CLAUSE.split(sentence) if each]


def core(segment: str) -> str:
    """The segment without blanks and punctuation at its ends."""
    return segment.strip(_EDGE)


def framed(segment: str) -> tuple[str, str, str]:
    """What stands before the segment's core, the core, and what stands behind it."""
    inside = core(segment)
    start = segment.index(inside) if inside else len(segment)
    return segment[:start], inside, segment[start + len(inside) :]
