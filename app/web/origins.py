"""A change asked for by another site's page is refused before anything looks at it."""

from urllib.parse import urlsplit

from flask import Flask, abort, request

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE = frozenset({"same-origin", "none"})


def is_foreign() -> bool:
    """Whether the browser says that another site made this request.

    ``Sec-Fetch-Site`` where the browser sends it, else ``Origin``; a program that sends neither is stopped
    by the form token instead. A ``null`` origin is a page that hides where it came from.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in _OWN_SITE
    origin = request.headers.get("Origin")
    return bool(origin) and urlsplit(origin).netloc != request.host


def init_app(app: Flask) -> None:
    @app.before_request
    def _refuse_foreign() -> None:
        if request.method not in _SAFE_METHODS and is_foreign():
            abort(403)
