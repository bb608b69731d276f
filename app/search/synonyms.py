"""Other wordings for what was typed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from app.kernel.text import has_han
from app.search.folding import key
from app.search.spellings import rules
from app.search.store import Query, Word, all_of, any_of
from app.search.tokens import Token, pairs, stem

#: Characters of a run that are looked up: no name is longer, and whoever typed more said enough.
_LONGEST_RUN = 24
#: Variants of one Chinese run that are looked up.
_MOST_VARIANTS = 6


@cache
def _groups() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Chinese wordings by key, Latin ones by stem, each with those that mean the same."""
    han: dict[str, dict[str, None]] = defaultdict(dict)
    latin: dict[str, dict[str, None]] = defaultdict(dict)
    for group in rules("synonyms")["groups"]:
        found = [(latin, stem(each.lower())) if not has_han(each) else (han, key(each)) for each in group]
        for kind, wording in found:
            kind[wording] |= dict.fromkeys(
                other for same, other in found if same is kind and other != wording
            )
    return (
        {wording: tuple(others) for wording, others in han.items()},
        {wording: tuple(others) for wording, others in latin.items()},
    )


def asked(token: Token) -> Query:
    """What a document must hold to answer that token: itself, or something of the same meaning."""
    if token.is_han:
        return any_of(all_of(_pairs(run)) for run in variants(token.text))
    return any_of(map(Word, (token.text, *_groups()[1].get(token.text, ()))))


def _pairs(run: str) -> Iterator[Word]:
    for pair in pairs(run[:_LONGEST_RUN]):
        yield Word(pair, is_beginning=len(pair) == 1)


def variants(run: str) -> list[str]:
    """A Chinese run, and the run with one wording in it exchanged."""
    found = {run: None}
    for wording, others in _groups()[0].items():
        if wording in run:
            for other in others:
                # 登記 within 登記證 would become 登記證證: what is there already is left.
                if other not in run:
                    found[run.replace(wording, other)] = None
    return list(found)[:_MOST_VARIANTS]


def wordings(token: Token) -> tuple[str, ...]:
    """The token's own text and its other wordings; what a mark in a text may rest on."""
    return tuple(variants(token.text)) if token.is_han else (token.text, *_groups()[1].get(token.text, ()))
