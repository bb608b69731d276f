"""The one style sheet and the one script: named by what they say, compressed once, served for ever.

The sheet's parts stand in ``static/css`` in the order of their names. At start they become
``<DATA_DIR>/static/site.<hash>.css`` beside its ``.br`` and ``.gz``, and WhiteNoise serves those. So does the
script of ``static/js``.
"""

import gzip
import hashlib
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

_STATIC = Path(__file__).parents[1] / "static"
_PREFIX = "/static/"


def _publish(folder: Path, stem: str, ending: str, content: bytes) -> str:
    """Write the file unless it is there; returns its address."""
    name = f"{stem}.{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
    target = folder / name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.br").write_bytes(brotli.compress(content))
        (folder / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
        target.write_bytes(content)
    return _PREFIX + name


def init_app(app: Flask, data_dir: Path) -> None:
    folder = data_dir / "static"
    sheet = "\n".join(part.read_text("utf-8") for part in sorted((_STATIC / "css").glob("*.css")))
    app.jinja_env.globals["stylesheet"] = _publish(folder, "site", "css", sheet.encode())
    script = (_STATIC / "js" / "proof.js").read_bytes()
    app.jinja_env.globals["proof_script"] = _publish(folder, "proof", "js", script)
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
