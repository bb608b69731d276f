"""The directory's search word: which firms it means, as part of a statement."""

from sqlalchemy import Select, false, select

from app.search.asking import Questions, words_of
from app.search.edition import Words
from app.search.models import SearchDocument
from app.search.reading import read
from app.search.store import FIRMS, TITLE, WHOLE, all_of, any_of, holding


def firms_called(text: str, known: Words) -> Select[int | None]:
    """The ids of the firms a search word means; of none where there is no word in it to look for.

    Firms with all of its words in a name, the last perhaps only begun; with all of them in name, places or
    description; and those that offer what some words name and hold the others. Whether a firm may be shown
    is not asked here: join it to what is published.
    """
    reading = read(text, known)
    if not reading:
        return select(SearchDocument.target_id).where(false())
    questions = Questions(reading, known.taxonomy, demo=True, heaps=())
    anywhere = [words_of(reading.words)]
    if offers := questions.offers(exact=False):
        anywhere.append(all_of([*offers, *([words_of(reading.rest)] if reading.rest else [])]))
    found = holding(FIRMS, {TITLE: questions.begun(), WHOLE: any_of(anywhere)})
    return select(SearchDocument.target_id).where(SearchDocument.id.in_(found))
