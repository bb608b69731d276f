"""The language of a request comes from its address, once; only ``/`` and a lost reader are guessed."""

from functools import cached_property
from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from app.i18n.languages import BY_SLUG, EN, LANGUAGES, Language, negotiated

#: For route rules. A plain ``<language>`` would answer any one-part address with a redirect instead of a 404.
LANGUAGE_RULE = "/<any(" + ",".join(f'"{each.slug}"' for each in LANGUAGES) + "):language>"


class _Catalogues(Domain):
    """The catalogues by language.

    A page has a hundred sentences, and Flask-Babel's own way to a catalogue costs more than the sentence.
    """

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[Locale | None, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        found = self._read.get(locale)
        if found is None:
            found = self._read[locale] = super().get_translations()
        return found


class _Babel(Babel):
    @cached_property
    def domain_instance(self) -> Domain:
        return _Catalogues()


babel = _Babel()


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
    said = babel.domain_instance.get_translations
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: said().ugettext(text),
        ngettext=lambda one, many, number: said().ungettext(one, many, number),
        pgettext=lambda context, text: said().upgettext(context, text),
        npgettext=lambda context, one, many, number: said().unpgettext(context, one, many, number),
        newstyle=True,
    )

    @app.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values:
            g.language = BY_SLUG[values.pop("language")]

    @app.url_defaults
    def _give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = current_language().slug
