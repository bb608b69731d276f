"""What the index holds of a word."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.search.tokens import stem

_BEGINNINGS = ("", "re", "un", "mis", "over", "sub", "pre", "inter")
_MIDDLES = ("register", "label", "classif", "submit", "market", "licens", "inspect", "appli")
_ENDINGS = ("", "s", "ed", "ing", "ations", "ization", "fulness", "ousness", "ies", "ement")
WORDS = [start + middle + end for start in _BEGINNINGS for middle in _MIDDLES for end in _ENDINGS]


@pytest.fixture
def _hurried():
    """Threads that take turns as often as they can, and nothing kept from before."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    stem.cache_clear()
    yield
    sys.setswitchinterval(usual)
    stem.cache_clear()


@pytest.mark.usefixtures("_hurried")
def test_words_are_stemmed_alike_when_several_readers_search_at_once():
    alone = [stem(word) for word in WORDS]
    stem.cache_clear()
    # Each begins elsewhere, so that no thread finds in the cache what another has just done.
    turned = [WORDS[at:] + WORDS[:at] for at in range(0, len(WORDS), len(WORDS) // 4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda words: [(word, stem(word)) for word in words], turned))
    known = dict(zip(WORDS, alone, strict=True))
    assert [pair for pairs in found for pair in pairs if known[pair[0]] != pair[1]] == []
