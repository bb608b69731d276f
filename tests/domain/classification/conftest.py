"""The real words, read once a run: what they do together is what is tested."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.classification.decision import Decision
from app.classification.lexicon import SERVICE
from app.classification.needs import Needs
from app.classification.understanding import (
    BY_TEXT,
    ByRules,
    Question,
    Understood,
    read_by_rules,
    way_by_rules,
)
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


@dataclass(frozen=True)
class Rules:
    """What the rules alone make of a text: the second opinion has tests of its own."""

    first: ByRules
    decision: Decision

    @property
    def urgency(self) -> str:
        return self.first.reading.urgency

    @property
    def is_spam(self) -> bool:
        return self.first.verdict.is_spam

    def meant(self, facet: str) -> tuple[str, ...]:
        return tuple(each.code for each in self.first.said[facet] if each.is_meant)

    @property
    def services(self) -> tuple[str, ...]:
        return self.meant(SERVICE)


@pytest.fixture
def by_rules(words: Taxonomy) -> Callable[[str], Rules]:
    def _by_rules(text: str) -> Rules:
        first = read_by_rules(Question(text, Needs(), Needs(), None), words)
        facets = [
            Understood(facet, each.code, BY_TEXT, each.spans, each.is_meant, each.score)
            for facet, said in first.said.items()
            for each in said
        ]
        return Rules(first, way_by_rules(first.reading, first.verdict, facets, words))

    return _by_rules
