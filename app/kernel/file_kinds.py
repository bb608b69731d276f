"""Which files are taken, told by what they hold and not by what they are called."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from app.kernel.text import clean

LONGEST_NAME = 200


class FileKind(Enum):
    """What may be attached, told by its content."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TEXT = "text"
    CSV = "csv"
    WORD = "word"
    EXCEL = "excel"


class Blocked(Enum):
    """Why a file was not taken; its name and size still say that it came."""

    #: Nothing of what may be attached.
    KIND = "kind"
    SIZE = "size"
    #: More than a message may carry.
    MANY = "many"
    #: It would unpack to more than anybody sends.
    BOMB = "bomb"
    #: It carries programs.
    MACROS = "macros"
    #: It is called what it should be, and is broken.
    BROKEN = "broken"
    EMPTY = "empty"


#: Of one file, and of all that are sent together.
LARGEST = 10 * 1024 * 1024
LARGEST_TOGETHER = 20 * 1024 * 1024

_ENDINGS: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.PDF: (".pdf",),
    FileKind.PNG: (".png",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.TEXT: (".txt",),
    FileKind.CSV: (".csv",),
    FileKind.WORD: (".docx",),
    FileKind.EXCEL: (".xlsx",),
}
#: What a file is handed out as.
MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.TEXT: "text/plain",
    FileKind.CSV: "text/csv",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: An office document unpacks to some ten times its size; pictures in it hardly at all.
_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_ENTRIES = 2_000
_PROGRAMS = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|activeX/|.*\.(?:exe|dll|js|vbs|ps1|bat|scr))$", re.IGNORECASE
)
_TEXT_TABLES = ("utf-8-sig", "gb18030", "big5hkscs")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Not in a name on any system, nor what turns its direction round.
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789")}
)


class NotTaken(Exception):
    """The file may not be attached; ``why`` says for which reason."""

    def __init__(self, why: Blocked) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Given:
    """A file as somebody sent it."""

    name: str
    data: bytes


def kind_of(name: str, data: bytes) -> FileKind:
    """What the file is. Raises NotTaken."""
    if not data:
        raise NotTaken(Blocked.EMPTY)
    if len(data) > LARGEST:
        raise NotTaken(Blocked.SIZE)
    if data.startswith(b"%PDF-"):
        return FileKind.PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    ending = name.lower()
    for kind in (FileKind.TEXT, FileKind.CSV):
        if ending.endswith(_ENDINGS[kind]) and _is_text(data):
            return kind
    raise NotTaken(Blocked.KIND)


def _is_text(data: bytes) -> bool:
    for table in _TEXT_TABLES:
        try:
            return not _CONTROLS.search(data.decode(table))
        except UnicodeDecodeError:
            continue
    return False


def _office_kind(data: bytes) -> FileKind:
    """Word or Excel without programs, of a size that somebody could have written."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {entry.filename for entry in archive.infolist()}
            if "[Content_Types].xml" not in names:
                raise NotTaken(Blocked.KIND)
            kind = FileKind.WORD if "word/document.xml" in names else None
            kind = FileKind.EXCEL if "xl/workbook.xml" in names else kind
            if kind is None:
                raise NotTaken(Blocked.KIND)
            if any(_PROGRAMS.search(each) for each in names):
                raise NotTaken(Blocked.MACROS)
            _must_unpack(archive, len(data))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        struct.error,
        ValueError,
    ) as error:
        raise NotTaken(Blocked.BROKEN) from error
    return kind


def _must_unpack(archive: zipfile.ZipFile, size: int) -> None:
    """Unpack it and throw it away: what the archive says of its sizes is its maker's word alone."""
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(each.file_size for each in entries) > _MOST_UNPACKED:
        raise NotTaken(Blocked.BOMB)
    if sum(each.compress_size for each in entries) > size:  # the same bytes, named again and again
        raise NotTaken(Blocked.BOMB)
    total = 0
    for entry in entries:
        with archive.open(entry) as unpacked:
            while piece := unpacked.read(1024 * 1024):
                total += len(piece)
                if total > _MOST_UNPACKED:
                    raise NotTaken(Blocked.BOMB)


def clean_name(given: str, kind: FileKind | None) -> str:
    """The name without folders, controls or tricks, ending as its content does; never empty."""
    last = re.split(r"[/\\]", given)[-1]
    plain = _NOT_IN_NAMES.sub("", clean(unicodedata.normalize("NFC", last))).strip(". ")
    stem = plain or "file"
    ending = ""
    if kind is not None:
        endings = _ENDINGS[kind]
        ending = next((each for each in endings if stem.lower().endswith(each)), endings[0])
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)].strip(". ") or "file"
    if stem.lower() in _DEVICES:
        stem = f"_{stem}"
    return stem[: LONGEST_NAME - len(ending)] + ending
