"""The files under seed/ agree with one another."""

import pytest

from app.console.seed_files import SEED, ambiguity, localised, read_yaml

FILES = ("regions", "regulators", "sectors", "services")


@pytest.fixture(scope="module")
def files():
    return {name: read_yaml(SEED / f"taxonomy/{name}.yaml") for name in (*FILES, "requirements")}


@pytest.fixture(scope="module")
def codes(files):
    return {name: {each["code"] for each in files[name][name]} for name in FILES}


def test_every_code_that_is_referred_to_exists(files, codes):
    missing = set()
    for region in files["regions"]["regions"]:
        missing |= {*region["parents"], *region["children"]} - codes["regions"]
    for regulator in files["regulators"]["regulators"]:
        missing |= ({regulator["region"]} - codes["regions"]) | ({*regulator["sectors"]} - codes["sectors"])
    for service in files["services"]["services"]:
        missing |= ({*service["regions"]} - codes["regions"]) | ({*service["sectors"]} - codes["sectors"])
    for rule in files["requirements"]["requirements"]:
        missing |= ({rule["region"]} - codes["regions"]) | ({rule["regulator"]} - codes["regulators"])
        missing |= ({*rule["sectors"]} - codes["sectors"]) | ({*rule["services"]} - codes["services"])
    for name in FILES:
        for term in files[name]["ambiguous_terms"]:
            missing |= {*term["readings"]} - codes[name]
            missing |= {term["default"]} - codes[name] - {None}
    assert missing == set()


def test_parents_and_children_of_regions_say_the_same(files):
    regions = {each["code"]: each for each in files["regions"]["regions"]}
    down = {(code, child) for code, each in regions.items() for child in each["children"]}
    up = {(parent, code) for code, each in regions.items() for parent in each["parents"]}
    assert down == up


def test_only_rules_read_in_official_text_or_a_faithful_copy_have_a_day_on_which_they_were_checked(files):
    for rule in files["requirements"]["requirements"]:
        confirmed = rule["evidence_grade"] in {"A", "B"}
        assert (rule["verified"], rule["checked"] is not None) == (confirmed, confirmed), rule["code"]


def test_the_wordings_of_an_ambiguous_term_are_taken_apart():
    record = {"term": "cer/CER, cta/CTA", "readings": [], "default": None, "note": None}
    assert ambiguity(record) == {
        "terms": ["cer", "CER", "cta", "CTA"],
        "readings": [],
        "default": None,
        "note": "",
    }


def test_words_by_locale_become_words_by_language_slug():
    assert localised({"en": "x", "zh_Hant": "乙", "zh_Hans": "丙"}) == {
        "en": "x",
        "zh-hant": "乙",
        "zh-hans": "丙",
    }
    assert localised(None) == {}
