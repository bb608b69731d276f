"""Tables for spreadsheets: UTF-8 with its mark, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

#: Excel reads a file without it in the system's own character set, and Chinese turns to noise.
_MARK = "\ufeff"
#: What a spreadsheet takes for the beginning of a formula, also behind blanks and controls.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain(value: object) -> str:
    """The cell as text; what would run is put behind an apostrophe. Numbers stay numbers."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip(" \n\u3000").startswith(_FORMULA) else text


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A comma-separated file, lines ended as RFC 4180 says."""
    out = io.StringIO()
    out.write(_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([plain(each) for each in head])
    writer.writerows([plain(each) for each in row] for row in rows)
    return out.getvalue()
