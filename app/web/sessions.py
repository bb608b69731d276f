"""The session cookie, in the strictest form the connection allows."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface


class StrictCookies(SecureCookieSessionInterface):
    """``__Host-`` and Secure over HTTPS; a plain name on a developer's own machine.

    Public pages set no cookie: only the doors that know a visitor open a session.
    """

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-session" if request.is_secure else "session"

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def get_cookie_domain(self, app: Flask) -> str | None:
        return None

    def get_cookie_path(self, app: Flask) -> str:
        return "/"


def init_app(app: Flask) -> None:
    app.session_interface = StrictCookies()
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=12 * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,
    )
