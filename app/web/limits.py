"""How often one address may post. Shared between processes through Redis where there is one."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_limiter import ExemptionScope, Limiter
from flask_limiter.util import get_remote_address

from app.config import Settings

limiter = Limiter(get_remote_address, headers_enabled=False)


#: What a page's script sends while somebody types; the script asks less often than this.
OFTEN = "60 per minute"


def counted_apart(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Have posts that come while somebody types counted by themselves: they take nothing from the others."""
    apart: Any = limiter.exempt(flags=ExemptionScope.APPLICATION)
    return limiter.limit(OFTEN)(apart(view))


def init_app(app: Flask, settings: Settings) -> None:
    """Every post counts against ``POST_LIMIT``; reading is never limited here.

    Without Redis each process counts for itself, so the real limit is the figure times the processes.
    """
    app.config.update(
        RATELIMIT_ENABLED=bool(settings.post_limit),
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        # A Redis that is away must not take the portal with it.
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_IN_MEMORY_FALLBACK=[settings.post_limit] if settings.post_limit else [],
        RATELIMIT_APPLICATION=settings.post_limit or None,
    )
    # The library keeps the limit of a process's first application for all of them.
    limiter.limit_manager.set_application_limits([])
    limiter.init_app(app)

    @limiter.request_filter
    def _reads_are_free() -> bool:
        return request.method != "POST"
