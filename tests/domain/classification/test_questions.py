"""The one question asked back: where two readings remain, and never of what the enquirer has ticked."""

import pytest

from app.classification.decision import Decision
from app.classification.needs import Needs
from app.classification.questions import ALL, UNSURE, Kind, Question, question, stands
from app.classification.understanding import BY_ENQUIRER, BY_TEXT, Understanding, Understood, understand

TWO = Question(Kind.WHICH_SERVICE, (("REP-UKRP",), ("MA-UKCA", "STR-CLASS")), ("REP-UKRP", "MA-UKCA"))


@pytest.fixture
def asked(words):
    def ask(text, **chosen):
        said = understand(text, chosen=Needs(**chosen), page=Needs(), country=None, taxonomy=words)
        return question(said, words)

    return ask


def mixed(services, *, markets=("EU",), source=BY_TEXT, reason="which_service"):
    """What a question says that asks for these services, each as surely."""
    facets = [
        *(Understood("market", code, BY_TEXT, ((0, 2),), True, 0.95) for code in markets),
        *(Understood("service", code, source, (), True, score) for code, score in services.items()),
        Understood("sector", "MD", BY_TEXT, (), True, 0.9),
    ]
    return Understanding(tuple(facets), decision=Decision("ask", reason))


def readings(found):
    return found and (found.kind, found.options)


class TestItIsAsked:
    def test_which_service_where_some_are_named_and_others_only_seem_to_be(self, words):
        said = mixed({"MA-FDA-510K": 0.9, "MA-FDA-DENOVO": 0.9, "MA-TW-TFDA": 0.75}, markets=("US", "TW"))
        assert readings(question(said, words)) == (
            Kind.WHICH_SERVICE,
            (("MA-FDA-510K", "MA-FDA-DENOVO"), ("MA-TW-TFDA",)),
        )

    def test_which_kind_of_service_comes_first_where_there_are_too_many(self, words):
        said = mixed({"MA-CE-MDR": 0.9, "REP-EC-REP": 0.9, "LAB-REVIEW": 0.9, "QA-ISO13485": 0.9})
        found = question(said, words)
        assert found.options == (("MA-CE-MDR",), ("REP-EC-REP",), ("LAB-REVIEW",))

    def test_whether_a_vague_word_means_what_it_is_often_confused_with(self, words):
        found = question(mixed({"LAB-REVIEW": 0.5}), words)
        assert readings(found) == (Kind.WHICH_SERVICE, (("LAB-REVIEW",), ("REP-EC-REP",)))
        assert found.before == ("LAB-REVIEW",)

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("We need an authorised representative for our oximeter, made in Taiwan.", "TW"),
            ("想询问授权代表，我们在瑞士。", "CH"),
        ],
    )
    def test_whether_a_place_is_the_market_or_where_they_come_from(self, asked, text, place):
        assert readings(asked(text)) == (Kind.WHICH_MARKET, ((place,), ()))

    def test_which_of_several_markets_where_one_may_only_be_mentioned(self, words):
        found = question(mixed({"MA-UKCA": 0.9}, markets=("UK", "US"), reason="which_market"), words)
        assert readings(found) == (Kind.WHICH_MARKET, (("UK",), ("US",)))
        assert found.allows_all
        assert found.before == ("UK", "US")

    def test_the_whole_kingdom_or_the_part_that_is_named_beside_it(self, asked):
        found = asked("We sell a thermometer in the UK and Northern Ireland and need a UKRP.")
        assert readings(found) == (Kind.WHICH_UK, (("UK",), ("UK-NIR",)))
        assert found.before == ("UK-NIR",)

    @pytest.mark.parametrize(
        "text",
        ["We make gloves and need an authorised representative.", "我們需要當地代理人，產品是血氧機。"],
    )
    def test_the_market_of_a_representative_for_whom_none_is_named(self, asked, text):
        assert readings(asked(text)) == (Kind.OPEN_MARKET, (("EU",), ("UK",), ("US",)))


class TestItIsNotAsked:
    @pytest.mark.parametrize(
        "text",
        [
            "We make a pulse oximeter and need a UK Responsible Person.",
            "We need a UKRP for Northern Ireland and Great Britain.",
            "How much does certification cost? Thanks.",
            "We make surgical instruments and are interested in Asia. What would you recommend?",
            "Nobody has answered my enquiry about our representative.",
            "Buy cheap backlinks for your SEO from Taiwan!",
        ],
    )
    def test_of_what_has_one_reading_or_none(self, asked, text):
        assert asked(text) is None

    def test_of_a_market_that_is_ticked(self, asked):
        assert asked("We need an authorised representative for our oximeter.", markets=("UK",)) is None

    def test_of_a_service_that_is_ticked(self, words):
        assert question(mixed({"LAB-REVIEW": 0.5}, source=BY_ENQUIRER), words) is None

    def test_of_more_services_than_anybody_weighs(self, words):
        many = {"MA-TW-TFDA": 0.9} | dict.fromkeys(
            ["REP-KR-KLH", "MA-KR-MFDS", "MA-JP-PMDA", "QA-KGMP"], 0.75
        )
        assert question(mixed(many), words) is None


class TestTheAnswer:
    def test_takes_the_other_readings_ticks_away_and_leaves_all_else(self):
        assert TWO.ticks_after("MA-UKCA+STR-CLASS", ["REP-UKRP", "MA-UKCA", "PMS-PV"]) == (
            "PMS-PV",
            "MA-UKCA",
            "STR-CLASS",
        )

    def test_may_be_all_of_them(self):
        assert TWO.ticks_after(ALL, ["PMS-PV"]) == ("PMS-PV", "REP-UKRP", "MA-UKCA", "STR-CLASS")

    @pytest.mark.parametrize("answer", [UNSURE, "", "REP-EC-REP", "MA-UKCA", "-"])
    def test_changes_nothing_where_it_is_none(self, answer):
        assert TWO.ticks_after(answer, ["REP-UKRP"]) == ("REP-UKRP",)

    def test_that_none_is_meant_takes_the_tick_away(self):
        found = Question(Kind.WHICH_MARKET, (("TW",), ()))
        assert found.ticks_after("-", ["TW", "UK"]) == ("UK",)
        assert not found.allows_all

    def test_may_come_as_a_changed_tick(self):
        assert TWO.is_open(["MA-UKCA", "REP-UKRP"])
        assert not TWO.is_open(["REP-UKRP"])


class TestAFormCarriesIt:
    @pytest.mark.parametrize("before", [(), ("UK",), ("UK", "EU")])
    def test_and_brings_it_back_as_it_was(self, words, before):
        found = Question(Kind.WHICH_MARKET, (("TW",), ()), before)
        assert Question.loaded(found.dumped(), words) == found

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "|",
            "which_service",
            "which_service|-|REP-UKRP",
            "which_service|-|REP-UKRP|UK",
            "which_service|ZZ|REP-UKRP|MA-UKCA",
            "which_market|-|TW|-|-|-|-",
            "nonsense|-|TW|-",
            "which_market|-|TW|' OR 1=1",
            "which_market|-|TW+UK+US+JP|-",
        ],
    )
    def test_and_what_is_none_is_passed_over(self, words, text):
        assert Question.loaded(text, words) is None


@pytest.mark.parametrize("reason", ["harm", "complaint", "partnership", "personal_import", "held_as_spam"])
def test_a_person_looks_first_for_these_whatever_is_ticked(reason):
    assert stands(Decision("person", reason))


@pytest.mark.parametrize("reason", ["no_service", "no_market", "wide_market", "no_code"])
def test_ticks_settle_these(reason):
    assert not stands(Decision("person", reason))
