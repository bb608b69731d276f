"""The glossary: one word in three columns, and the forms that mislead."""

from collections.abc import Sequence

from flask import g, request

from app.classification.folding import fold
from app.i18n.languages import LANGUAGES, Language
from app.kernel.text import clean
from app.public.contents import show
from app.public.door import public
from app.public.markets import sorted_by
from app.taxonomy.models import FalseFriend, Term
from app.taxonomy.queries import false_friends, terms
from app.web.caching import public_page

_LONGEST_QUERY = 100


@public.route("/glossary")
@public_page
def glossary() -> str:
    language, known = g.language, terms()
    words = clean(request.args.get("q", ""))[:_LONGEST_QUERY].strip()
    initial = request.args.get("initial", "")[:1].lower()
    letters = sorted({_initial(each) for each in known})
    initial = initial if initial in letters else ""
    found = [each for each in known if (not initial or _initial(each) == initial) and _answers(each, words)]
    return show(
        "public/glossary.html",
        words=words,
        initial=initial,
        letters=letters,
        total=len(known),
        differing=sum(each.differs_beyond_script for each in known),
        columns=[language, *(each for each in LANGUAGES if each is not language)],
        terms=_in_order(found, language),
        friends=[each for each in false_friends() if not initial and _misleads(each, words)],
        unlisted=bool(words or initial),
    )


def _initial(term: Term) -> str:
    """The first letter of the English word; all readers know that order."""
    return term.names["en"][0].lower()


def _answers(term: Term, words: str) -> bool:
    key = fold(words).key
    return not key or any(key in fold(name).key for name in (*term.names.values(), *term.notes.values()))


def _misleads(friend: FalseFriend, words: str) -> bool:
    key = fold(words).key
    return not key or any(key in fold(each).key for each in (friend.code, *friend.notes.values()))


def _in_order(found: Sequence[Term], language: Language) -> list[Term]:
    return sorted_by(found, lambda term: term.names[language.slug], language)
