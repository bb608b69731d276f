"""How each language writes dates, times, lists and lengths. One place, so that pages and letters agree."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_timezone_location, get_timezone_name
from babel.lists import format_list

from app.i18n.languages import BY_TAG, Language

#: Chinese dates are set with a space between figures and words, as the printed look has them.
_LONG_DATE = {"en": "d MMMM y", "zh-hant": "y 年 M 月 d 日", "zh-hans": "y 年 M 月 d 日"}
_LONG_MOMENT = {
    "en": "d MMMM y, HH:mm",
    "zh-hant": "y 年 M 月 d 日 HH:mm",
    "zh-hans": "y 年 M 月 d 日 HH:mm",
}
_SEPARATOR = {"en": ", ", "zh-hant": "、", "zh-hans": "、"}
_CLAUSE = {"en": "; ", "zh-hant": "；", "zh-hans": "；"}
#: CLDR says "中国时间"; readers of a promise look for the name of the clock they know.
_ZONE_NAMES = {
    ("zh-hant", "Asia/Taipei"): "臺北時間",
    ("zh-hans", "Asia/Taipei"): "台北时间",
    ("zh-hant", "Asia/Shanghai"): "北京時間",
    ("zh-hans", "Asia/Shanghai"): "北京时间",
    ("zh-hant", "Asia/Hong_Kong"): "香港時間",
    ("zh-hans", "Asia/Hong_Kong"): "香港时间",
    ("en", "Asia/Taipei"): "Taipei time",
    ("en", "Asia/Shanghai"): "Beijing time",
    ("en", "Asia/Hong_Kong"): "Hong Kong time",
}
#: CLDR writes these as it writes the country; beside a city nobody would take that for a language.
_OWN_NAMES = {"id": "Bahasa Indonesia", "ms": "Bahasa Melayu"}


def long_date(day: date, language: Language) -> str:
    """22 November 2026 · 2026 年 11 月 22 日."""
    return format_date(day, _LONG_DATE[language.slug], locale=language.babel)


def long_moment(moment: datetime, language: Language, zone: str = "UTC") -> str:
    """A moment on the clock of ``zone`` (an IANA name), without naming the zone."""
    return format_datetime(moment, _LONG_MOMENT[language.slug], tzinfo=ZoneInfo(zone), locale=language.babel)


def zone_name(zone: str, language: Language) -> str:
    """What readers call the clock of ``zone``: Taipei time · 臺北時間."""
    if zone == "UTC":
        return "UTC"
    known = _ZONE_NAMES.get((language.slug, zone))
    if known:
        return known
    info = ZoneInfo(zone)
    return get_timezone_name(info, width="long", zone_variant="generic", locale=language.babel) or (
        get_timezone_location(info, locale=language.babel)
    )


def promised_moment(moment: datetime, language: Language, zone: str) -> str:
    """A moment that is a promise, so the clock is named: 2026 年 11 月 27 日 18:00（臺北時間）."""
    said, clock = long_moment(moment, language, zone), zone_name(zone, language)
    return f"{said}（{clock}）" if language.is_chinese else f"{said} ({clock})"


def joined(items: Sequence[str], language: Language) -> str:
    """Things side by side: a, b, c · a、b、c."""
    return _SEPARATOR[language.slug].join(items)


def placed(city: str, country: str, language: Language) -> str:
    """A city in its country: the country last in English, first in Chinese, alone where no city is known."""
    if not city or city == country:
        return country
    if not language.is_chinese:
        return f"{city}, {country}"
    return city if city.startswith(country) else country + city


def clauses(items: Sequence[str], language: Language) -> str:
    """Reasons or facts side by side: a; b · a；b."""
    return _CLAUSE[language.slug].join(items)


def listed(items: Sequence[str], language: Language) -> str:
    """A list inside a sentence: a, b and c · a、b和c."""
    return format_list(list(items), locale=language.babel)


def either(items: Sequence[str], language: Language) -> str:
    """A choice inside a sentence: a, b or c · a、b或c."""
    return format_list(list(items), style="or", locale=language.babel)


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


#: Babel takes a tag apart each time, and a page names the languages of twenty firms.
_MOST_NAMES = 2048


@lru_cache(_MOST_NAMES)
def endonym(tag: str) -> str:
    """What the speakers of a language call it: Deutsch, 日本語, 繁體中文; the tag where that is not known."""
    if tag in BY_TAG:
        return BY_TAG[tag].name
    locale = _locale(tag)
    name = _OWN_NAMES.get(tag) or (_plain_name(locale, tag, locale) if locale else None)
    return name[0].upper() + name[1:] if name else tag


@lru_cache(_MOST_NAMES)
def language_name(tag: str, language: Language) -> str:
    """What readers of ``language`` call the language of that tag; the tag where that is not known."""
    locale = _locale(tag)
    if locale is None:
        return tag
    # The list of names has 繁體中文; a name put together from parts would have brackets.
    name = Locale.parse(language.babel).languages.get(str(locale))
    return name or _plain_name(locale, tag, Locale.parse(language.babel)) or tag


def _plain_name(locale: Locale, tag: str, reader: Locale) -> str | None:
    """A tag without a country gets none in its name: some are led to a locale with one (tl to fil_PH)."""
    return locale.get_display_name(reader) if "-" in tag else locale.get_language_name(reader)


def language_tag(given: str) -> str | None:
    """The tag as it is written everywhere, ``zh-Hant`` for ``ZH-hant``; None if it is no language."""
    locale = _locale(given)
    return str(locale).replace("_", "-") if locale else None


def short_time(moment: datetime, *, zone: str) -> str:
    """Hours and minutes on the clock of ``zone``: 14:05."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"
