"""Finding the glossary's words in a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.i18n.languages import Language
from app.kernel.text import has_han
from app.taxonomy.models import Term

#: A name and what stands in brackets behind it: an abbreviation, or where the word is used.
_BRACKETED = re.compile(r"(?P<name>.+?) \((?P<inside>[^()]+)\)")
_SEVERAL = re.compile(r"[;；]\s*|,\s+")


@dataclass(frozen=True, slots=True)
class Hint:
    """A word of the glossary where it stands in a text."""

    code: str
    start: int
    end: int


class Hints:
    """The words of the glossary that articles in one language may link to, longest first."""

    def __init__(self, terms: Iterable[Term], language: Language) -> None:
        self._codes: dict[str, str] = {}
        patterns: list[tuple[int, str]] = []
        for term in terms:
            if not term.is_hinted:
                continue
            for form in forms(term, language):
                key = form if _is_abbreviation(form) else form.casefold()
                if key not in self._codes:
                    self._codes[key] = term.code
                    patterns.append((len(form), _pattern(form, language)))
        ordered = [pattern for _length, pattern in sorted(patterns, key=lambda each: -each[0])]
        self._pattern = re.compile("|".join(ordered)) if ordered else None

    def found(self, text: str) -> Iterator[Hint]:
        """Every word of the glossary in the text, none inside another."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            form = match.group()
            code = self._codes.get(form) or self._codes.get(form.casefold()) or self._singular(form)
            yield Hint(code, match.start(), match.end())

    def _singular(self, form: str) -> str:
        """The code of a plural's singular; the pattern lets through what ends so."""
        key = form.casefold()
        endings = {"ies": "y", "es": "", "s": ""}
        shorter = (key.removesuffix(end) + instead for end, instead in endings.items() if key.endswith(end))
        return next(self._codes[each] for each in shorter if each in self._codes)


def forms(term: Term, language: Language) -> list[str]:
    """The wordings by which a text in that language may use the term; abbreviations are alike in all."""
    bracketed = _BRACKETED.fullmatch(term.names["en"])
    short = bracketed["inside"] if bracketed and _abbreviates(bracketed["inside"], bracketed["name"]) else ""
    if language.is_chinese:
        # What carries brackets in Chinese means the word in one use only.
        names = [each for each in _SEVERAL.split(term.names[language.slug]) if "（" not in each]
    else:
        names = _SEVERAL.split(bracketed["name"] if bracketed else term.names["en"])
    return [*names, *([short] if short else [])]


def _is_abbreviation(form: str) -> bool:
    return not has_han(form) and " " not in form and sum(each.isupper() for each in form) > 1


def _abbreviates(short: str, name: str) -> bool:
    """GMP for good manufacturing practice, but not FDA for an establishment's registration."""
    letters = iter(name.casefold().replace(" ", ""))
    return _is_abbreviation(short) and short.isalpha() and all(each in letters for each in short.casefold())


def _pattern(form: str, language: Language) -> str:
    words = re.escape(form)
    if has_han(form):
        return words
    if _is_abbreviation(form):
        # Beside other Latin words in a Chinese sentence it is part of a foreign phrase.
        alone = r"(?<![A-Za-z] )", r"(?! [A-Za-z])"
        before, behind = alone if language.is_chinese else ("", "")
        return rf"{before}(?<![\w-]){words}(?![\w-]){behind}"
    ending = "" if form.endswith("s") else "(?:s|es)?"
    if form.endswith("y"):
        words, ending = re.escape(form[:-1]), "(?:y|ies)"
    # A capital inside is a law's or a body's name; the first letter may begin a sentence.
    first = form[0]
    return rf"(?<![\w-])[{first.upper()}{first.lower()}]{words[len(re.escape(first)) :]}{ending}(?![\w-])"


def codes_in(texts: Sequence[str], hints: Hints) -> list[str]:
    """The glossary's words in those texts, each once, in order of first use."""
    return list(dict.fromkeys(hint.code for text in texts for hint in hints.found(text)))
