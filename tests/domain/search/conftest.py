"""Searching as the page does, on a day that never ends."""

import hashlib
from collections.abc import Callable

import pytest

from app.kernel.content import edition
from app.search.edition import known
from app.search.finding import Findings, find
from app.taxonomy.queries import taxonomy


def steady(slug: str) -> bytes:
    """A turn that is the same every day."""
    return hashlib.sha256(slug.encode()).digest()


@pytest.fixture
def look_for(database) -> Callable[..., Findings]:
    def look(text: str, *, demo: bool = True, corrects: bool = True) -> Findings:
        words = known(taxonomy(edition().version))
        return find(text, words, demo=demo, turn=steady, corrects=corrects)

    return look


@pytest.fixture
def first(look_for) -> Callable[..., list[str]]:
    """The first results, each as its kind and code."""

    def look(text: str, **how: bool) -> list[str]:
        return [f"{hit.kind} {hit.code}" for hit in look_for(text, **how).first]

    return look
