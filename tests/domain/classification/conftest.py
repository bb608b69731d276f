"""The real words, read once a run: what they do together is what is tested."""

import pytest

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
