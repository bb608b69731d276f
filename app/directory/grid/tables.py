"""Reading a table that somebody made: told by what the file holds, bounded before it is understood.

Nothing is ever computed: a formula is its own text, and whoever takes the rows refuses it.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import zip_longest
from typing import Any

from openpyxl import load_workbook

from app.kernel.text import clean

#: More than there are services times markets anybody works in; a longer file is not read at all.
MOST_ROWS = 10_000
LARGEST = 5 * 1024 * 1024
_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_PARTS = 500
#: Read of one row, one value.
_MOST_COLUMNS = 60
_LONGEST_VALUE = 20_000
#: Rows looked at, empty ones too: a sheet may say that it has a million.
_MOST_LOOKED_AT = 100_000
_PIECE = 256 * 1024
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaProject\.bin|activeX/.*|.*\.(?:exe|dll|js|vbs|ps1|bat|scr))$", re.I)
#: Where entities are declared, which no spreadsheet does.
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DELIMITERS = ",;\t"
#: What a formula may begin with.
_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: Programs, PDF, and office files of before 2007.
_NO_TEXT = (b"MZ\x90", b"\x7fELF", b"%PDF-", b"\xd0\xcf\x11\xe0")


class FileFault(Enum):
    """Why a file is not read at all."""

    EMPTY = "empty"
    #: Neither a text with rows nor a workbook of the kind that is read.
    KIND = "kind"
    SIZE = "size"
    #: It would unpack to more than anybody's table.
    BOMB = "bomb"
    MACROS = "macros"
    BROKEN = "broken"
    TOO_MANY_ROWS = "too_many_rows"
    #: The first row does not name the columns that say which offering a row is about.
    NO_HEAD = "no_head"


class FileRefused(Exception):
    """The file is not read; ``why`` says for which reason."""

    def __init__(self, why: FileFault) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the head."""

    #: As a spreadsheet counts, from 1 with the head.
    number: int
    #: By column, cleaned. Every column of the head is there.
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    rows: Sequence[Row]
    #: Columns that nobody asked for.
    unknown: tuple[str, ...]


def read_table(data: bytes, *, needed: Iterable[str], known: Iterable[str]) -> Table:
    """The rows of a CSV file or of a workbook's first sheet, without empty ones. Raises FileRefused.

    needed, known: columns the head must name, and those it may.
    """
    if not data.strip():
        raise FileRefused(FileFault.EMPTY)
    if len(data) > LARGEST:
        raise FileRefused(FileFault.SIZE)
    if data.startswith(_NO_TEXT):
        raise FileRefused(FileFault.KIND)
    lines = _sheet(data) if data.startswith(b"PK\x03\x04") else _lines(data)
    return _table(lines, frozenset(needed), frozenset(known))


def _table(
    lines: Iterator[tuple[int, Sequence[str]]], needed: frozenset[str], known: frozenset[str]
) -> Table:
    first = next(((number, line) for number, line in lines if any(line)), None)
    if first is None:
        raise FileRefused(FileFault.EMPTY)
    head = [each.strip().lower().replace(" ", "_") for each in first[1]]
    if not needed <= set(head):
        raise FileRefused(FileFault.NO_HEAD)
    rows: list[Row] = []
    for number, line in lines:
        if not any(line):
            continue
        if len(rows) == MOST_ROWS:
            raise FileRefused(FileFault.TOO_MANY_ROWS)
        pairs = zip_longest(head, line[: len(head)], fillvalue="")
        rows.append(Row(number, {name: value for name, value in pairs if name in known}))
    return Table(rows, tuple(each for each in head if each and each not in known))


def _lines(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    while True:
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(FileFault.BROKEN) from error
        yield number, [_cleaned(each) for each in line[:_MOST_COLUMNS]]
        number += 1
        if number > _MOST_LOOKED_AT:
            raise FileRefused(FileFault.TOO_MANY_ROWS)


def _decoded(data: bytes) -> str:
    """As UTF-8, UTF-16 with or without its mark, GB 18030 or Big5. Raises FileRefused for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tables: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data[:400]:
        # Every second byte of Latin text is nothing; which of the two says in which order they come.
        tables = ("utf-16-be",) if data[:400:2].count(0) > data[1:400:2].count(0) else ("utf-16-le",)
    else:
        tables = ("utf-8-sig", *sorted(("gb18030", "cp950"), key=lambda each: -_likelihood(data, each)))
    for table in tables:
        try:
            text = data.decode(table)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text):
            break
        return text
    raise FileRefused(FileFault.KIND)


#: By table: that of the national standard, and the first bytes under which it keeps the common characters.
_COMMON = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "cp950": ("big5", range(0xA4, 0xC7))}


def _likelihood(data: bytes, table: str) -> float:
    """Which part of the Chinese it would read are common characters; both tables read nearly any bytes."""
    standard, firsts = _COMMON[table]
    text = "".join(each for each in data.decode(table, "ignore") if each > "\u2e7f")
    written = [each.encode(standard, "ignore")[:1] for each in text[:5000]]
    return sum(bool(each) and each[0] in firsts for each in written) / max(1, len(written))


def _sheet(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    _must_be_a_workbook(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        for number, line in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
            yield number, [_cleaned(_written(each)) for each in line]
            if number > _MOST_LOOKED_AT:
                raise FileRefused(FileFault.TOO_MANY_ROWS)
    except FileRefused:
        raise
    # The library raises whatever its parts do: KeyError, ValueError, ParseError, BadZipFile and more.
    except Exception as error:
        raise FileRefused(FileFault.BROKEN) from error


def _must_be_a_workbook(data: bytes) -> None:
    """Unpack it and throw it away: what an archive says of its sizes is its maker's word alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= {each.filename for each in entries}:
                raise FileRefused(FileFault.KIND)
            if any(_PROGRAMS.search(each.filename) for each in entries):
                raise FileRefused(FileFault.MACROS)
            if len(entries) > _MOST_PARTS:
                raise FileRefused(FileFault.BOMB)
            _must_unpack(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise FileRefused(FileFault.BROKEN) from error


def _must_unpack(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    total = 0
    for entry in entries:
        with archive.open(entry) as unpacked:
            tail = b""
            while piece := unpacked.read(_PIECE):
                total += len(piece)
                if total > _MOST_UNPACKED:
                    raise FileRefused(FileFault.BOMB)
                if entry.filename.endswith((".xml", ".rels")) and _DECLARES.search(tail + piece):
                    raise FileRefused(FileFault.BROKEN)
                tail = piece[-16:]


def _written(cell: Any) -> str:
    """A cell of a workbook as text, as a CSV file would have it: text that looks like a formula is marked."""
    value = cell.value
    if cell.data_type == "s" and value[:1] in _RUNS:
        return f"'{value}"
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.time() == value.time().min
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _cleaned(value: str) -> str:
    return clean(value[:_LONGEST_VALUE])
