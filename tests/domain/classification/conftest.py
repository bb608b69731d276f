"""The real words, read once a run: what they do together is what is tested."""

from collections.abc import Callable

import pytest

from app.classification.needs import Needs
from app.classification.understanding import ByRules, read_by_rules
from app.taxonomy.queries import taxonomy
from app.taxonomy.snapshot import Taxonomy

_read: list[Taxonomy] = []


@pytest.fixture
def words(request: pytest.FixtureRequest) -> Taxonomy:
    """The taxonomy of the seed. It is an immutable value, so it outlives the database it was read from."""
    if not _read:
        request.getfixturevalue("database")
        _read.append(taxonomy(1))
    return _read[0]


@pytest.fixture
def by_rules(words: Taxonomy) -> Callable[[str], ByRules]:
    """What the rules alone make of a text: the second opinion has tests of its own."""

    def _by_rules(text: str) -> ByRules:
        return read_by_rules(text, chosen=Needs(), page=Needs(), country=None, taxonomy=words)

    return _by_rules
