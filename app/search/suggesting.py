"""What somebody who is still typing may mean."""

from app.search import marks
from app.search.concepts import FAMILY, MARKET, REGULATOR, SECTOR, SERVICE, TERM
from app.search.documents import ARTICLE, FIRM
from app.search.finding import Hit
from app.search.folding import key
from app.search.reading import LONGEST_QUERY
from app.search.store import FIRMS, PAGES, TITLE, WHOLE, Answer, Ask, Query, Word, all_of, answers, any_of
from app.search.synonyms import asked
from app.search.tokens import Token, squeezed, tokens

MOST = 8
_KINDS = (SERVICE, MARKET, SECTOR, REGULATOR, FIRM, ARTICLE, FAMILY, TERM)
#: Read before the best are chosen.
_READ = 60


def suggest(text: str, *, demo: bool) -> list[Hit]:
    """Names that begin so, then names with such words; one statement, none for nothing."""
    text = text[:LONGEST_QUERY]
    found = list(tokens(key(text)))
    start = squeezed(text)
    if not found or not start:
        return []
    real: tuple[Query, ...] = () if demo else (Word(marks.REAL),)
    *before, last = found
    words = all_of([*map(asked, before), _begun(last)])
    name = Word(marks.named(start), is_beginning=True)
    asks = [
        Ask(nth, table, column, all_of((query, *real)), _READ)
        for nth, column, query, table in (
            (0, WHOLE, name, PAGES),
            (1, WHOLE, name, FIRMS),
            (2, TITLE, words, PAGES),
            (3, TITLE, words, FIRMS),
        )
    ]
    told, _ = answers(asks)
    return [_hit(each) for each in sorted(told, key=_order)][:MOST]


def _begun(token: Token) -> Query:
    """A Latin word may still be missing its end; a Chinese one is asked for as far as it stands."""
    if token.is_han or not token.word.isalnum():
        return asked(token)
    return any_of([asked(token), Word(token.word, is_beginning=True)])


def _order(answer: Answer) -> tuple[object, ...]:
    return answer.names[0] // 2, _KINDS.index(answer.kind), answer.place, answer.code


def _hit(answer: Answer) -> Hit:
    return Hit(answer.kind, answer.code, answer.names[0], target_id=answer.target_id)
