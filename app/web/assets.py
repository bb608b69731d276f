"""The one style sheet: its parts joined, named by what it says, compressed once, served for ever.

The parts stand in ``static/css`` in the order of their names. At start they become
``<DATA_DIR>/static/site.<hash>.css`` beside its ``.br`` and ``.gz``, and WhiteNoise serves those.
"""

import gzip
import hashlib
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

_PARTS = Path(__file__).parents[1] / "static" / "css"
_PREFIX = "/static/"


def _publish(folder: Path) -> str:
    """Write the joined sheet unless it is there; returns its file name."""
    sheet = "\n".join(part.read_text("utf-8") for part in sorted(_PARTS.glob("*.css"))).encode()
    name = f"site.{hashlib.sha256(sheet).hexdigest()[:16]}.css"
    target = folder / name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.br").write_bytes(brotli.compress(sheet))
        (folder / f"{name}.gz").write_bytes(gzip.compress(sheet, mtime=0))
        target.write_bytes(sheet)
    return name


def init_app(app: Flask, data_dir: Path) -> None:
    folder = data_dir / "static"
    name = _publish(folder)
    app.jinja_env.globals["stylesheet"] = _PREFIX + name
    # Nothing is looked for on disk while serving: a file that was not there at start does not exist.
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=folder,
        prefix=_PREFIX,
        immutable_file_test=r"^.+\.[0-9a-f]{16}\..+$",
        add_headers_function=_own_site_only,
    )


def _own_site_only(headers: object, path: str, url: str) -> None:
    headers["Cross-Origin-Resource-Policy"] = "same-origin"  # type: ignore[index]
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
