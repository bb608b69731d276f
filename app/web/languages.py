"""The language of a request comes from its address, once; only ``/`` and a lost reader are guessed."""

from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel

from app.i18n.languages import BY_SLUG, EN, LANGUAGES, Language, negotiated

#: For route rules. A plain ``<language>`` would answer any one-part address with a redirect instead of a 404.
LANGUAGE_RULE = "/<any(" + ",".join(f'"{each.slug}"' for each in LANGUAGES) + "):language>"

babel = Babel()


def reader_language() -> Language:
    """The language of an address that names none: its first part if it is one of ours, else the browser's."""
    first = request.path.split("/", 2)[1] if "/" in request.path else ""
    if first in BY_SLUG:
        return BY_SLUG[first]
    return negotiated([tag for tag, _quality in request.accept_languages])


def current_language() -> Language:
    """The language of this request; English outside of one."""
    if not has_request_context():
        return EN
    if "language" not in g:
        g.language = reader_language()
    return g.language


def _locale() -> str:
    return current_language().babel


def init_app(app: Flask, translations: str) -> None:
    """translations: absolute folder of the catalogues; Flask-Babel would look beside ``app/``."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations
    babel.init_app(app, locale_selector=_locale, timezone_selector=lambda: "UTC")

    @app.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values:
            g.language = BY_SLUG[values.pop("language")]

    @app.url_defaults
    def _give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = current_language().slug
