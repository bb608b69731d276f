"""What comes nearest where nothing holds all of a query, and which of its words nothing holds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.search import marks
from app.search.asking import IN_WHOLE
from app.search.store import FIRMS, LEAD, PAGES, WHOLE, Answer, Ask, Query, Word, all_of, answers
from app.search.synonyms import asked
from app.search.tokens import Token, pairs

#: Pieces of a query that are looked up one by one.
_MOST_PIECES = 14
#: A piece that more pages hold says nothing about any of them.
_TOO_COMMON = 200
#: A Chinese run longer than a word is looked up in pairs.
_LONGEST_WORD = 3


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[Token, Query]]:
    for token in tokens:
        if token.is_han and len(token.text) > _LONGEST_WORD:
            yield from ((token, Word(pair)) for pair in pairs(token.text))
        else:
            yield token, asked(token)


def nearest(tokens: Sequence[Token], *, demo: bool) -> tuple[list[Answer], tuple[Token, ...]]:
    """Pages that hold some of those words, the rarer words counting more; and the words nobody holds.

    Two statements, or three where a word is on no page and may be in some firm's listing.
    """
    pieces = list(_pieces(tokens))[:_MOST_PIECES]
    held: dict[int, set[int]] = defaultdict(set)
    scores: dict[Answer, int] = defaultdict(int)
    for column in (LEAD, WHOLE):
        told = _ask(pieces, PAGES, column, _TOO_COMMON)
        for each in told:
            for name in each.names:
                held[name].add(each.target_id or -each.place)
        common = {name: sum(name in each.names for each in told) for name in range(len(pieces))}
        for each in told:
            subject = Answer((IN_WHOLE,), each.kind, each.code, each.target_id, each.place)
            scores[subject] += sum(
                1000 // common[name] for name in each.names if common[name] < _TOO_COMMON
            ) * (2 if column == LEAD else 1)
    found = sorted(scores, key=lambda each: (-scores[each], each.kind, each.place, each.code))
    absent = [nth for nth in range(len(pieces)) if not held[nth]]
    if absent:
        real = () if demo else (Word(marks.REAL),)
        among = [(pieces[nth][0], all_of((pieces[nth][1], *real))) for nth in absent]
        for each in _ask(among, FIRMS, WHOLE, 1):
            for name in each.names:
                held[absent[name]].add(0)
    present = {token.start for nth, (token, _query) in enumerate(pieces) if held[nth]}
    missing = dict.fromkeys(token.start for token, _query in pieces if token.start not in present)
    by_start = {token.start: token for token in tokens}
    return [each for each in found if scores[each]], tuple(by_start[start] for start in missing)


def _ask(pieces: Sequence[tuple[Token, Query]], table: str, column: str, limit: int) -> list[Answer]:
    return answers([Ask(nth, table, column, query, limit) for nth, (_, query) in enumerate(pieces)])[0]
