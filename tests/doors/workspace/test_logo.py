"""A firm's logo: told by its bytes, measured before it is unpacked, kept as a picture and nothing else."""

import base64
import io
import struct
import zlib

import pytest

from app.directory.logos import logo_of
from app.kernel.db import db
from app.kernel.files import files
from app.kernel.pictures import MOST_SIDE, NotAPicture, PictureFault, PictureKind, picture_of
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member

PAGE = "/en/workspace/theirs/logo"
#: Four pixels by three, as a browser writes them: a JPEG, and the same as WebP.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1R"
    "V19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2NjY2NjY2P/wAARCAADAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAA"
    "AAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AJAA46//2Q=="
)
_VP8 = base64.b64decode("VlA4ICoAAACQAQCdASoEAAMAAsBMJaACdLoAA5gA/u0HL8bzea1rf/jePAryXadAAAA=")
WEBP = b"RIFF" + struct.pack("<I", 4 + len(_VP8)) + b"WEBP" + _VP8


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width=4, height=3, *more: bytes, rows: int | None = None) -> bytes:
    """A grey picture; ``more`` stands before its pixels. ``rows``: as many as it has, whatever it says."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    held = b"".join(b"\0" + b"\x88" * width for _ in range(height if rows is None else rows))
    parts = (chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(held)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def refused(data: bytes) -> PictureFault:
    with pytest.raises(NotAPicture) as fault:
        picture_of(data)
    return fault.value.why


@pytest.mark.parametrize(
    ("data", "kind"), [(png(), PictureKind.PNG), (JPEG, PictureKind.JPEG), (WEBP, PictureKind.WEBP)]
)
def test_a_picture_is_told_by_its_bytes_and_comes_out_as_one_again(data, kind):
    made = picture_of(data)
    assert (made.kind, made.width, made.height) == (kind, 4, 3)
    assert picture_of(made.data).data == made.data


@pytest.mark.parametrize(
    "data",
    [
        png(4, 3, chunk(b"tEXt", b"Comment\0SECRET place")) + b"SECRET behind",
        JPEG[:2] + b"\xff\xe1\x00\x10Exif\0\0SECRET.." + b"\xff\xfe\x00\x08SECRET" + JPEG[2:] + b"SECRET",
        b"RIFF"
        + struct.pack("<I", 4 + 14 + len(_VP8))
        + b"WEBP"
        + _VP8
        + b"EXIF\x06\0\0\0SECRET"
        + b"SECRET",
    ],
    ids=["png", "jpeg", "webp"],
)
def test_places_comments_and_what_hides_behind_the_end_are_left_out(data):
    made = picture_of(data)
    assert b"SECRET" in data
    assert b"SECRET" not in made.data
    assert (made.width, made.height) == (4, 3)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", PictureFault.EMPTY),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", PictureFault.KIND),
        (b"GIF89a" + b"\0" * 50, PictureFault.KIND),
        (b"MZ\x90\0", PictureFault.KIND),
        (b"RIFF\0\0\0\0WAVE", PictureFault.KIND),
        (png()[:40], PictureFault.BROKEN),
        (png(0, 3), PictureFault.BROKEN),
        (png(rows=1), PictureFault.BROKEN),
        (png(rows=40_000), PictureFault.BROKEN),
        (png()[:-20] + b"\0" * 20, PictureFault.BROKEN),
        (JPEG[:60], PictureFault.BROKEN),
        (JPEG[:-2], PictureFault.BROKEN),
        (WEBP[:40], PictureFault.BROKEN),
        (png(MOST_SIDE + 1, 1), PictureFault.PIXELS),
        (png(2, 2, chunk(b"tEXt", b"x" * 1_100_000)), PictureFault.SIZE),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(data, why):
    assert refused(data) is why


def test_a_huge_picture_is_refused_by_its_header_before_its_pixels_are_looked_at():
    """Its pixels are no pixels at all: whoever unpacked them would find it broken instead."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"no pixels") + chunk(b"IEND", b"")
    assert refused(data) is PictureFault.PIXELS
    huge = bytearray(JPEG)
    at = huge.index(b"\xff\xc0")
    huge[at + 5 : at + 9] = struct.pack(">HH", 30_000, 30_000)
    assert refused(bytes(huge)) is PictureFault.PIXELS
    frame = bytearray(WEBP)
    at = frame.index(b"\x9d\x01\x2a")
    frame[at + 3 : at + 7] = struct.pack("<HH", 16_000, 16_000)
    assert refused(bytes(frame)) is PictureFault.PIXELS


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def send(client, data: bytes, name: str = "logo.png"):
    return client.post(PAGE, data={"step": "keep", "picture": (io.BytesIO(data), name)})


def address(app) -> str:
    text = app.test_client().get("/en/firms/theirs").text
    return text.split('src="/logos/')[1].split('"')[0] if "/logos/" in text else ""


def test_it_stands_beside_the_name_and_is_served_for_good_as_what_it_is(app, client):
    assert send(client, png(400, 100)).status_code == 303
    text = app.test_client().get("/en/firms/theirs").text
    assert 'alt="" width="192" height="48"' in text
    answer = app.test_client().get(f"/logos/{address(app)}")
    assert answer.data == picture_of(png(400, 100)).data
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_another_has_another_address_and_the_one_before_is_gone(app, client, firm):
    send(client, png())
    before, key = address(app), logo_of(firm.id).file
    send(client, JPEG, "logo.png")
    db.session.expire_all()
    assert address(app) not in {"", before}
    assert app.test_client().get(f"/logos/{before}").status_code == 404
    with pytest.raises(FileNotFoundError):
        files().open(key)


def test_it_is_removed_with_its_bytes(app, client, firm):
    send(client, png())
    key = logo_of(firm.id).file
    assert client.post(PAGE, data={"step": "remove"}).status_code == 303
    assert address(app) == ""
    with pytest.raises(FileNotFoundError):
        files().open(key)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg><script>1</script></svg>", "It is not a PNG, JPEG or WebP picture"),
        (png(30_000, 1), "It has 30000 × 1 pixels"),
        (b"", "Choose a picture."),
    ],
)
def test_a_refusal_names_the_reason_and_the_logo_stays(app, client, data, sentence):
    send(client, png())
    before = address(app)
    answer = send(client, data, "logo.png" if data else "")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert address(app) == before
