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


@root.route("/")
def start() -> ResponseReturnValue:
    """The home page in the reader's language; the one answer that depends on who asks."""
    response = redirect(Addresses(reader_language()).home, 302)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


@root.route("/robots.txt")
def robots() -> Response:
    response = Response(_ROBOTS.format(base_url=settings().base_url), mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
