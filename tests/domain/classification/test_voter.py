"""The second opinion: what it says, and how far it is listened to."""

import pytest

from app.classification import understanding
from app.classification.needs import Needs
from app.classification.reading import read
from app.classification.rules import rules
from app.classification.tables import read_table, weighed
from app.classification.understanding import Question, read_by_rules, understand
from app.classification.urgency import URGENCIES
from app.classification.vocabulary import vocabulary
from app.classification.voter import (
    IS_MARKET,
    MARKET_COLUMN,
    PERSON_COLUMN,
    SPAM_COLUMN,
    URGENCY_COLUMN,
    Opinion,
    place_signs,
    text_signs,
    voter,
    words_for,
)
from app.console.seed_taxonomy import seed_taxonomy

TWO = "We need a US agent and an internal audit."


@pytest.fixture(scope="module")
def taxonomy():
    return seed_taxonomy()


def understood(text, taxonomy):
    return understand(text, chosen=Needs(), page=Needs(), country=None, taxonomy=taxonomy)


@pytest.fixture
def reading_of(taxonomy):
    return lambda text: read(text, vocabulary(taxonomy, rules()), rules())


@pytest.fixture
def votes(monkeypatch):
    """Let the voter say these votes whatever the text; of everything else it says that it is not so."""

    def say(**named):
        columns = {each.replace("_", "-"): vote for each, vote in named.items()}
        families = {each: vote for each, vote in named.items() if "_" in each}
        heard = Opinion({**columns, **families}, lambda code: 0.0)
        monkeypatch.setattr(understanding, "opinion", lambda reading, taxonomy: heard)

    return say


def test_what_nearly_all_words_speak_against_is_offered_and_not_assumed(votes, taxonomy):
    votes(REP_US_AGENT=1.0, representation=1.0, QA_AUDIT=-3.0, quality=-3.0)
    said = understood(TWO, taxonomy)
    assert said.needs.services == ("REP-US-AGENT",)


def test_a_service_no_rule_has_found_is_offered_on_the_words_that_speak_for_it(taxonomy):
    text = "Do you run on-site ISO 14971 courses? 12 engineers, two days, spring."
    question = Question(text, Needs(), Needs(), None)
    read = {each.code for each in read_by_rules(question, taxonomy).said["service"]}
    added = [
        each
        for each in understood(text, taxonomy).facets
        if each.facet == "service" and each.code not in read
    ]
    assert added
    assert all(text[start:end].strip() for each in added for start, end in each.spans)


def test_what_the_enquirer_ticked_is_never_doubted(votes, taxonomy):
    votes(QA_AUDIT=-3.0, quality=-3.0)
    chosen = Needs(services=("QA-AUDIT",))
    said = understand(TWO, chosen=chosen, page=Needs(), country=None, taxonomy=taxonomy)
    assert "QA-AUDIT" in said.needs.services


def test_a_role_keeps_the_meaning_that_a_ticked_market_gives_it(votes, taxonomy):
    votes(REP_UKRP=-3.0, representation=-3.0)
    text = "We make pulse oximeters and need a local authorised representative."
    ticked = Needs(markets=("UK",))
    said = understand(text, chosen=ticked, page=Needs(), country=None, taxonomy=taxonomy)
    assert said.needs.services == ("REP-UKRP",)


def test_where_the_rules_found_nothing_the_voter_has_a_question_asked_and_never_sends_on(votes, taxonomy):
    votes(MA_JP_PMDA=3.0, market_authorisation=3.0)
    said = understood("We want to go to Japan.", taxonomy)
    assert said.decision.way != "clear"


def test_the_words_for_a_service_stand_in_the_text():
    key = "we want our labels checked for translation into german"
    found = {name: words_for(name, key) for name in voter().texts.columns}
    assert found["LAB-TRANSLATION"]
    assert all(0 <= start < end <= len(key) for spans in found.values() for start, end in spans)


def test_for_what_it_has_never_learnt_the_voter_has_no_words():
    assert words_for("market ATLANTIS", "we want to go to atlantis") == []


def test_both_scripts_give_the_same_signs(reading_of):
    assert text_signs(reading_of("醫療器材註冊").key) == text_signs(reading_of("医疗器材注册").key)


def test_a_market_is_told_by_the_words_beside_its_name_and_not_by_other_names(reading_of, taxonomy):
    signs = place_signs(reading_of("sold in Germany or in Japan"), "JP", taxonomy)
    assert signs["<|in"] == 1.0
    assert "<or" in signs
    assert not any("germany" in sign for sign in signs)


def test_a_member_state_stands_for_its_union(reading_of, taxonomy):
    assert "named 1" in place_signs(reading_of("sold in Germany"), "EU", taxonomy)


def test_the_tables_speak_of_every_service_and_kind_and_of_what_presses(taxonomy):
    columns = set(voter().texts.columns)
    kinds = {each.family for each in taxonomy.services.values()}
    assert columns >= kinds | taxonomy.services.keys() | {f"{URGENCY_COLUMN}{each}" for each in URGENCIES}
    assert columns >= {SPAM_COLUMN, PERSON_COLUMN}
    markets = {each.removeprefix(MARKET_COLUMN) for each in columns if each.startswith(MARKET_COLUMN)}
    assert {"EU", "US", "CN", "TW"} < markets <= taxonomy.regions.keys()
    assert voter().places.columns == (IS_MARKET,)


@pytest.mark.parametrize(
    ("text", "kind", "other"),
    [
        ("our shipment is detained at the border, import alert", "enforcement", "clinical"),
        ("需要翻譯說明書與標籤", "labelling", "enforcement"),
        ("需要翻译说明书和标签", "labelling", "enforcement"),
    ],
)
def test_the_tables_tell_kinds_apart(reading_of, text, kind, other):
    votes = voter().texts.votes(text_signs(reading_of(text).key))
    assert votes[kind] > 0 > votes[other]


def test_a_written_table_reads_back(tmp_path):
    (tmp_path / "t.tsv").write_text("sign\trarity\ta\tb\nx\t200\t0:50 1:-125\ny\t\t1:3\n", encoding="utf-8")
    table = read_table(tmp_path / "t.tsv")
    assert table.columns == ("a", "b")
    assert table.rows["x"].rarity == 2.0
    assert table.votes({"x": 3.0}) == pytest.approx({"a": 0.5, "b": -1.25})
    assert table.votes({"x": 3.0, "unknown": 9.0}) == table.votes({"x": 1.0})


def test_a_table_votes_as_the_training_counts(reading_of):
    """What the portal adds up is what the machines were fitted to."""
    table = voter().texts
    signs = text_signs(reading_of("we want our labels checked for translation into german").key)
    counted = weighed(signs, {each: table.rows[each].rarity for each in signs if each in table.rows})
    sums = dict.fromkeys(table.columns, 0.0)
    for sign, strength in counted.items():
        row = table.rows[sign]
        for column, weight in zip(row.columns, row.weights, strict=True):
            sums[table.columns[column]] += strength * weight
    assert table.votes(signs) == pytest.approx(sums)
