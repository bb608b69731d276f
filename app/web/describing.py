"""What search engines and previews show of a page, at the length at which they show it."""

import re

from app.i18n.languages import Language

#: About as much as is shown of a page under its title; Han characters take twice the room.
_LONGEST = {"en": 160, "zh-hant": 80, "zh-hans": 80}
_SENTENCE = re.compile(r".+?(?:[。！？；]|[.!?](?=\s)|$)", re.DOTALL)
_LOCALES = {"en": "en_GB", "zh-hant": "zh_TW", "zh-hans": "zh_CN"}


def described(text: str, language: Language) -> str:
    """As many whole sentences as fit; where not one does, as many words, and an ellipsis."""
    plain, most = " ".join(text.split()), _LONGEST[language.slug]
    if len(plain) <= most:
        return plain
    said = ""
    for sentence in _SENTENCE.findall(plain):
        if len(said) + len(sentence) > most:
            break
        said += sentence
    if len(said) > most // 3:
        return said.strip()
    cut = plain[: most - 1]
    return (cut if language.is_chinese else cut.rpartition(" ")[0]).rstrip(" ,;:，、；：") + "…"


def locale_of(language: Language) -> str:
    """The name Open Graph has for the language."""
    return _LOCALES[language.slug]
