"""Converting between the Chinese scripts: the field's words, and before them what people have corrected."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.directory.wording.conversion import Kept
from app.directory.wording.learning import Part, learned
from app.directory.wording.segments import clauses, core, framed, sentences
from app.directory.wording.vocabulary import foreign_words
from app.i18n.languages import ZH_HANS, ZH_HANT
from tests.domain.directory.wording.texts import TAIWAN, TERMS, into_hans, into_hant, texts


def parts(text):
    return [Part(each, False) for each in sentences(text) if each.strip()]


def wanted_of(parts, converter):
    return [part.by(converter) for part in parts]


# -- words ---------------------------------------------------------------------------------------------------


def test_the_words_of_the_field_are_those_of_the_place():
    made = into_hans().convert(TAIWAN)
    assert "医疗器械厂商" in made
    assert "质量管理体系" in made
    assert into_hant().convert("医疗器械的软件与质量管理体系") == "醫療器材的軟體與品質管理系統"


def test_what_means_something_else_elsewhere_keeps_its_word():
    """驗證 is certification in Taiwan and 验证 verification on the mainland: a person must say which."""
    assert into_hans().convert("驗證與認證") == "验证与认证"
    assert into_hant().convert("技术文件与程序") == "技術文件與程序"


def test_quotation_marks_are_those_of_the_place_and_an_apostrophe_stays():
    assert into_hans().convert("「甲『乙』」") == "“甲‘乙’”"
    assert into_hant().convert("“甲‘乙’”, firms’ own") == "「甲『乙』」, firms’ own"


def test_a_name_keeps_its_words():
    assert into_hans().name("文山軟體顧問") == "文山软体顾问"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("質量管理體系與軟件", [("質量管理體系", "品質管理系統"), ("軟件", "軟體")]),
        ("公告機構的文件、品質系統", []),
    ],
)
def test_words_of_the_other_place_are_found_with_what_they_are_called_here(text, found):
    assert foreign_words(text, TERMS, ZH_HANT, ZH_HANS) == found


# -- pieces --------------------------------------------------------------------------------------------------


def test_sentences_end_with_their_mark_and_what_it_closes():
    assert sentences("甲「乙。」丙！\n\n丁") == ["甲「乙。」", "丙！\n\n", "丁"]
    assert sentences("We act. You rest, e.g. 3.5 h.") == ["We act.", " You rest, e.g.", " 3.5 h."]


@given(texts)
@settings(max_examples=100, deadline=None)
def test_the_pieces_are_the_text(text):
    assert "".join(sentences(text)) == text
    for sentence in sentences(text):
        assert sentences(sentence) == [sentence]
        assert "".join(clauses(sentence)) == sentence
        assert "".join(framed(sentence)) == sentence
        assert framed(sentence)[1] == core(sentence)


# -- what people want ----------------------------------------------------------------------------------------


def test_a_word_is_said_as_wanted_wherever_it_stands_and_the_longest_wins():
    convert = into_hans([Kept("驗證", "认证", False), Kept("驗證機構", "认证机构", False)])
    assert convert.convert("驗證、驗證機構。") == "认证、认证机构。"


def test_a_correction_outlives_changes_around_its_clause():
    convert = into_hans()
    here = parts("本公司協助驗證，服務全球。")
    kept = learned(here, ["本公司协助取证，服务全球。"], [], into_hans)
    assert kept == [Kept("本公司協助驗證", "本公司协助取证", True)]
    assert (
        into_hans(kept)
        .convert("成立於臺北！本公司協助驗證，也辦教育訓練。")
        .startswith(convert.convert("成立於臺北！") + "本公司协助取证，")
    )


def test_a_correction_that_moves_words_across_clauses_is_kept_for_the_sentence():
    kept = learned(parts("甲方，協助驗證。"), ["协助甲方认证。"], [], into_hans)
    assert kept == [Kept("甲方，協助驗證。", "协助甲方认证。", True)]


def test_what_is_corrected_back_to_the_machines_words_is_kept_no_longer():
    here = parts("協助驗證。")
    kept = learned(here, ["协助取证。"], [], into_hans)
    assert learned(here, wanted_of(here, into_hans()), kept, into_hans) == []


def test_a_clause_wanted_in_two_ways_is_kept_for_its_sentences():
    here = parts("協助驗證，快。協助驗證，省。")
    wanted = ["协助取证，快。", "协助认证，省。"]
    assert wanted_of(here, into_hans(learned(here, wanted, [], into_hans))) == wanted


def test_a_wording_whose_place_is_gone_was_not_used():
    convert = into_hans([Kept("驗證", "认证", False), Kept("甲", "乙", True)])
    convert.convert("甲。")
    assert convert.used == {("甲", True)}


@given(texts)
@settings(max_examples=60, deadline=None)
def test_converting_again_makes_the_same_and_what_is_in_the_script_stays(text):
    """Without kept wordings, and sentence by sentence as well as all at once."""
    made = into_hans().convert(text)
    assert into_hans().convert(text) == made
    assert "".join(into_hans().convert(each) for each in sentences(text)) == made
    assert into_hans().name(into_hans().name(text)) == into_hans().name(text)


@given(texts, st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_corrected_comes_out_so_ever_after(text, data):
    """Also once more is written before and behind, and a second correction takes nothing from the first."""
    here = parts(text)
    made = wanted_of(here, into_hans())
    wanted = []
    for part, machine in zip(here, made, strict=True):
        new = data.draw(st.just(machine.strip()) | texts.map(str.strip))
        start = part.source.index(part.source.strip())
        wanted.append(part.source[:start] + new + part.source[start + len(part.source.strip()) :])
    by_source = dict(zip((each.source.strip() for each in here), wanted, strict=True))
    kept = learned(here, wanted, [], into_hans)
    for part, found in zip(here, wanted_of(here, into_hans(kept)), strict=True):
        assert found.strip() == by_source[part.source.strip()].strip()
    if sentences(f"前言。\n{text}") == ["前言。\n", *sentences(text)]:  # a mark at the beginning would join
        assert into_hans(kept).convert(f"前言。\n{text}") == "前言。\n" + into_hans(kept).convert(text)
    assert learned(here, wanted_of(here, into_hans(kept)), kept, into_hans) == kept
