"""The labels of our own messages keep to the code lists and to docs/enquiry-labels.md."""

import json
from collections import Counter
from pathlib import Path

import pytest

from app.console.seed_files import SEED, read_yaml

MESSAGES = Path(__file__).resolve().parents[2] / "data/enquiries/own.jsonl"

FIELDS = {
    "id",
    "text",
    "language",
    "regions",
    "services",
    "service_families",
    "sectors",
    "origin_country",
    "urgency",
    "spam",
    "spam_type",
    "route_to_triage",
    "notes",
}
LANGUAGES = {"en", "zh-Hans", "zh-Hant"}
URGENCIES = {"incident", "detained_shipment", "authority_action", "deadline", "asap", "none"}
SPAM = {"seo", "link_spam", "sales", "job", "phishing", "scam", "abuse", "gibberish", "off_topic"}
NEUTRAL = {"QA-ISO13485", "QA-MDSAP", "QA-AUDIT", "STR-SOFTWARE", "TEC-EQMS", "TRN-TRAINING"}


@pytest.fixture(scope="module")
def messages():
    return [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def enquiries(messages):
    return [message for message in messages if not message["spam"]]


@pytest.fixture(scope="module")
def regions():
    return {each["code"]: each for each in read_yaml(SEED / "taxonomy/regions.yaml")["regions"]}


@pytest.fixture(scope="module")
def families():
    return {each["code"]: each["family"] for each in read_yaml(SEED / "taxonomy/services.yaml")["services"]}


@pytest.fixture(scope="module")
def sectors():
    listed = read_yaml(SEED / "taxonomy/sectors.yaml")["sectors"]
    return {each["code"] for each in listed if each["parent"] is None}


def _wants_a_person(message, regions):
    """Points (a) to (c) of the guide; (d) is the annotator's, in the notes."""
    services = set(message["services"])
    if not services:
        return True
    if not message["regions"]:
        return not services <= NEUTRAL
    return all(regions[code]["kind"] in {"continent", "bloc"} and code != "EU" for code in message["regions"])


def test_every_message_has_the_fields_of_the_guide_and_no_other(messages):
    assert [message["id"] for message in messages if set(message) != FIELDS] == []


@pytest.mark.parametrize("field", ["id", "text"])
def test_no_message_is_there_twice(messages, field):
    counted = Counter(message[field] for message in messages)
    assert [value for value, times in counted.items() if times > 1] == []


def test_every_code_is_in_the_taxonomy(messages, regions, families, sectors):
    unknown = {
        (message["id"], code)
        for message in messages
        for code in (
            *({*message["regions"]} - regions.keys()),
            *({*message["services"]} - families.keys()),
            *({*message["sectors"]} - sectors),
        )
    }
    assert unknown == set()


def test_no_code_is_listed_twice(messages):
    lists = ("regions", "services", "service_families", "sectors")
    assert [m["id"] for m in messages for name in lists if len(set(m[name])) != len(m[name])] == []


def test_an_origin_is_the_iso_code_of_a_market(messages, regions):
    markets = {each["iso3166_1"] for each in regions.values()}
    assert {message["origin_country"] for message in messages} <= markets


def test_languages_urgencies_and_kinds_of_spam_are_those_of_the_guide(messages):
    assert {message["language"] for message in messages} == LANGUAGES
    assert {message["urgency"] for message in messages} == URGENCIES
    assert {message["spam_type"] for message in messages} == SPAM | {None}


def test_families_are_those_of_the_services(messages, families):
    wrong = [
        message["id"]
        for message in messages
        if set(message["service_families"]) != {families[code] for code in message["services"]}
    ]
    assert wrong == []


def test_every_service_is_asked_for_somewhere(messages, families):
    assert families.keys() == {code for message in messages for code in message["services"]}


def test_spam_has_a_kind_and_no_other_label(messages):
    assert [m["id"] for m in messages if m["spam"] != (m["spam_type"] is not None)] == []
    labelled = [
        m["id"]
        for m in messages
        if m["spam"]
        and (m["regions"] or m["services"] or m["sectors"] or m["origin_country"] or m["urgency"] != "none")
    ]
    assert labelled == []


def test_only_a_person_who_may_come_to_harm_brings_spam_before_a_person(messages):
    seen = [message for message in messages if message["spam"] and message["route_to_triage"]]
    assert {message["spam_type"] for message in seen} == {"off_topic"}
    assert all(message["notes"] for message in seen)


def test_what_the_guide_sends_to_triage_is_sent_there(enquiries, regions):
    held = {m["id"] for m in enquiries if _wants_a_person(m, regions)}
    assert held <= {m["id"] for m in enquiries if m["route_to_triage"]}


def test_triage_beyond_the_rule_gives_its_reason(enquiries, regions):
    silent = [
        m["id"]
        for m in enquiries
        if m["route_to_triage"] and not _wants_a_person(m, regions) and not m["notes"]
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["drill", "field", "unseen"])
def test_further_messages_keep_to_the_code_lists(name, regions, families, sectors):
    lines = MESSAGES.with_name(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = [
        each["id"]
        for each in map(json.loads, lines)
        if set(each) != FIELDS
        or not set(each["regions"]) <= regions.keys()
        or not set(each["services"]) <= families.keys()
        or not set(each["sectors"]) <= sectors
        or set(each["service_families"]) != {families[code] for code in each["services"]}
        or each["language"] not in LANGUAGES
        or each["urgency"] not in URGENCIES
        or each["spam"] != (each["spam_type"] is not None)
    ]
    assert wrong == []


def test_what_is_measured_on_is_not_what_was_learnt_from():
    texts = {}
    for path in MESSAGES.parent.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            texts.setdefault(json.loads(line)["text"], set()).add(path.name)
    assert [text for text, names in texts.items() if "unseen.jsonl" in names and len(names) > 1] == []
