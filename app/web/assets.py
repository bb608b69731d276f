"""The one style sheet and the one script, each joined from its parts and named by what it says.

The parts stand in ``static/css`` and ``static/js`` in the order of their names. At start they become
``<DATA_DIR>/static/site.<hash>.css`` and ``.js``, compressed once beside their ``.br`` and ``.gz``;
WhiteNoise serves those for ever.
"""

import gzip
import hashlib
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

_PARTS = Path(__file__).parents[1] / "static"
_PREFIX = "/static/"


def _publish(folder: Path, kind: str) -> str:
    """Write the joined parts of a kind (``css``, ``js``) unless they are there; returns the file's name."""
    joined = "\n".join(part.read_text("utf-8") for part in sorted((_PARTS / kind).glob(f"*.{kind}"))).encode()
    name = f"site.{hashlib.sha256(joined).hexdigest()[:16]}.{kind}"
    target = folder / name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.br").write_bytes(brotli.compress(joined))
        (folder / f"{name}.gz").write_bytes(gzip.compress(joined, mtime=0))
        target.write_bytes(joined)
    return name


def init_app(app: Flask, data_dir: Path) -> None:
    folder = data_dir / "static"
    app.jinja_env.globals["stylesheet"] = _PREFIX + _publish(folder, "css")
    app.jinja_env.globals["script"] = _PREFIX + _publish(folder, "js")
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
