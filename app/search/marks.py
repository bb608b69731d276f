"""Marks: tokens nobody types, by which the index knows what a document is and what it is about.

``§`` stands in each, and never in a token of a text.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

#: Into how many heaps firms are dealt, so that a question many answer can be put to a few heaps.
HEAPS = 128

SERVICE, MARKET, SECTOR = "s", "m", "x"


def _plain(code: str) -> str:
    return code.lower().replace("-", "·")


def mark(name: str, *codes: str) -> str:
    return "§".join((name, *map(_plain, codes)))


#: Of what is not invented.
REAL = mark("real")


def named(squeezed_name: str) -> str:
    """Of whatever has exactly that name; the longest names are told by their beginning."""
    return f"name§{squeezed_name[:100]}"


def heap(number: int) -> str:
    return mark("heap", str(number))


def heap_of(slug: str) -> int:
    """The firm's heap, for good; which heap is asked first changes daily."""
    return hashlib.sha256(slug.encode()).digest()[0] % HEAPS


def of_offering(service: str, market: str, sectors: Sequence[str]) -> Iterator[str]:
    """What one offering makes a firm found by: alone and in pairs that hold in this one offering."""
    yield mark(SERVICE, service)
    yield mark(MARKET, market)
    yield mark(SERVICE + MARKET, service, market)
    for sector in sectors:
        yield mark(SECTOR, sector)
        yield mark(SERVICE + SECTOR, service, sector)
        yield mark(MARKET + SECTOR, market, sector)


def of_subject(facet: str, codes: Iterable[str]) -> Iterator[str]:
    """What an article is about."""
    for code in codes:
        yield mark("about" + facet, code)
