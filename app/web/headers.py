"""What every answer says about itself to the browser."""

from flask import Flask, Response, request

#: Nothing but our own style sheet, script and pictures, and answers to that script from here alone.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)

_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A follow-up page's address is somebody's key: it must not travel to others. Our own pages get it,
    # or browsers would send "Origin: null" with our forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_TWO_YEARS = 63_072_000
_WITH_WORKER = f"{_POLICY}; worker-src 'self'"


def with_own_worker(response: Response) -> Response:
    """The same page, whose script may work on beside it."""
    response.headers["Content-Security-Policy"] = _WITH_WORKER
    return response


def dress(response: Response) -> Response:
    """Add what is missing; a view that knows better keeps its own."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_TWO_YEARS}; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    app.after_request(dress)
