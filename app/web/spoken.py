"""What was written in a conversation, as a page shows it: quotes folded, files beside the words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.enquiries.enclosures import Attachment, Enclosed, enclosed_with
from app.enquiries.models import Enquiry, Message, Party
from app.enquiries.redacting import Redacted, redacted
from app.kernel.file_kinds import FileKind
from app.web.downloads import number_of
from app.web.statuses import REMOVED
from app.web.uploads import WHY

KINDS: Mapping[FileKind, LazyString] = {
    FileKind.PDF: _l("PDF"),
    FileKind.PNG: _l("PNG picture"),
    FileKind.JPEG: _l("JPEG picture"),
    FileKind.TEXT: _l("text"),
    FileKind.CSV: _l("CSV table"),
    FileKind.WORD: _l("Word document"),
    FileKind.EXCEL: _l("Excel workbook"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file in a list: what it is called, and what it is or why it was not taken."""

    name: str
    about: str
    #: Where it is handed out; empty for one that was not taken.
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    #: Its text in stretches, and whether each is quoted.
    pieces: Sequence[tuple[str, bool]]
    files: Sequence[File]


def said(
    messages: Iterable[Message], address: Callable[[str], str], *, unnamed: Enquiry | None = None
) -> Mapping[int, Said]:
    """Each message by its id. Two statements, or none for none.

    address: of a file, by its hidden number. unnamed: whose sender the reader may not know yet: what they
    wrote is shown without names and addresses, and their files are only said to be there, since what is in
    them, or what they are called, may say who sent them.
    """
    found = list(messages)
    enclosed = enclosed_with([each.id for each in found]) if found else {}
    return {
        each.id: _unnamed(each.text, enclosed[each.id], unnamed)
        if unnamed and each.author is Party.ENQUIRER
        else Said(_pieces(each.text, enclosed[each.id]), _files(enclosed[each.id], address))
        for each in found
    }


def _unnamed(text: str, enclosed: Enclosed, enquiry: Enquiry) -> Said:
    pieces = [(_in_words(redacted(piece, enquiry)), quoted) for piece, quoted in _pieces(text, enclosed)]
    return Said(pieces, [_withheld() for _each in enclosed.attachments])


def _in_words(pieces: Redacted) -> str:
    return "".join(each if isinstance(each, str) else str(REMOVED[each]) for each in pieces)


def _pieces(text: str, enclosed: Enclosed) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for start, end in enclosed.quotes:
        pieces += [(text[at:start].strip("\n"), False), (text[start:end].strip("\n"), True)]
        at = end
    pieces.append((text[at:].strip("\n"), False))
    return [(piece, quoted) for piece, quoted in pieces if piece.strip()]


def _files(enclosed: Enclosed, address: Callable[[str], str]) -> list[File]:
    return [_file(each, address) for each in enclosed.attachments]


def _withheld() -> File:
    return File(_("A file"), _("shown once the enquirer lets you see who asks"), "")


def _file(attachment: Attachment, address: Callable[[str], str]) -> File:
    if attachment.kind is None or attachment.file is None:
        why = WHY[attachment.blocked] if attachment.blocked else _("it was erased")
        return File(attachment.name, _("not taken: %(why)s", why=why), "")
    about = _("%(kind)s, %(size)s", kind=KINDS[attachment.kind], size=size_of(attachment.size))
    return File(attachment.name, about, address(number_of(attachment)))


def size_of(count: int) -> str:
    """Bytes in the unit people know them by."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{max(1, round(count / 1000))} kB"
