"""A table that somebody made is read whatever it is written in, and refused before it does harm."""

import io
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from app.directory.grid.tables import MOST_ROWS, FileFault, FileRefused, read_table
from app.web.sheets import xlsx_of

NEEDED = ("service", "market")
KNOWN = (*NEEDED, "partner", "means")
TEXT = "service,market,partner\nREP-UKRP,UK,东湖法规咨询与其他的公司\n"
TAIWAN = "service,market,partner\nREP-UKRP,UK,東湖法規顧問與其他的公司\n"


def read(data):
    return read_table(data, needed=NEEDED, known=KNOWN)


def refused(data):
    with pytest.raises(FileRefused) as found:
        read(data)
    return found.value.why


def workbook(*lines, merged=""):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    if merged:
        book.active.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in {"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", **parts}.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        workbook(["Service", "MARKET", "Partner"], ["REP-UKRP", "UK", "东湖法规咨询与其他的公司"]),
    ],
)
def test_a_table_is_read_in_whatever_it_is_written(data):
    [row] = read(data).rows
    wanted = {"service": "REP-UKRP", "market": "UK", "partner": "东湖法规咨询与其他的公司"}
    assert (row.number, row.values) == (2, wanted)


def test_big5_is_told_from_the_national_standard():
    [row] = read(TAIWAN.encode("cp950")).rows
    assert row.values["partner"] == "東湖法規顧問與其他的公司"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", FileFault.EMPTY),
        (b" \r\n ", FileFault.EMPTY),
        (b"\xef\xbb\xbf\n\n", FileFault.EMPTY),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(range(256)) * 20, FileFault.KIND),
        (b"\x7fELF\x02\x01\x01" + bytes(400), FileFault.KIND),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", FileFault.KIND),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), FileFault.KIND),
        (b"name,other\n1,2\n", FileFault.NO_HEAD),
        (b"service,market\n" + b"a,b\n" * (MOST_ROWS + 1), FileFault.TOO_MANY_ROWS),
        (b"service,market\n" + b"a,b\n" * 100_000, FileFault.TOO_MANY_ROWS),
        (b"service,market\n" + b"x" * (6 * 1024 * 1024), FileFault.SIZE),
        (b'service,market\n"' + b"x" * 200_000, FileFault.BROKEN),
        (b"PK\x03\x04" + b"x" * 100, FileFault.BROKEN),
        (archive(**{"xl/vbaProject.bin": b"x"}), FileFault.MACROS),
        (archive(**{"xl/worksheets/sheet1.xml": bytes(70 * 1024 * 1024)}), FileFault.BOMB),
        (archive(**{f"xl/{n}.xml": b"x" for n in range(600)}), FileFault.BOMB),
        (archive(**{"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), FileFault.BROKEN),
        (archive(), FileFault.BROKEN),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(data, why):
    assert refused(data) is why


def test_a_word_document_is_no_table_whatever_it_is_called():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", b"<a/>")
    assert refused(out.getvalue()) is FileFault.KIND


def test_a_bomb_is_refused_before_it_takes_the_memory_it_is_meant_to():
    bomb = archive(**{"xl/worksheets/sheet1.xml": bytes(200 * 1024 * 1024)})
    tracemalloc.start()
    try:
        assert refused(bomb) is FileFault.BOMB
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * 1024 * 1024


def test_a_formula_is_its_own_text_and_never_computed():
    sheet = workbook(["service", "market", "partner"], ["REP-UKRP", "UK", "=1+1"])
    assert read(sheet).rows[0].values["partner"] == "=1+1"
    text = xlsx_of("", ["service", "market", "partner"], [["REP-UKRP", "UK", "=1+1"]])
    assert read(text).rows[0].values["partner"] == "'=1+1"


def test_of_merged_cells_the_first_holds_what_was_written_and_the_others_nothing():
    sheet = workbook(["service", "market"], ["REP-UKRP", "UK"], ["", "EU"], merged="A2:A3")
    assert [each.values["service"] for each in read(sheet).rows] == ["REP-UKRP", ""]


def test_dates_and_whole_numbers_of_a_workbook_are_written_as_everybody_writes_them():
    sheet = workbook(
        ["service", "market", "means", "partner"],
        [1.0, date(2027, 1, 2), datetime(2027, 1, 2), True],  # noqa: DTZ001 - as a workbook has it
    )
    assert list(read(sheet).rows[0].values.values()) == ["1", "2027-01-02", "2027-01-02", "True"]


def test_empty_rows_are_passed_over_and_the_others_keep_their_numbers():
    data = b"\nservice,market\n,\nREP-UKRP,UK\n\n\nREP-UKRP,EU,more,and more\n"
    assert [(each.number, each.values["market"]) for each in read(data).rows] == [(4, "UK"), (7, "EU")]


def test_columns_that_nobody_asked_for_are_named():
    assert read(b"service,market,price\na,b,c\n").unknown == ("price",)
