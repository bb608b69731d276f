"""Firms' logos, each under the fingerprint of its bytes."""

from flask import Response, abort, make_response

from app.directory.logos import logo_by_mark
from app.kernel.files import read
from app.kernel.pictures import MEDIA_TYPES
from app.public.door import root


@root.get("/logos/<mark>.<any(png, jpeg, webp):kind>")
def logo(mark: str, kind: str) -> Response:
    """The bytes never change, so browsers need not ask again."""
    found = logo_by_mark(mark)
    if found is None or found.kind.value != kind:
        abort(404)
    try:
        answer = make_response(read(found.file))
    except FileNotFoundError:
        abort(404)
    answer.headers["Content-Type"] = MEDIA_TYPES[found.kind]
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
