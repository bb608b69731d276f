"""A search and a page of the directory ask the database as often at one size as at another."""

import pytest

from app.console.synthesis.keeping import synthesise
from app.kernel.clock import now
from app.kernel.content import edition, raise_version
from app.kernel.db import transaction
from app.search import asking
from app.taxonomy.queries import taxonomy

pytestmark = pytest.mark.demo

PAGES = {
    "/en/search?q=UKRP": 4,
    "/en/search?q=medical+regulatory": 4,
    "/zh-hant/search?q=英國負責人": 4,
    "/en/search?q=eudmaed": 7,
    "/en/search?q=quorndale+zzyzx": 6,
    "/en/search/suggestions?q=bridg": 3,
    "/en/firms/?q=regulatory": 3,
    "/en/firms/?market=eu&service=rep-ec-rep": 2,
}


def grow(*, firms: int, seed: int) -> None:
    with transaction():
        known = taxonomy(edition().version)
        for _ in synthesise(firms=firms, offerings=firms * 6, articles=3, seed=seed, taxonomy=known):
            pass
        raise_version(at=now())


def test_a_hundred_firms_and_twenty_are_asked_about_alike(statements, monkeypatch):
    # As if there were thousands: more answer than are looked at.
    monkeypatch.setattr(asking, "MOST", 5)
    for seed, firms in enumerate((20, 80), 1):
        grow(firms=firms, seed=seed)
        assert {address: statements(address) for address in PAGES} == PAGES
