"""Words are marked where they stand, in the script the text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.content import edition
from app.search.edition import known
from app.search.marking import Marker
from app.search.reading import read
from app.taxonomy.queries import taxonomy

SWISS = "Swiss Authorised Representative (CH-REP)"


@pytest.fixture
def marker(database):
    words = known(taxonomy(edition().version))
    return lambda query: Marker(read(query, words), words)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("英国负责人", "須有一名英國負責人（UKRP）。", ["英國負責人", "UKRP"]),
        ("UKRP", "须有一名英国负责人。", ["英国负责人"]),
        ("zurich", "Lumenhaus Zürich", ["Zürich"]),
        ("labeling", "標示與 Labelling", ["Labelling"]),
        ("軟體", "医疗器械软件", ["软件"]),
        ("mdr", "新ＭＤＲ規則", ["ＭＤＲ"]),
        ("swiss authorised representative", "A Swiss Authorised Representative (CH-REP).", [SWISS]),
        ("quorndale", "(A Quorndale) (Quorndale)", ["Quorndale", "Quorndale"]),
    ],
)
def test_the_words_are_marked_in_the_script_of_the_text(marker, query, text, marked):
    assert [piece.text for piece in marker(query).pieces(text) if piece.is_marked] == marked


def test_marking_loses_no_letter(marker):
    mark = marker("UKRP 醫療")

    @given(st.text(max_size=80))
    def holds(text):
        assert "".join(piece.text for piece in mark.pieces(text)) == text

    holds()


def test_a_snippet_is_the_paragraph_with_the_words(marker):
    body = "First.\n\n## Heading\n\nNothing here.\n\nThe quorndale clause[^1] holds. " + "More words. " * 60
    pieces = marker("quorndale").snippet("A summary.", body)
    text = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_marked] == ["quorndale"]
    assert text.endswith("…")
    assert "[^1]" not in text
    assert len(text) < 260
