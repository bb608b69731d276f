"""A question without whoever asks it: what a firm may read before it may know who that is.

Better a word too many is taken out than a name is left in: the whole question follows with the identity.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from app.classification.folding import Folded, fold
from app.enquiries.addresses_said import PATTERNS
from app.enquiries.models import Enquiry
from app.enquiries.names_said import name_patterns, plain
from app.kernel.text import whole


class Removed(Enum):
    """What stood there."""

    ADDRESS = "address"
    NAME = "name"
    SIGNATURE = "signature"


#: A text in pieces: words as they were written, and what was taken out between them.
Redacted = tuple[str | Removed, ...]
Span = tuple[int, int, Removed]

#: A line that only closes a letter: what follows it signs the letter.
_CLOSING = re.compile(
    r"(?:-- ?|(?:with )?(?:best|kind|warm|kindest|warmest) (?:regards|wishes)|regards|sincerely(?: yours)?"
    r"|yours (?:sincerely|faithfully|truly)|respectfully|cheers"
    r"|(?:many )?thanks(?: (?:and|&) (?:best |kind )?regards| in advance| a lot)?"
    r"|thank you(?: (?:very much|in advance))?|best|br|cordially"
    r"|此致|敬礼|顺颂(?:商祺|时祺)|敬祝?(?:商祺|商安)?|祝好|祝商祺|此颂商祺|谢谢(?:您|大家)?|感谢|多谢|敬上|谨上|谨启|敬启)"
    r"[\s,.!,。!]*"
)
#: A line that signs by itself.
_SIGNED = re.compile(r".{1,40}(?:敬上|谨上|谨启|敬启|拜上|顿首)[\s。!.!]*")
#: The words that end such a line, before any folding, in every script: most lines have none of them.
_MAY_SIGN = re.compile("[上启啟啓首]")
_LONGEST_SIGNATURE = 10
_LONGEST_LINE = 90


def redacted(text: str, enquiry: Enquiry) -> Redacted:
    """Its pieces, in order; joined without the removed they are the text without these."""
    folded = fold(text)
    if not folded.key:
        return (text,) if text else ()
    found = sorted(
        [*_addresses(folded), *_names(folded, enquiry), *_signatures(text)], key=lambda each: each[:2]
    )
    return tuple(_pieces(text, _apart(found)))


def _addresses(folded: Folded) -> Iterator[Span]:
    for pattern in PATTERNS:
        for hit in pattern.finditer(folded.cased):
            yield *folded.span(*hit.span(hit.lastgroup or 0)), Removed.ADDRESS


def _names(folded: Folded, enquiry: Enquiry) -> Iterator[Span]:
    key = plain(folded.key)
    given = {"company": enquiry.company, "person": enquiry.contact_name, "address": enquiry.email}
    for pattern in name_patterns(**given):
        for hit in pattern.finditer(key):
            yield *folded.span(*hit.span()), Removed.NAME


def _signatures(text: str) -> Iterator[Span]:
    """The block after the last closing words, as long as it looks like one; and lines that sign."""
    places = [hit.span() for hit in re.finditer(r"[^\n]+", text)]
    for start, end in places:
        if _MAY_SIGN.search(text, start, end) and _SIGNED.fullmatch(_line(text, start, end)):
            yield start, end, Removed.SIGNATURE
    # A signature stands at the end: of a long text only its last lines are read for one.
    last = [(start, end, _line(text, start, end)) for start, end in places[-_LONGEST_SIGNATURE - 1 :]]
    for number, (_start, _end, line) in enumerate(last):
        after = last[number + 1 :]
        is_last = not (after and _CLOSING.fullmatch(after[0][2]))
        if _CLOSING.fullmatch(line) and after and is_last and _looks_signed([each for _s, _e, each in after]):
            yield after[0][0], after[-1][1], Removed.SIGNATURE


def _line(text: str, start: int, end: int) -> str:
    return fold(text[start:end]).key.strip()


def _looks_signed(lines: list[str]) -> bool:
    return all(len(each) <= _LONGEST_LINE and not each.endswith("?") for each in lines)


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Overlapping places as one, called after the widest sense: a signature holds names and addresses."""
    current: Span | None = None
    for start, end, what in spans:
        if current is None or start >= current[1]:
            if current:
                yield current
            current = (start, end, what)
            continue
        kinds = {current[2], what}
        kind = next(each for each in (Removed.SIGNATURE, Removed.ADDRESS, Removed.NAME) if each in kinds)
        current = (current[0], max(current[1], end), kind)
    if current:
        yield current


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[str | Removed]:
    at = 0
    for start, end, what in spans:
        start, end = whole(text, start, end)
        if start > at:
            yield text[at:start]
        yield what
        at = max(at, end)
    if at < len(text):
        yield text[at:]
