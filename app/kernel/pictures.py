"""Pictures that strangers' browsers will load: judged by their bytes, measured before anything is unpacked,
and put together anew from the parts that make the picture.

No library decodes them here: what a firm sends is taken apart by the rules of its format, and whatever is not
picture (places, cameras, programs, other files behind the end) is left out.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

#: Bytes of the file, pixels of a side, and of the whole.
LARGEST = 1024 * 1024
MOST_SIDE = 4096
MOST_PIXELS = 8_000_000


class PictureKind(Enum):
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


MEDIA_TYPES = {
    PictureKind.PNG: "image/png",
    PictureKind.JPEG: "image/jpeg",
    PictureKind.WEBP: "image/webp",
}


class PictureFault(Enum):
    EMPTY = "empty"
    KIND = "kind"
    SIZE = "size"
    PIXELS = "pixels"
    BROKEN = "broken"


class NotAPicture(Exception):
    """It is not taken; ``why`` says for which reason, ``width`` and ``height`` how large it says it is."""

    def __init__(self, why: PictureFault, *, width: int = 0, height: int = 0) -> None:
        super().__init__(why.value)
        self.why, self.width, self.height = why, width, height


@dataclass(frozen=True, slots=True)
class Picture:
    kind: PictureKind
    width: int
    height: int
    data: bytes

    @property
    def mark(self) -> str:
        """The fingerprint of its bytes."""
        return hashlib.blake2b(self.data, digest_size=16).hexdigest()


def picture_of(data: bytes) -> Picture:
    """The picture in the bytes and nothing else. Raises NotAPicture."""
    if not data:
        raise NotAPicture(PictureFault.EMPTY)
    kind = _kind_of(data)
    _start, read = _READERS[kind]
    try:
        width, height, kept = read(data)
    except (struct.error, IndexError, ValueError, zlib.error) as error:
        raise NotAPicture(PictureFault.BROKEN) from error
    if len(data) > LARGEST:
        raise NotAPicture(PictureFault.SIZE)
    return Picture(kind, width, height, kept)


def _kind_of(data: bytes) -> PictureKind:
    for kind, (start, _read) in _READERS.items():
        if data.startswith(start) and (kind is not PictureKind.WEBP or data[8:12] == b"WEBP"):
            return kind
    raise NotAPicture(PictureFault.KIND)


def _measured(width: int, height: int) -> tuple[int, int]:
    if not (width and height):
        raise ValueError("no pixels")
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise NotAPicture(PictureFault.PIXELS, width=width, height=height)
    return width, height


_PNG = b"\x89PNG\r\n\x1a\n"
#: The header, colours, transparency, colour space, the picture itself, its end.
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"})
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def _png(data: bytes) -> tuple[int, int, bytes]:
    header = data[16:29]
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    if data[12:16] != b"IHDR" or colour not in _PNG_CHANNELS:
        raise ValueError("no header")
    _measured(width, height)
    kept, pixels = [_PNG], []
    for name, body in _png_chunks(data):
        if name == b"IDAT":
            pixels.append(body)
        if name in _PNG_KEPT:
            kept.append(
                struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            )
    exact = height * ((width * depth * _PNG_CHANNELS[colour] + 7) // 8 + 1)
    # Rows in passes (Adam7) have a byte each before them, and there are at most twice as many.
    least, most = (height, 2 * exact + 64) if header[12] else (exact, exact)
    unpacker = zlib.decompressobj()
    unpacked = len(unpacker.decompress(b"".join(pixels), most + 1))
    if not least <= unpacked <= most or not unpacker.eof:
        raise ValueError("more pixels than it says, or fewer")
    return width, height, b"".join(kept)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Up to the end that the format has; what hides behind it is not read."""
    at = len(_PNG)
    while True:
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (said,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        if zlib.crc32(name + body) != said:
            raise ValueError("damaged")
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length


_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})


_SCAN, _END = 0xDA, 0xD9


def _jpeg(data: bytes) -> tuple[int, int, bytes]:
    kept, at, size = [b"\xff\xd8"], 2, (0, 0)
    while (mark := _mark(data, at)) != _END:
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        segment = data[at : at + 2 + length]
        if len(segment) < length + 2 or length < 2:
            raise ValueError("cut off")
        if 0xC0 <= mark <= 0xCF and mark not in _NO_SIZE:
            height, width = struct.unpack(">HH", segment[5:9])
            size = _measured(width, height)
        at += 2 + length
        if mark == _SCAN:
            end = _end_of_scan(data, at)
            segment, at = segment + data[at:end], end
        # APP1 to APP13, APP15 and comments say where, when and with what it was made; APP14 how to read it.
        if not (0xE1 <= mark <= 0xED or mark in {0xEF, 0xFE}):
            kept.append(segment)
    if size == (0, 0) or not any(each[1] == _SCAN for each in kept):
        raise ValueError("no picture")
    return *size, b"".join([*kept, b"\xff\xd9"])


def _mark(data: bytes, at: int) -> int:
    if data[at] != 0xFF:
        raise ValueError("no segment")
    return data[at + 1]


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next segment begins: in between, 0xFF stands before nought or a mark to restart at."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1


#: The kinds of parts that make the picture; those with places, cameras or moving pictures are left out.
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
_WEBP_ALPHA = 0x10


def _webp(data: bytes) -> tuple[int, int, bytes]:
    end = 8 + struct.unpack("<I", data[4:8])[0]
    if end > len(data):
        raise ValueError("cut off")
    at, kept, size = 12, [], (0, 0)
    while at + 8 <= end:
        name, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + length]
        if len(body) < length:
            raise ValueError("cut off")
        if name in {b"VP8 ", b"VP8L", b"VP8X"}:
            size = _measured(*_webp_size(name, body))
        if name == b"VP8X":
            body = bytes([body[0] & _WEBP_ALPHA]) + body[1:]
        if name in _WEBP_KEPT:
            kept.append(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
        at += 8 + length + length % 2
    if not any(each.startswith((b"VP8 ", b"VP8L")) for each in kept):
        raise ValueError("no picture")
    inside = b"WEBP" + b"".join(kept)
    return *size, b"RIFF" + struct.pack("<I", len(inside)) + inside


def _webp_size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        return (
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    if name == b"VP8L":
        if body[0] != 0x2F:
            raise ValueError("no lossless picture")
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if body[3:6] != b"\x9d\x01\x2a":
        raise ValueError("no picture")
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


_READERS = {
    PictureKind.PNG: (_PNG, _png),
    PictureKind.JPEG: (b"\xff\xd8\xff", _jpeg),
    PictureKind.WEBP: (b"RIFF", _webp),
}
