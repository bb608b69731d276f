"""The table of the seventeen losses names what is there. That each test fails without its protection is seen
by ``make losses``, which takes the protections away one by one."""

import re

import pytest

from tests.house.files import APP
from tools.losses import LOSSES

_TOP = APP.parent


def test_each_of_the_seventeen_has_its_protection():
    assert list(LOSSES) == [f"L{number}" for number in range(1, 18)]


@pytest.mark.parametrize("name", LOSSES)
def test_a_protection_stands_where_the_table_says(name):
    loss = LOSSES[name]
    assert (_TOP / loss.path).read_text(encoding="utf-8").count(loss.held) == 1


@pytest.mark.parametrize("name", LOSSES)
def test_its_tests_are_there(name):
    for test in LOSSES[name].tests:
        path, *_, function = test.split("::")
        said = (_TOP / path).read_text(encoding="utf-8")
        assert re.search(rf"^ *def {function}\(", said, re.MULTILINE)
