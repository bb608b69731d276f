"""One key for all scripts, widths and spellings, with the way back to the text as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.folding import fold, key
from app.search.tokens import indexed, squeezed, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("醫療器材", "医疗器材"),
        ("軟體", "软件"),
        ("資訊安全", "信息安全"),
        ("衞生署", "卫生署"),
        ("ＭＤＲ", "mdr"),
        ("Zürich", "zurich"),
        ("臺灣", "台灣"),
    ],
)
def test_two_ways_of_writing_share_a_key(one, other):
    assert key(one) == key(other)


@given(st.text(max_size=60))
def test_every_place_of_a_key_leads_back_into_the_text(text):
    folded = fold(text)
    assert folded.key == key(text)
    assert len(folded.key) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("authorised", "authorized"),
        ("sterilisation", "sterilization"),
        ("labelling", "labeling"),
        ("licence", "license"),
        ("programme", "program"),
        ("tumour", "tumor"),
        ("paediatric", "pediatric"),
        ("analysed", "analyzed"),
    ],
)
def test_british_and_american_spelling_meet(british, american):
    assert stem(british) == stem(american)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("510(k)", "510k"),
        ("510 (k)", "510k"),
        ("510K", "510k"),
        ("Regulation (EU) 2017/745", "2017·745"),
        ("21 CFR 807.40", "807·40"),
        ("ISO13485", "13485"),
        ("ISO 13485", "13485"),
        ("U.S. agent", "us"),
        ("醫療", "医疗"),
        ("醫療", "疗"),
    ],
)
def test_codes_and_characters_are_found_as_they_are_typed(text, token):
    assert token in set(indexed(text))


@given(st.text(max_size=80))
def test_no_token_holds_anything_a_database_would_read(text):
    for token in indexed(text):
        assert all(not letter.isascii() or letter.isalnum() for letter in token), token
        assert len(token) <= 64


def test_a_name_is_compared_without_blanks_and_marks():
    assert squeezed("Ko-Bridge Co., Ltd.") == "kobridgecoltd"
