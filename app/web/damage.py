"""What arrives damaged is said to be so; it is neither repaired in silence nor kept in part."""

from itertools import chain
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

#: What undecodable bytes of a file-like form become. In a plain form it is what somebody pasted.
_REPLACED = "\ufffd"
_NUL = "\x00"
_PLAIN_FORM = "application/x-www-form-urlencoded"


def _is_damaged(value: str) -> bool:
    return _NUL in value or _REPLACED in value


def _is_undecodable(raw: bytes) -> bool:
    """Whether bytes that should be UTF-8 are not; the framework would pass them on as ``%ff``."""
    try:
        unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return True
    return False


def init_app(app: Flask) -> None:
    @app.before_request
    def _refuse_damaged() -> None:
        if _is_damaged(request.path) or any(ord(each) < 0x20 for each in request.path):
            abort(404)
        # Kept for the form's own parsing, and bounded by MAX_CONTENT_LENGTH.
        is_plain = request.mimetype in {_PLAIN_FORM, ""}
        body = request.get_data(cache=True) if is_plain else b""
        if _is_undecodable(request.query_string) or _is_undecodable(body):
            abort(400)
        values = chain.from_iterable(values for _name, values in request.values.lists())
        if any(_NUL in value if is_plain else _is_damaged(value) for value in values):
            abort(400)
