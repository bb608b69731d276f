"""The languages the portal speaks, each under its three names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from babel import Locale, UnknownLocaleError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the portal."""

    slug: str  #: in addresses and in the database: ``zh-hant``
    babel: str  #: for Babel and the catalogues: ``zh_Hant``
    tag: str  #: for ``lang`` and ``hreflang``: ``zh-Hant``
    name: str  #: what its readers call it; never translated

    @property
    def is_chinese(self) -> bool:
        return self.slug.startswith("zh")


EN = Language("en", "en", "en", "English")
ZH_HANT = Language("zh-hant", "zh_Hant", "zh-Hant", "繁體中文")
ZH_HANS = Language("zh-hans", "zh_Hans", "zh-Hans", "简体中文")

LANGUAGES = (EN, ZH_HANT, ZH_HANS)
BY_SLUG: Mapping[str, Language] = {each.slug: each for each in LANGUAGES}
BY_BABEL: Mapping[str, Language] = {each.babel: each for each in LANGUAGES}
BY_TAG: Mapping[str, Language] = {each.tag: each for each in LANGUAGES}

_HANT_TERRITORIES = frozenset({"TW", "HK", "MO"})


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A text together with the language it is really in."""

    text: T
    language: Language


def read(texts: Mapping[str, T], wanted: Language) -> Reading[T]:
    """The text in the wanted language, or in the first one we have.

    texts: by language slug.
    Raises LookupError if there is none: a published page with no text at all is
    a fault of ours, not something to show a reader.
    """
    for language in (wanted, *LANGUAGES):
        if language.slug in texts:
            return Reading(texts[language.slug], language)
    raise LookupError(f"no text in any of {[each.slug for each in LANGUAGES]}")


def negotiated(accepted: list[str]) -> Language:
    """The reader's language from the tags of ``Accept-Language``, best first; English if none is ours.

    Babel's own negotiation finds nothing for ``zh-TW`` among ``zh-Hans`` and ``zh-Hant``, so the script
    decides, and the territory where the script is not named.
    """
    for tag in accepted:
        try:
            locale = Locale.parse(tag.strip(), sep="-")
        except (ValueError, UnknownLocaleError):
            # A tag CLDR does not know may still begin with a language it does.
            head = tag.strip().lower().split("-")[0]
            if head == "en":
                return EN
            if head == "zh":
                return ZH_HANS
            continue
        if locale.language == "en":
            return EN
        if locale.language in {"zh", "yue"}:
            script = locale.script or ("Hant" if locale.territory in _HANT_TERRITORIES else "Hans")
            return ZH_HANT if script == "Hant" else ZH_HANS
    return EN
