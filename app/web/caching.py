"""Public pages are the same bytes for everyone, so they are rendered once per edition.

A page is kept in this process under its address, the content version and the day (ties between firms
turn daily); a change anywhere raises the version, and all processes and machines agree at the next
request. What leaves carries an ETag, so that browsers and caches ask instead of fetching.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from threading import Lock
from typing import ParamSpec

from cachetools import LRUCache
from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from app.figures.counting import Seen
from app.kernel.clock import now
from app.web.edition import current_edition
from app.web.sights import count, shown

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

#: Bytes of rendered pages a process may hold.
_MOST_BYTES = 32 * 1024 * 1024
#: An address longer than this is nobody's bookmark; it is rendered, not kept.
_LONGEST_KEY = 500


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page, and what is counted each time it leaves."""

    body: bytes
    seen: tuple[Seen, ...]

    def __len__(self) -> int:
        return len(self.body)


_pages: "LRUCache[tuple[str, int, str], _Kept]" = LRUCache(_MOST_BYTES, getsizeof=len)
_lock = Lock()


def forget_pages() -> None:
    """Empty the cache; for tests, whose databases reuse version numbers."""
    with _lock:
        _pages.clear()


def _key() -> tuple[str, int, str]:
    return request.full_path, current_edition().version, now().date().isoformat()


def _answer(kept: _Kept, mimetype: str) -> Response:
    count(kept.seen)
    response = Response(kept.body, mimetype=mimetype)
    response.set_etag(hashlib.blake2b(kept.body, digest_size=16).hexdigest())
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.make_conditional(request)
    return response


def public_page(view: View[P], mimetype: str = "text/html") -> View[P]:
    """A page for everyone: kept, tagged, without a cookie. Only a plain 200 is kept."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        key = _key()
        with _lock:
            kept = _pages.get(key)
        if kept is not None:
            return _answer(kept, mimetype)
        response = make_response(current_app.ensure_sync(view)(*args, **kwargs))
        if response.status_code != 200:
            return response
        made = _Kept(response.get_data(), shown())
        if len(key[0]) <= _LONGEST_KEY:
            with _lock:
                _pages[key] = made
        return _answer(made, mimetype)

    return answered


def public_file(mimetype: str) -> Callable[[View[P]], View[P]]:
    """The same for what is not HTML: sitemap, feed."""
    return partial(public_page, mimetype=mimetype)
