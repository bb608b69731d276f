"""The address without a language, and what robots may read."""

from flask import Response, redirect
from flask.typing import ResponseReturnValue

from app.i18n.addresses import Addresses
from app.public.door import root, settings
from app.web.languages import reader_language

_ROBOTS = """\
User-agent: *
Disallow: /*/ask
Disallow: /*/enquiries/
Disallow: /*/workspace/
Disallow: /*/desk/
Disallow: /*/account/
Sitemap: {base_url}/sitemap.xml
"""
_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<text x="16" y="25" text-anchor="middle" font-family="serif" font-weight="700" font-size="28"'
    ' fill="#a1291a">§</text></svg>\n'
)


@root.route("/")
def start() -> ResponseReturnValue:
    """The home page in the reader's language; the one answer that depends on who asks."""
    response = redirect(Addresses(reader_language()).home, 302)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


@root.route("/favicon.ico")
def icon() -> Response:
    """The mark of the portal; browsers ask for it at this address without being told to."""
    response = Response(_MARK, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@root.route("/robots.txt")
def robots() -> Response:
    response = Response(_ROBOTS.format(base_url=settings().base_url), mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
