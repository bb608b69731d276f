"""No address dies unnoticed: the list beside the tests is the one the world relies on.

After adding one: ``pytest tests/house/test_routes.py --update-routes``.
"""

import json

import pytest

from tests.house.files import TOP

STORED = TOP / "tests/route-list.json"


@pytest.fixture
def routes(app) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        known = set(found.get(rule.rule, []))
        found[rule.rule] = sorted(known | (rule.methods - {"HEAD", "OPTIONS"}))
    return dict(sorted(found.items()))


def test_the_addresses_are_those_of_the_stored_list(routes, request):
    if request.config.getoption("--update-routes"):
        STORED.write_text(json.dumps(routes, indent=2) + "\n")
    assert routes == json.loads(STORED.read_text())
