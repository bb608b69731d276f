"""The scorer counts as the labelling guide says."""

import pytest

from tools.score import lifted, scored, short_of, worst

LABELS = {
    "language": "en",
    "regions": ["UK-GBN"],
    "services": ["REP-UKRP"],
    "sectors": ["MD"],
    "origin_country": "CN",
    "urgency": "none",
    "spam": False,
    "route_to_triage": False,
}
ANSWER = {
    "language": "en",
    "regions": ["UK"],
    "services": ["REP-UKRP", "MA-UKCA"],
    "sectors": ["MD-IMPLANT"],
    "origin_country": "CN",
    "urgency": "none",
    "spam": False,
    "triage": False,
}


def one(labels=None, answer=None):
    return scored([({**LABELS, **(labels or {})}, {**ANSWER, **(answer or {})})])["en"]


def test_a_part_of_the_united_kingdom_counts_half_for_another():
    assert one()["region"] == 0.5


def test_finer_sectors_count_as_their_parents():
    assert one()["sector"] == 1.0


def test_a_service_too_many_costs_precision_and_its_family_makes_the_answer_wrong():
    assert one()["service"] == pytest.approx(2 / 3)
    assert one()["wrong_auto"] == 1.0


def test_an_origin_taken_for_a_market_counts_by_itself():
    assert one(answer={"regions": ["UK-GBN", "CN"]})["distracted"] == 1.0


def test_labels_of_spam_are_not_scored():
    figures = one({"spam": True}, {"spam": True})
    assert (figures["spam_recall"], figures["service"]) == (1.0, 1.0)


def test_the_worst_language_counts():
    rows = {
        "all": {"lost": 0.0, "region": 1.0},
        "en": {"lost": 0.1, "region": 1.0},
        "zh": {"lost": 0.0, "region": 0.8},
    }
    assert worst(rows) == {"lost": 0.1, "region": 0.8}


def test_floors_are_missed_from_their_own_side():
    assert short_of({"lost": 0.1, "region": 0.8}, {"lost": 0.05, "region": 0.9}) != []
    assert short_of({"lost": 0.0, "region": 0.9}, {"lost": 0.05, "region": 0.9}) == []


def test_floors_only_rise():
    floors = {"lost": 0.05, "region": 0.9}
    assert lifted({"lost": 0.1, "region": 0.8}, floors) == floors
    assert lifted({"lost": 0.0, "region": 0.95}, floors) == {
        "lost": 0.0,
        "region": pytest.approx(0.95, abs=0.002),
    }
