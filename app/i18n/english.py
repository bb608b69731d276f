"""What English does to a name inside a sentence."""

import re
from collections.abc import Collection

#: Names of places that take an article.
_THE = re.compile(r"(United|European|Eurasian|Association|Gulf|Dominican|Middle) |(Netherlands|Philippines)$")


def with_article(place: str) -> str:
    """the United Kingdom, but Japan."""
    return f"the {place}" if _THE.match(place) else place


def within_sentence(name: str, proper: Collection[str]) -> str:
    """medical devices, but FDA 510(k) and Swiss representative.

    proper: words that keep their capital wherever they stand.
    """
    first = re.split(r"[\s(]", name, maxsplit=1)[0]
    keeps = first in proper or first[1:] != first[1:].lower() or any(each.isdigit() for each in first)
    return name if keeps else name[:1].lower() + name[1:]
