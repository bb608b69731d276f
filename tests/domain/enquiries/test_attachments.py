"""A file is taken for what it holds, whatever it is called."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enquiries import attachments
from app.enquiries.models import Message, Party
from app.kernel import file_kinds
from app.kernel.db import transaction
from app.kernel.file_kinds import Blocked, FileKind, NotTaken, clean_name, kind_of
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.keeping import NOON, keep

CONTENTS = "[Content_Types].xml"


def archive(*entries: tuple[str, bytes], inside: str = "word/document.xml", without: str = "") -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in ((CONTENTS, b"<Types/>"), (inside, b"<x/>"), *entries):
            if name != without:
                made.writestr(name, data)
    return into.getvalue()


TAKEN = {
    "a.pdf": (b"%PDF-1.7 x", FileKind.PDF),
    "b.exe": (b"%PDF-1.7 x", FileKind.PDF),
    "c.png": (b"\x89PNG\r\n\x1a\nx", FileKind.PNG),
    "d.jpg": (b"\xff\xd8\xff\xe0x", FileKind.JPEG),
    "e.txt": ("您好".encode("gbk"), FileKind.TEXT),
    "f.CSV": (b"\xef\xbb\xbfa,b\r\n", FileKind.CSV),
    "g.docx": (archive(), FileKind.WORD),
    "h.xlsx": (archive(inside="xl/workbook.xml"), FileKind.EXCEL),
}


@pytest.mark.parametrize(("name", "data", "kind"), [(name, *rest) for name, rest in TAKEN.items()])
def test_what_may_be_attached_is_known_by_its_content(name, data, kind):
    assert kind_of(name, data) is kind


LEFT = {
    "nothing": ("a.pdf", b"", Blocked.EMPTY),
    "a program called a document": ("a.pdf", b"MZ\x90\x00", Blocked.KIND),
    "a page": ("a.html", b"<script>", Blocked.KIND),
    "a page called a text with controls": ("a.txt", b"\x00\x01\x02", Blocked.KIND),
    "an archive that does not say what it holds": ("a.docx", archive(without=CONTENTS), Blocked.KIND),
    "an archive": ("a.zip", archive(inside="any.txt"), Blocked.KIND),
    "winmail.dat": ("winmail.dat", b"\x78\x9f\x3e\x22", Blocked.KIND),
    "an invitation": ("invite.ics", b"BEGIN:VCALENDAR", Blocked.KIND),
    "a picture that holds scripts": ("a.svg", b"<svg onload='x'/>", Blocked.KIND),
    "macros": ("a.docx", archive(("word/vbaProject.bin", b"x")), Blocked.MACROS),
    "a program inside": ("a.docx", archive(("word/embeddings/run.exe", b"x")), Blocked.MACROS),
    "half a document": ("a.docx", archive()[:-30], Blocked.BROKEN),
    "a bomb": ("a.docx", archive(("word/x.xml", b"\0" * 101 * 1024 * 1024)), Blocked.BOMB),
    "three thousand entries": ("a.docx", archive(*((f"{n}", b"") for n in range(3000))), Blocked.BOMB),
}


@pytest.mark.parametrize(("name", "data", "why"), LEFT.values(), ids=LEFT)
def test_what_may_not_says_why(name, data, why):
    with pytest.raises(NotTaken) as said:
        kind_of(name, data)
    assert said.value.why is why


def test_a_bomb_that_lies_about_its_size_is_not_believed(monkeypatch):
    monkeypatch.setattr(file_kinds, "_MOST_UNPACKED", 1000)
    honest = archive(("word/x.xml", b"\0" * 50_000))
    size = (50_000).to_bytes(4, "little")
    with pytest.raises(NotTaken):
        kind_of("a.docx", honest.replace(size, (10).to_bytes(4, "little")))


def test_the_same_bytes_named_again_and_again_are_a_bomb():
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name in ("[Content_Types].xml", "word/document.xml", "word/x.xml"):
            made.writestr(name, b"x" * 10_000)
        made.filelist += [made.filelist[-1]] * 9
    with pytest.raises(NotTaken) as said:
        kind_of("a.docx", into.getvalue())
    assert said.value.why is Blocked.BOMB


def test_a_file_that_is_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr(file_kinds, "LARGEST", 10)
    with pytest.raises(NotTaken) as said:
        kind_of("a.pdf", b"%PDF-1.7 more")
    assert said.value.why is Blocked.SIZE


def test_of_a_file_that_is_not_taken_the_name_and_the_reason_are_kept_and_no_bytes(database):
    referral = make_referral(make_enquiry(), make_firm())
    said = {"author": Party.ENQUIRER, "language": "en", "text": "Here.", "nonce": "n" * 43, "at": NOON}
    message = keep(Message(referral_id=referral.id, **said))
    sent = [attachments.Given("a.exe", b"MZ\x90\x00"), attachments.Given("b.pdf", b"%PDF-1.7")]
    with transaction():
        rows = attachments.attach(message.id, sent, at=NOON)
    found = [(each.name, each.size, each.blocked, each.file is not None) for each in rows]
    assert found == [("a.exe", 4, Blocked.KIND, False), ("b.pdf", 8, None, True)]


@pytest.mark.parametrize(
    ("given_name", "kind", "name"),
    [
        ("報告書.pdf", FileKind.PDF, "報告書.pdf"),
        ("../../etc/passwd", FileKind.PDF, "passwd.pdf"),
        ("C:\\Users\\lin\\報告.PDF", FileKind.PDF, "報告.pdf"),
        ("invoice.pdf.exe", FileKind.PDF, "invoice.pdf.exe.pdf"),
        ("photo.jpeg", FileKind.JPEG, "photo.jpeg"),
        ("photo.png", FileKind.JPEG, "photo.png.jpg"),
        ("con.txt", FileKind.TEXT, "_con.txt"),
        ("\u202efdp.exe", None, "fdp.exe"),
        ("a\u061cb.pdf", None, "ab.pdf"),
        ('a"; filename="b.html', FileKind.TEXT, "a; filename=b.html.txt"),
        ("", FileKind.PNG, "file.png"),
        (".pdf", FileKind.PDF, "pdf.pdf"),
        (" . ", None, "file"),
        ("winmail.dat", None, "winmail.dat"),
        (f"{'x' * 300}.pdf", FileKind.PDF, f"{'x' * 196}.pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_content_does(given_name, kind, name):
    assert clean_name(given_name, kind) == name


@given(st.text(max_size=300), st.sampled_from([*FileKind, None]))
def test_any_name_comes_out_usable(given_name, kind):
    name = clean_name(given_name, kind)
    assert 0 < len(name) <= 200
    assert not set(name) & set('/\\\r\n\x00"')
    assert not name.startswith(".")


@given(st.binary(max_size=500), st.sampled_from(["a.pdf", "a.docx", "a.txt", "a"]))
def test_no_bytes_are_too_broken_to_be_judged(data, name):
    for begin in (b"", b"PK\x03\x04"):
        with suppress(NotTaken):
            assert kind_of(name, begin + data) in FileKind
