"""The style sheet and the scripts, joined from their parts and named by what they say.

The parts stand in ``static/css`` and ``static/js`` in the order of their names. At start they become
``<DATA_DIR>/static/site.<hash>.css`` and the like, compressed once beside their ``.br`` and ``.gz``;
WhiteNoise serves those for ever.
"""

import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

_STATIC = Path(__file__).parents[1] / "static"
_PREFIX = "/static/"


def _joined(parts: Iterable[Path]) -> bytes:
    return "\n".join(part.read_text("utf-8") for part in parts).encode()


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
    sheet = sorted((_STATIC / "css").glob("*.css"))
    app.jinja_env.globals["stylesheet"] = _publish(folder, "site", "css", _joined(sheet))
    # What every page may load; what only the ask form, a firm's grid, passkeys and drafts need.
    app.jinja_env.globals["script"] = _publish(
        folder, "site", "js", _joined([_STATIC / "js" / "suggestions.js"])
    )
    app.jinja_env.globals["proof_script"] = _publish(
        folder, "proof", "js", _joined([_STATIC / "js" / "proof.js"])
    )
    app.jinja_env.globals["grid_script"] = _publish(
        folder, "grid", "js", _joined([_STATIC / "js" / "grid.js"])
    )
    app.jinja_env.globals["passkeys_script"] = _publish(
        folder, "passkeys", "js", _joined([_STATIC / "js" / "passkeys.js"])
    )
    app.jinja_env.globals["drafts_script"] = _publish(
        folder, "drafts", "js", _joined([_STATIC / "js" / "drafts.js"])
    )
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
