"""Tables for spreadsheets: UTF-8 with its mark, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Excel reads a file without it in the system's own character set, and Chinese turns to noise.
_MARK = "\ufeff"
#: What a spreadsheet takes for the beginning of a formula, also behind blanks and controls.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain(value: object) -> str:
    """The cell as text; what would run is put behind an apostrophe. Numbers stay numbers."""
    text = "" if value is None else str(value)
    return f"'{text}" if _would_run(value) else text


def _would_run(value: object) -> bool:
    return isinstance(value, str) and value.lstrip(" \n\u3000").startswith(_FORMULA)


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A comma-separated file, lines ended as RFC 4180 says."""
    out = io.StringIO()
    out.write(_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([plain(each) for each in head])
    writer.writerows([plain(each) for each in row] for row in rows)
    return out.getvalue()


#: Characters, at about which a column is wide enough to read.
_WIDTH = 24


def xlsx_of(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet. Text is text, whatever it looks like."""
    out = io.BytesIO()
    # Kept in memory: a web machine's disk holds nothing. The date is fixed so that equal sheets are alike.
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        # What would run if it were typed in carries the mark that says it was not.
        quoted = book.add_format({"quote_prefix": True})
        sheet.set_column(0, len(head) - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        for column, each in enumerate(head):
            sheet.write_string(0, column, each, bold)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells):
                _write(sheet, row, column, value, day, quoted)
    return out.getvalue()


def _write(sheet: Worksheet, row: int, column: int, value: object, day: Format, quoted: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value), quoted if _would_run(value) else None)
