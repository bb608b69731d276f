"""What a question means must not hang on how it is typed; and it hangs on the words that change it."""

import opencc
import pytest

from app.classification.needs import Needs
from app.classification.understanding import understand

NOTHING = Needs()

QUESTIONS = [
    "我們是台灣廠商，想把血糖機賣到英國，需要英國負責人和MHRA註冊",
    "深圳工厂，生产电子血压计，要出口美国，需要办510(k)和美国代理人",
    "Taiwanese maker of wheelchairs, we want to sell in Germany and need an EC REP",
    "We need a Swiss authorised representative (CH-REP) for our pulse oximeter",
    "化妆品要进中国，境内责任人和备案怎么办？",
]


@pytest.fixture
def said(words):
    def _said(text):
        return understand(text, chosen=NOTHING, page=NOTHING, country=None, taxonomy=words)

    return _said


@pytest.fixture
def needs(said):
    def _needs(text):
        found = said(text).needs
        return set(found.markets), set(found.services), set(found.sectors)

    return _needs


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("script", ["t2s", "s2t"])
def test_either_script_says_the_same(needs, text, script):
    assert needs(opencc.OpenCC(script).convert(text)) == needs(text)


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize(
    "typed",
    [
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" ", "\u3000"),
        lambda text: "  " + text + "\n",
        lambda text: "".join(
            chr(ord(each) + 0xFEE0) if each.isalnum() and each.isascii() else each for each in text
        ),
        lambda text: "\u200b".join(text),
    ],
    ids=["spaces", "wide spaces", "margins", "full width", "zero width"],
)
def test_spacing_and_width_change_nothing(needs, text, typed):
    assert needs(typed(text)) == needs(text)


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("greeting", ["Hello, ", "Dear Sir or Madam,\n\n", "您好，", "請問一下，"])
def test_a_greeting_changes_nothing_that_the_rules_read(by_rules, text, greeting):
    with_it, without = by_rules(greeting + text), by_rules(text)
    for facet in ("market", "service", "sector"):
        assert set(with_it.meant(facet)) == set(without.meant(facet))


@pytest.mark.parametrize(
    ("country", "market", "service"),
    [
        ("Switzerland", "CH", "REP-CH-REP"),
        ("the UK", "UK", "REP-UKRP"),
        ("France", "EU", "REP-EC-REP"),
        ("South Korea", "KR", "REP-KR-KLH"),
        ("Brazil", "BR", "REP-BR-BRH"),
        ("Australia", "AU", "REP-AU-SPONSOR"),
    ],
)
def test_the_market_decides_what_a_representative_is_called(needs, country, market, service):
    text = f"We make infusion pumps and look for an authorised representative in {country}"
    assert needs(text) == ({market}, {service}, {"MD"})


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("要做英國註冊，不需要英代", "REP-UKRP"),
        ("CE技术文件和临床评价，无需欧代", "REP-EC-REP"),
        ("We want a 510(k) but don't need a US agent", "REP-US-AGENT"),
    ],
)
def test_what_is_refused_is_not_asked_for(needs, text, refused):
    assert refused not in needs(text)[1]


def test_a_question_whether_it_is_needed_is_no_refusal(needs):
    assert "REP-EC-REP" in needs("出口德国，轮椅，要不要欧代？")[1]


@pytest.mark.parametrize(
    "text",
    ["CE done, now the UK. Wheelchairs", "CE 已取得，現在要進英國，輪椅", "已有CE证书，想进英国，轮椅"],
)
def test_what_is_held_is_no_target(needs, text):
    assert needs(text)[0] == {"UK"}


@pytest.mark.parametrize(
    ("text", "origin", "markets"),
    [
        ("We are a Japanese manufacturer, we want to enter Taiwan", "JP", {"TW"}),
        ("我们在苏州，想把内窥镜卖到巴西", "CN", {"BR"}),
        ("Spanish maker of implants, what does ANVISA want?", "ES", {"BR"}),
        ("韓國公司，想進日本市場", "KR", {"JP"}),
        ("Our plant in Penang makes catheters for the US market", "MY", {"US"}),
    ],
)
def test_where_one_comes_from_is_not_where_one_wants_to_go(said, text, origin, markets):
    understood = said(text)
    assert understood.origin_country == origin
    assert set(understood.needs.markets) == markets


@pytest.mark.parametrize("text", QUESTIONS[:4])
def test_an_address_under_the_letter_is_no_market(needs, text):
    signed = text + "\n\nKind regards,\nJane Doe\n12 Example Road, Toronto, Canada"
    assert needs(signed) == needs(text)


def test_a_yardstick_is_no_market(needs):
    assert needs("How does the FDA rule for device labels compare, is it the same as under the EU MDR?")[
        0
    ] == {"US"}


def test_what_a_people_is_called_is_also_its_language(needs):
    assert needs("Translation of our IFU into German, for Switzerland")[0] == {"CH"}


@pytest.mark.parametrize("text", QUESTIONS)
def test_evidence_is_in_the_text_as_typed(said, text):
    typed = "\u200f" + text.replace(" ", " \u200b")
    spans = [(each.code, span) for each in said(typed).facets for span in each.spans]
    assert spans
    for _, (start, end) in spans:
        assert 0 <= start < end <= len(typed)
        assert typed[start:end].strip()


def test_the_words_that_say_so_are_the_evidence(said):
    text = "您好，我們需要英國負責人，產品是血糖機"
    found = {each.code: [text[slice(*span)] for span in each.spans] for each in said(text).facets}
    assert found["REP-UKRP"] == ["英國負責人"]
    assert found["IVD"] == ["血糖機"]


@pytest.mark.parametrize(
    ("text", "way", "reason"),
    [
        ("We need an EC REP for wheelchairs in Germany", "clear", None),
        ("想了解認證費用", "person", "no_service"),
        ("We make surgical instruments and need registrations in Africa", "person", "wide_market"),
        ("Do you do PSURs for class IIb devices?", "person", "no_market"),
        ("Nobody answered my question about the UKRP", "person", "complaint"),
        ("血氧機被台灣海關扣住，自己要用的", "person", "personal_import"),
        ("ISO 13485 for a company of eight, how long?", "clear", None),
    ],
)
def test_a_question_goes_on_by_itself_only_where_it_is_clear(said, text, way, reason):
    decision = said(text).decision
    assert (decision.way, decision.reason) == (way, reason)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We need a US agent", "en"),
        ("我们需要美国代理人 US agent", "zh-Hans"),
        ("我們需要美國代理人 US agent", "zh-Hant"),
        ("UKRP 幾錢？", "zh-Hant"),
    ],
)
def test_the_script_is_the_one_most_of_the_text_is_in(said, text, language):
    assert said(text).language == language
