"""The second opinion: it takes back what the words speak against, and nothing else."""

import pytest

from app.classification import voter as voting
from app.classification.needs import Needs
from app.classification.reading import read
from app.classification.rules import rules
from app.classification.understanding import understand
from app.classification.vocabulary import vocabulary
from app.classification.voter import (
    ALWAYS,
    IS_MARKET,
    Table,
    Voter,
    market_signs,
    markets_doubted,
    read_table,
    services_doubted,
    text_signs,
    voter,
)
from app.console.seed_taxonomy import seed_taxonomy

GENERAL, NAMED = 0.75, 0.9
TWO = "We need a US agent and an internal audit."


@pytest.fixture(scope="module")
def taxonomy():
    return seed_taxonomy()


@pytest.fixture
def reading_of(taxonomy):
    return lambda text: read(text, vocabulary(taxonomy, rules()), rules())


@pytest.fixture
def votes(monkeypatch):
    """Let the voter say these votes whatever the text."""

    def say(kinds=None, market=0.0):
        kinds = kinds or {}
        columns = tuple(sorted({each.family for each in seed_taxonomy().services.values()}))
        table = Table(
            columns, {ALWAYS: tuple((i, kinds.get(each, 0.5)) for i, each in enumerate(columns))}, {}
        )
        markets = Table((IS_MARKET,), {"=JP": ((0, 2 * market),)}, {})
        rigged = Voter(table, markets)
        monkeypatch.setattr(voting, "voter", lambda: rigged)
        monkeypatch.setattr(voting, "text_signs", lambda key: {ALWAYS: 1.0})

    return say


def test_a_service_a_general_word_means_is_doubted_sooner_than_one_called_by_name(
    votes, reading_of, taxonomy
):
    votes({"quality": -0.5})
    for score, doubted in ((GENERAL, {"QA-AUDIT"}), (NAMED, set())):
        services = {"REP-US-AGENT": NAMED, "QA-AUDIT": score}
        assert services_doubted(reading_of(TWO), services, taxonomy) == doubted


def test_a_service_called_by_name_is_doubted_where_nearly_all_speaks_against_it(votes, reading_of, taxonomy):
    votes({"quality": -1.5})
    services = {"REP-US-AGENT": NAMED, "QA-AUDIT": NAMED}
    assert services_doubted(reading_of(TWO), services, taxonomy) == {"QA-AUDIT"}


def test_the_best_service_is_never_doubted(votes, reading_of, taxonomy):
    votes({"quality": -1.5, "representation": -2.0})
    services = {"REP-US-AGENT": GENERAL, "QA-AUDIT": GENERAL}
    assert services_doubted(reading_of(TWO), services, taxonomy) == {"REP-US-AGENT"}
    assert services_doubted(reading_of(TWO), {"REP-US-AGENT": GENERAL}, taxonomy) == set()


@pytest.mark.parametrize(("score", "doubted"), [(0.85, {"JP"}), (0.95, set())])
def test_a_market_is_doubted_only_where_it_is_not_aimed_at(votes, reading_of, taxonomy, score, doubted):
    votes(market=-0.5)
    assert markets_doubted(reading_of(TWO), {"US": 0.95, "JP": score}, taxonomy) == doubted


def test_what_is_doubted_is_offered_and_not_assumed(votes, taxonomy):
    votes({"quality": -1.5})
    nothing = Needs()
    said = understand(TWO, chosen=nothing, page=nothing, country=None, taxonomy=taxonomy)
    assert said.needs.services == ("REP-US-AGENT",)
    assert "QA-AUDIT" in {each.code for each in said.facets if not each.is_meant}


def test_what_the_enquirer_ticked_is_never_doubted(votes, taxonomy):
    votes({"quality": -1.5})
    chosen = Needs(services=("QA-AUDIT",))
    said = understand(TWO, chosen=chosen, page=Needs(), country=None, taxonomy=taxonomy)
    assert "QA-AUDIT" in said.needs.services


def test_both_scripts_give_the_same_signs(reading_of):
    assert text_signs(reading_of("醫療器材註冊").key) == text_signs(reading_of("医疗器材注册").key)


def test_a_market_is_told_by_the_words_beside_its_name_and_not_by_other_names(reading_of, taxonomy):
    signs = market_signs(reading_of("sold in Germany or in Japan"), "JP", taxonomy)
    assert signs["<|in"] == 1.0
    assert "<or" in signs
    assert not any("germany" in sign for sign in signs)


def test_a_member_state_stands_for_its_union(reading_of, taxonomy):
    assert "named 1" in market_signs(reading_of("sold in Germany"), "EU", taxonomy)


def test_the_tables_speak_of_every_kind_of_service(taxonomy):
    kinds = {each.family for each in taxonomy.services.values()}
    assert set(voter().kinds.columns) == kinds
    assert voter().markets.columns == (IS_MARKET,)


@pytest.mark.parametrize(
    ("text", "kind", "other"),
    [
        ("our shipment is detained at the border, import alert", "enforcement", "clinical"),
        ("需要翻譯說明書與標籤", "labelling", "enforcement"),
        ("需要翻译说明书和标签", "labelling", "enforcement"),
    ],
)
def test_the_tables_tell_kinds_apart(reading_of, text, kind, other):
    votes = voter().kinds.votes(text_signs(reading_of(text).key))
    assert votes[kind] > 0 > votes[other]


def test_a_written_table_reads_back(tmp_path):
    from tools.train_voter import write_table

    write_table(tmp_path / "t.tsv", {"a": {"x": 0.5, "y": 0.001}, "b": {"x": -1.25}}, {"x": 2.0})
    table = read_table(tmp_path / "t.tsv")
    assert table.columns == ("a", "b")
    assert table.rarity == {"x": 2.0}
    assert table.votes({"x": 3.0}) == {"a": 0.5, "b": -1.25}


def test_training_tells_two_kinds_apart_and_gives_the_same_again():
    from tools.train_voter import trained

    examples = [
        ({word: 1.0, ALWAYS: 1.0}, frozenset({kind}), 1.0)
        for word, kind in (("agent", "a"), ("audit", "b"))
        for _ in range(3)
    ]
    weights = trained(examples, ("a", "b"), 10.0)
    assert weights["a"]["agent"] > 0 > weights["a"]["audit"]
    assert weights == trained(examples, ("a", "b"), 10.0)
