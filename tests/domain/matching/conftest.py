"""Asking the matching as the doors do."""

from collections.abc import Callable
from datetime import date

import pytest

from app.classification.needs import Needs
from app.matching.ranking import Ranking, rank
from app.taxonomy.queries import taxonomy

DAY = date(2026, 11, 23)
SECRET = "for tests"


@pytest.fixture
def ranked(database) -> Callable[..., Ranking]:
    words = taxonomy(1)

    def _ranked(markets=("UK",), services=("REP-UKRP",), sectors=(), **given) -> Ranking:
        dull = {"taxonomy": words, "demo": True, "day": DAY, "secret": SECRET}
        return rank(Needs(tuple(markets), tuple(services), tuple(sectors)), **dull | given)

    return _ranked
