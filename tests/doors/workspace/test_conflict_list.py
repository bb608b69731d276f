"""A firm's conflict list: kept by the firm, read by the matching, told to nobody."""

import pytest

from app.directory.conflict_list import conflict_list
from app.matching.conflicts import is_listed
from tests.doors.visitors import signed_in, take
from tests.factories import make_firm, make_member

PAGE = "/en/workspace/theirs/conflicts"


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def test_each_line_is_an_entry_and_stands_once(client, firm):
    for _ in range(2):
        lines = "Maker  Ltd\r\n\r\nmaker.example\r\nMaker Ltd"
        assert take(client, PAGE, "add", entries=lines).status_code == 303
    assert conflict_list(firm.id) == ["Maker Ltd", "maker.example"]
    assert "Maker Ltd" in client.get(PAGE).text


def test_an_entry_is_taken_off(client, firm):
    take(client, PAGE, "add", entries="Maker Ltd\nOther")
    for _ in range(2):
        assert take(client, PAGE, "remove", entry="Maker Ltd").status_code == 303
    assert conflict_list(firm.id) == ["Other"]


def test_nobody_takes_an_entry_off_another_firms_list(app, client, firm):
    take(client, PAGE, "add", entries="Maker Ltd")
    stranger = signed_in(app, make_member(make_firm(slug="ours")))
    assert take(stranger, PAGE, "remove", entry="Maker Ltd").status_code == 404
    take(stranger, "/en/workspace/ours/conflicts", "remove", entry="Maker Ltd")
    assert conflict_list(firm.id) == ["Maker Ltd"]


@pytest.mark.parametrize(
    "lines", ["", " \n ", "x" * 201, "a", "Good Ltd\n!", "\n".join(f"n{n:03}" for n in range(501))]
)
def test_what_cannot_be_compared_is_answered_with_a_sentence_and_kept(client, firm, lines):
    answer = take(client, PAGE, "add", entries=lines)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert lines.strip().splitlines()[-1:] == [] or lines.strip().splitlines()[-1] in answer.text
    assert conflict_list(firm.id) == []


@pytest.mark.parametrize(
    ("entry", "domain", "company", "means"),
    [
        ("maker.example", "maker.example", "", True),
        ("@MAKER.example", "mail.maker.example", "", True),
        ("maker.example", "notmaker.example", "", False),
        ("gmail.com", "gmail.com", "", False),
        ("Maker", "", "MAKER Medical Co., Ltd.", True),
        ("Maker Medical", "", "Maker-Medical GmbH", True),
        ("Maker", "", "Makers United", False),
        ("台灣醫材", "", "台湾医材股份有限公司", True),
        ("ＭＡＫＥＲ", "", "Maker", True),
        ("Maker", "", "", False),
    ],
)
def test_an_entry_means_an_address_there_or_a_company_of_that_name(entry, domain, company, means):
    assert is_listed(entry, domain, company) is means
