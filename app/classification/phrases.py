"""Ways of asking that are told by several words near one another, in whatever order.

"Who could hold the licence for us?" names no service: somebody, to hold and a licence, close together, do.
Editors keep the words in classes, and the classes that make a way of asking, in ``phrases.yaml``.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from app.classification.rules import Phrase, Rules
from app.classification.vocabulary import EXACT, MARKET, REGULATOR, ROLE, SERVICE

#: How much room a Chinese character takes beside a Latin one.
_HAN_WIDTH = 3
_SENTENCE_END = re.compile(r"[!?。;\n]|\.(?:\s|$)")
#: Classes of words that need no list: whatever names a place or a product.
_PLACE, _PRODUCT = "PLACE", "PRODUCT"

Span = tuple[int, int]
Found = Mapping[str, list[Span]]


def phrased(
    key: str, signs: Found, named: Iterable[tuple[str, str, Collection[str], Span]], rules: Rules
) -> Iterator[tuple[str, str, list[Span]]]:
    """Each way of asking that the text shows: its kind, its code, and its words, the main one first.

    signs: where the words of each class stand; named: group, kind, codes and place of what is named outright.
    """
    found: dict[str, list[Span]] = {name: list(spans) for name, spans in signs.items()}
    for group, kind, codes, span in named:
        for name in _classes(group, kind, codes):
            found.setdefault(name, []).append(span)
    if not found:
        return
    ends = [each.start() for each in _SENTENCE_END.finditer(key)]
    for phrase in rules.phrases:
        if all(name in found for name in phrase.parts) and not any(name in found for name in phrase.unless):
            for spans in _places(key, phrase, found, ends):
                yield (ROLE if phrase.gives in rules.roles else EXACT), phrase.gives, spans


def _classes(group: str, kind: str, codes: Collection[str]) -> Iterable[str]:
    if kind in {MARKET, REGULATOR}:
        return chain((_PLACE,), codes)
    return codes if group == SERVICE else chain((_PRODUCT,), codes)


def _places(key: str, phrase: Phrase, found: Found, ends: list[int]) -> Iterator[list[Span]]:
    """Where the first word of the phrase has the others near it, in the same sentence."""
    for anchor in found[phrase.parts[0]]:
        taken = [anchor]
        for name in phrase.parts[1:]:
            free = [each for each in found[name] if not any(_overlap(each, other) for other in taken)]
            if not free:
                break
            taken.append(min(free, key=lambda each: _apart(each, anchor)))
        else:
            start, end = min(each[0] for each in taken), max(each[1] for each in taken)
            if not any(start <= each < end for each in ends) and _width(key, start, end) <= phrase.within:
                yield taken


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _apart(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1])


def _width(key: str, start: int, end: int) -> int:
    return sum(1 if each < "\u2e80" else _HAN_WIDTH for each in key[start:end])
