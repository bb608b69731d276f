"""Where a run takes place: its folder, its database, its clock."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SECRET = "a-secret-for-faults-of-more-than-32-characters"
DOMAIN = "replies.faults.example"


class Clock:
    """The system's clock, set forward by the seconds in a file that several processes read."""

    def __init__(self, file: Path) -> None:
        self._path = file
        if not file.exists():
            file.write_text("0")
        self._file = os.open(file, os.O_RDONLY)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=int(os.pread(self._file, 32, 0)))

    def set_forward(self, by: timedelta) -> None:
        seconds = int(os.pread(self._file, 32, 0)) + max(0, int(by.total_seconds()))
        # One write of a fixed width: a reader sees the old number or the new one.
        with self._path.open("r+") as file:
            file.write(f"{seconds:<20}")

    def set_to(self, moment: datetime) -> None:
        self.set_forward(moment - self.now())


@dataclass(frozen=True)
class Setting:
    folder: Path
    database_url: str
    base_port: int

    @property
    def kind(self) -> str:
        return "sqlite" if self.database_url.startswith("sqlite") else "postgresql"

    @property
    def web_ports(self) -> tuple[int, int]:
        return self.base_port, self.base_port + 1

    @property
    def inbox_port(self) -> int:
        return self.base_port + 2

    @property
    def mail_port(self) -> int:
        return self.base_port + 3

    @property
    def files(self) -> Path:
        return self.folder / "data" / "files"

    def environ(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.folder / "data"),
            "DEMO": "1",
            "SECRET_KEY": SECRET,
            "BASE_URL": f"http://127.0.0.1:{self.base_port}",
            "POST_LIMIT": "",
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(self.mail_port),
            "MAIL_REPLY_DOMAIN": DOMAIN,
            "OPENBLAS_NUM_THREADS": "1",
        }


@contextmanager
def small_disk(folder: Path, *, megabytes: int = 1) -> Iterator[bool]:
    """A file system of that size at ``folder`` for the time being; yields False where none can be made."""
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={megabytes}m"
    try:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True)
    except OSError:
        yield False
        return
    if made.returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True)
