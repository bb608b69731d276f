"""``flask enquiries classify``: a line in, a line out, whatever stands between."""

import json

import pytest


@pytest.fixture
def classify(app, database):
    def _classify(*lines):
        given = b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
        result = app.test_cli_runner().invoke(args=["enquiries", "classify"], input=given)
        return result.exit_code, [json.loads(line) for line in result.stdout_bytes.splitlines()]

    return _classify


def test_a_message_gets_its_codes_and_the_words_they_rest_on(classify):
    text = "我們是台灣廠商，血糖機要進英國，需要英國負責人，很急"
    code, (said,) = classify({"id": 7, "text": text})
    assert code == 0
    assert (said["id"], said["language"]) == (7, "zh-Hant")
    assert (said["regions"], said["services"], said["sectors"]) == (["UK"], ["REP-UKRP"], ["IVD"])
    assert (said["origin_country"], said["urgency"]) == ("TW", "asap")
    assert (said["spam"], said["triage"]) == (False, False)
    assert {"code": "IVD", "span": [8, 11], "text": "血糖機"} in said["evidence"]
    assert all(text[slice(*each["span"])] == each["text"] for each in said["evidence"])
    assert set(said["scores"]) == {"UK", "REP-UKRP", "IVD"}


def test_ones_own_choice_comes_first(classify):
    _, (said,) = classify(
        {"id": 1, "text": "EC REP?", "regions": ["CH"], "sectors": ["IVD"], "language": "zh-Hans"}
    )
    assert said["regions"][0] == "CH"
    assert said["sectors"][0] == "IVD"
    assert said["language"] == "zh-Hans"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"not json", {"error"}),
        (b"[1, 2]", {"error"}),
        (b"\xff\xfe", {"error"}),
        (b"[" * 5_000, {"error"}),
        (b'{"id": NaN, "text": "x"}', {"error"}),
        (b'{"id": -Infinity, "text": "x"}', {"error"}),
        (b'{"id": [1e999], "text": "x"}', {"error"}),
        ({"text": "no id"}, {"error"}),
        ({"id": 3}, {"id", "error"}),
        ({"id": 3, "text": 5}, {"id", "error"}),
        ({"id": 3, "text": "x", "regions": ["NOWHERE"]}, {"id", "error"}),
        ({"id": 3, "text": "x", "sectors": "MD"}, {"id", "error"}),
        ({"id": 3, "text": "x", "regions": {}}, {"id", "error"}),
        ({"id": 3, "text": "x", "regions": ""}, {"id", "error"}),
        ({"id": 3, "text": "x", "services": 0}, {"id", "error"}),
        ({"id": 3, "text": "x", "sectors": False}, {"id", "error"}),
        ({"id": 3, "text": "x", "language": "fr"}, {"id", "error"}),
    ],
)
def test_a_bad_line_says_so_and_the_rest_goes_on(classify, line, error):
    code, said = classify({"id": 1, "text": "UKRP"}, line, {"id": 2, "text": "CH-REP"})
    assert code == 1
    assert set(said[1]) == error
    assert [each["services"] for each in (said[0], said[2])] == [["REP-UKRP"], ["REP-CH-REP"]]


@pytest.mark.parametrize("nothing", [{}, {"regions": None}, {"regions": []}])
def test_no_choice_is_no_fault(classify, nothing):
    code, (said,) = classify({"id": 1.5, "text": "UKRP", **nothing})
    assert (code, said["id"], said["regions"]) == (0, 1.5, ["UK"])


def test_blank_lines_are_passed_over(classify):
    assert classify(b"", {"id": 1, "text": "UKRP"}, b"  ")[1][0]["id"] == 1


def test_halves_of_pairs_come_back_as_they_went_in(classify):
    _, (said,) = classify({"id": "\ud800", "text": "\ud800 UKRP"})
    assert said["id"] == "\ud800"
    assert said["evidence"][0]["text"] == "UKRP"
