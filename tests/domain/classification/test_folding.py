"""One key for all scripts, widths and cases, and the way back to the text as typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classification.folding import fold, key_of


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ＵＫＲＰ", "ukrp"),
        ("醫療器材", "医疗器材"),
        ("歐盟", "欧盟"),
        ("U\u200bK\ufeff", "uk"),
        ("Class\u00a0IIb", "class iib"),
        ("CE–mark — it’s", "ce-mark - it's"),
        ("㎏", "kg"),
        ("G\u0336e\u0334r", "ger"),
        ("\u202eUK\u202c", "uk"),
        ("🇬🇧👩🏽‍⚕️", "🇬🇧👩🏽⚕"),
        ("", ""),
        ("\ud800UK\udfff", "uk"),
    ],
)
def test_what_people_write_alike_has_one_key(typed, key):
    assert fold(typed).key == key


@given(st.text())
def test_the_quick_key_is_the_key(typed):
    assert key_of(typed) == fold(typed).key


def test_words_are_not_exchanged_between_taiwan_and_the_mainland():
    assert fold("醫療器材").key != fold("医疗器械").key


def test_capitals_are_kept_beside_the_key():
    folded = fold("ＵＳ and us")
    assert (folded.key, folded.cased) == ("us and us", "US and us")


def test_a_place_in_the_key_leads_back_over_widths_and_what_has_no_width():
    typed = "🙂㎏ 我們\u200b賣ＵＫ"
    folded = fold(typed)
    start = folded.key.index("卖")
    assert typed[slice(*folded.span(start, start + 1))] == "賣"
    start = folded.key.index("uk")
    assert typed[slice(*folded.span(start, start + 2))] == "ＵＫ"


@given(st.text(st.characters(), max_size=60))
def test_any_text_has_a_key_each_of_whose_characters_has_its_place(typed):
    folded = fold(typed)
    assert len(folded.key) == len(folded.cased) == len(folded.origins)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= place < len(typed) for place in folded.origins)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_folding_the_key_again_changes_nothing_but_what_normal_forms_do(typed):
    key = fold(unicodedata.normalize("NFKC", typed)).key
    assert fold(key).key.casefold() == fold(fold(key).key).key.casefold()
