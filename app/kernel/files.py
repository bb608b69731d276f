"""Where whole files are kept: raw mail and what people attach. Rows hold their keys.

One interface with three verbs, so that a folder can become a bucket. Nothing here is ever served as it
lies; whoever shows a file says under which name and as what.
"""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

_KEY = re.compile(r"[0-9a-f]{32}")
#: Of a key, as a column.
KEY_LENGTH = 32


class FileStore(Protocol):
    """Keeps bytes under keys of its own making."""

    def put(self, data: bytes) -> str:
        """Keep the bytes for good and return their key; on return they survive a power cut.

        Raises OSError if they could not be kept.
        """

    def open(self, key: str) -> BinaryIO:
        """The bytes, to be read and closed by the caller. Raises FileNotFoundError."""

    def delete(self, key: str) -> None:
        """Forget the bytes; a key that is not there is no error."""

    def kept_before(self, moment: datetime) -> Iterator[str]:
        """The keys of what has been here since before then, finished or not."""


class Folder:
    """A store in a folder of this machine, a file per key.

    Keys are random, not made from the bytes: two rows never share a file, so that erasing what one person
    wrote takes nothing from another.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        key = secrets.token_hex(KEY_LENGTH // 2)
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            with unfinished.open("xb") as file:
                os.fchmod(file.fileno(), 0o600)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        # The names are only on the disk when their folders are.
        for folder in (path.parent, self._folder):
            _sync(folder)
        return key

    def open(self, key: str) -> BinaryIO:
        return self._path(key).open("rb")

    def delete(self, key: str) -> None:
        path = self._path(key)
        for each in (path, path.with_suffix(".part")):
            each.unlink(missing_ok=True)

    def kept_before(self, moment: datetime) -> Iterator[str]:
        for path in sorted(self._folder.glob("??/*")):
            if _KEY.fullmatch(path.stem) and path.stat().st_mtime < moment.timestamp():
                yield path.stem

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise FileNotFoundError("not a key of this store")
        return self._folder / key[:2] / key


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_store: FileStore = Folder(Path("var/files"))


def keep_in(store: FileStore) -> None:
    """Say once, at start, where files are kept."""
    global _store
    _store = store


def files() -> FileStore:
    """The portal's store."""
    return _store


def read(key: str) -> bytes:
    """All of a file's bytes. Raises FileNotFoundError."""
    with _store.open(key) as file:
        return file.read()
