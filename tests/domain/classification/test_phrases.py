"""Words that ask for something only together: near one another, in any order, in one sentence."""

from itertools import chain

import pytest

from app.classification.phrases import phrased
from app.classification.rules import Phrase, rules
from app.classification.vocabulary import EXACT, MARKET, PLACE, ROLE

HOLDING = Phrase("representative", ("hold", "licence", "who"), (), 60)


class FakeRules:
    """As many rules as the search for phrases reads."""

    def __init__(self, *phrases):
        self.phrases = phrases
        self.roles = {"representative": None}


def spans(key, **words):
    return {
        name: [(key.index(each), key.index(each) + len(each)) for each in given]
        for name, given in words.items()
    }


@pytest.mark.parametrize(
    "key",
    ["who can hold the licence", "the licence: who will hold it", "hold our licence, but who?"],
)
def test_the_order_of_the_words_does_not_matter(key):
    found = phrased(key, spans(key, hold=["hold"], licence=["licence"], who=["who"]), (), FakeRules(HOLDING))
    assert [(kind, code) for kind, code, _ in found] == [(ROLE, "representative")]


@pytest.mark.parametrize(
    "key",
    [
        "who are you? hold the licence",
        "who" + " far" * 20 + " hold the licence",
        "谁" * 21 + "hold licence who",
    ],
)
def test_another_sentence_or_a_long_way_off_is_no_phrase(key):
    signs = spans(key, hold=["hold"], licence=["licence"], who=["谁" if "谁" in key else "who"])
    assert list(phrased(key, signs, (), FakeRules(HOLDING))) == []


def test_one_word_does_not_stand_for_two_classes():
    key = "who holds"
    signs = {"hold": [(4, 9)], "licence": [(4, 9)], "who": [(0, 3)]}
    assert list(phrased(key, signs, (), FakeRules(HOLDING))) == []


def test_a_word_elsewhere_may_take_the_meaning_away():
    key = "predicate unclear. de novo?"
    phrase = Phrase("MA-FDA-510K", ("predicate",), ("MA-FDA-DENOVO",), 60)
    named = [("service", EXACT, ("MA-FDA-DENOVO",), (19, 26))]
    signs = spans(key, predicate=["predicate"])
    assert len(list(phrased(key, signs, (), FakeRules(phrase)))) == 1
    assert list(phrased(key, signs, named, FakeRules(phrase))) == []


def test_a_phrase_may_want_a_place():
    key = "start in france or spain"
    phrase = Phrase("STR-STRATEGY", ("first", "either", "PLACE", "PLACE"), (), 60)
    signs = spans(key, first=["start"], either=["or"])
    both = [(PLACE, MARKET, ("FR",), (9, 15)), (PLACE, MARKET, ("ES",), (19, 24))]
    assert len(list(phrased(key, signs, both, FakeRules(phrase)))) == 1
    assert list(phrased(key, signs, both[:1], FakeRules(phrase))) == []


def test_the_main_word_comes_first_as_evidence():
    key = "who can hold the licence"
    signs = spans(key, hold=["hold"], licence=["licence"], who=["who"])
    [(_, _, words)] = phrased(key, signs, (), FakeRules(HOLDING))
    assert key[slice(*words[0])] == "hold"


class TestFile:
    """What editors write in ``phrases.yaml`` hangs together."""

    def test_every_phrase_gives_a_service_or_a_role(self, words):
        given = rules()
        assert {each.gives for each in given.phrases} <= set(words.services) | set(given.roles)

    def test_every_class_of_a_phrase_is_known(self, words):
        given = rules()
        known = {"PLACE", "PRODUCT", *given.signs, *given.roles}
        known |= set(words.services) | set(words.regions) | set(words.sectors)
        used = set(chain.from_iterable((*each.parts, *each.unless) for each in given.phrases))
        assert used <= known

    def test_every_class_of_words_is_used(self):
        given = rules()
        used = set(chain.from_iterable((*each.parts, *each.unless) for each in given.phrases))
        # Some classes are there to hide the words inside their own.
        assert set(given.signs) - used <= {"translate_at_all"}

    def test_no_class_has_the_name_of_a_role(self):
        given = rules()
        assert not set(given.signs) & set(given.roles)

    def test_roles_that_use_up_words_are_roles(self):
        given = rules()
        assert given.spending | given.spent <= set(given.roles)


@pytest.fixture
def services(by_rules):
    return lambda text: set(by_rules(text).services)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Who could hold our licence in Brazil, not the distributor? Surgical lasers", {"REP-BR-BRH"}),
        ("巴西的註冊不想放在經銷商名下，雷射手術刀", {"REP-BR-BRH"}),
        ("巴西的注册不想放在经销商名下，激光手术刀", {"REP-BR-BRH"}),
    ],
)
def test_who_shall_hold_a_licence_asks_for_a_holder_and_for_no_licence(services, text, wanted):
    assert services(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Border officers in Antwerp are holding our stretchers", "ENF-BORDER"),
        ("擔架被安特衛普海關擋下來了", "ENF-BORDER"),
        ("担架卡在安特卫普海关", "ENF-BORDER"),
        ("We have to pull back two batches of stretchers from hospitals in Germany", "PMS-RECALL"),
        ("有兩批擔架要在德國回收", "PMS-RECALL"),
        ("A tool that watches our suppliers at the FDA and alerts us", "TEC-MONITOR"),
        ("有没有能监控供应商FDA状态的工具", "TEC-MONITOR"),
        ("We want to go paperless with our quality documents", "TEC-EQMS"),
        ("品質文件想全面電子化", "TEC-EQMS"),
        ("No predicate can be found for our stretcher in the US", "MA-FDA-DENOVO"),
        ("美國找不到比對器材，擔架", "MA-FDA-DENOVO"),
        ("Are we allowed to say that our balm heals wounds? UK", "LAB-REVIEW"),
        ("面霜在台灣可以宣稱消炎嗎", "LAB-REVIEW"),
        ("US or Canada first for our stretcher?", "STR-STRATEGY"),
        ("擔架先做美國還是加拿大", "STR-STRATEGY"),
    ],
)
def test_a_task_is_told_by_its_words_though_it_is_not_called_by_name(services, text, wanted):
    assert wanted in services(text)
