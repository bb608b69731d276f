"""What a text names in so many words, and where."""

import pytest

from app.classification.mentions import mentions, named


@pytest.fixture
def found(words):
    """The codes a text names, each with the words it was named by."""
    return lambda text: [(each.code, text[each.start : each.end]) for each in mentions(text, words)]


@pytest.mark.parametrize(
    ("text", "code", "wording"),
    [
        ("我們要進印度尼西亞市場", "ID", "印度尼西亞"),
        ("印度市場", "IN", "印度"),
        ("要找英國核可機構", "MA-UKCA", "英國核可機構"),
        ("要找英国核可机构", "MA-UKCA", "英国核可机构"),
        ("進入英國", "UK", "英國"),
        ("英國負責人", "REP-UKRP", "英國負責人"),
        ("欧盟授权代表", "REP-EC-REP", "欧盟授权代表"),
    ],
)
def test_the_longest_wording_wins(found, text, code, wording):
    assert found(text) == [(code, wording)]


@pytest.mark.parametrize("text", ["our device", "we used it", "ce", "a nice focus", "for us", "Trust us."])
def test_short_latin_words_inside_or_beside_others_are_no_countries(found, text):
    assert not {"US", "EU", "UK", "CH"} & {code for code, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("to sell in the US.", "US"),
        ("US-based", "US"),
        ("(UK)", "UK"),
        ("賣到UK市場", "UK"),
        ("想了解UKRP", "REP-UKRP"),
        ("ＵＫ", "UK"),
        ("U\u200bK", "UK"),
        ("\u202eUK\u202c", "UK"),
        ("🇬🇧UK🙂", "UK"),
        ("Taiwan", "TW"),
        ("臺灣", "TW"),
        ("台灣", "TW"),
        ("台湾", "TW"),
    ],
)
def test_a_name_is_found_beside_anything_but_its_own_letters(found, text, code):
    assert [each for each, _ in found(text)] == [code]


def test_chinese_and_latin_need_no_space_between_them(found):
    assert found("想了解UKRP和US agent") == [("REP-UKRP", "UKRP"), ("REP-US-AGENT", "US agent")]


@pytest.mark.parametrize(
    "text",
    ["API", "EMEA", "IN, ID, IL, IT, NO", "AR", "口罩", "disinfectant", "认证", "備案", "國內", "Georgia"],
)
def test_a_word_with_several_readings_and_no_settled_one_says_nothing(found, text):
    assert found(text) == []


def test_a_word_that_means_something_in_capitals_only_is_heard_in_capitals_only(found):
    assert found("an IND and a CTA") == [("CLIN-TRIAL", "IND"), ("CLIN-TRIAL", "CTA")]
    assert found("an ind, a cta, as per law") == []


def test_a_settled_word_with_several_readings_has_the_editors_one(found):
    assert found("the device") == [("MD", "device")]


def test_places_are_those_of_the_text_as_typed(words):
    text = "🙂 ㎏ \u200b英\u200b國 X"
    (mention,) = mentions(text, words)
    assert text[mention.start : mention.end] == "英\u200b國"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00" * 100,
        "\ud800" * 100,
        "\u202e" * 100,
        "\u0301" * 10_000,
        "\U0010ffff",
        "a" * 1_000_000,
        "英" * 1_000_000,
        "英國" * 500_000,
        "U.K." * 250_000,
    ],
    ids=lambda text: f"{text[:4]!a} x {len(text)}",
)
def test_the_worst_text_is_read_without_a_fault_and_without_a_flood(words, text):
    named(text, words)
    assert len(mentions(text, words)) <= 20_000


@pytest.mark.parametrize("text", ["UK", "\x00UK\x00", "\ud800UK", "\u202eUK", "U\u0336K\u0336", "u\u0308 UK"])
def test_what_cannot_be_seen_hides_no_name(found, text):
    assert [code for code, _ in found(text)] == ["UK"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("英國", ["UK"]),
        ("  United Kingdom ", ["UK"]),
        ("ukrp", ["REP-UKRP"]),
        ("ＵＫＲＰ", ["REP-UKRP"]),
        ("英國 法規", []),
        ("device in the UK", []),
        ("", []),
        ("   ", []),
        ("\u200b", []),
        ("英" * 100_000, []),
    ],
    ids=lambda each: str(each)[:20],
)
def test_a_name_is_recognised_only_where_it_is_all_there_is(words, typed, codes):
    assert [each.code for each in named(typed, words)] == codes
