"""The glossary's words that belong to a page: those it uses in English, shown in the reader's language."""

from collections.abc import Iterable

from app.i18n.languages import EN
from app.taxonomy.glossary import Hints, codes_in
from app.taxonomy.models import Term
from app.taxonomy.queries import terms

_MOST = 12


def terms_on(texts: Iterable[str]) -> list[Term]:
    """The words those English texts use, in order of first use; one statement.

    The English is read whatever the page's language is, so that a page has the same words in all.
    """
    known = {each.code: each for each in terms()}
    return [known[code] for code in codes_in(list(texts), Hints(known.values(), EN))[:_MOST]]
