"""A text with the words that something rests on."""

import pytest

from app.web.marking import marked

TEXT = "Our UK Responsible Person"


def shown(spans) -> list[tuple[str, int | None]]:
    return [(each.text, each.number) for each in marked(TEXT, spans)[0]]


def test_places_are_numbered_in_reading_order_and_the_text_stays_whole():
    assert shown([(7, 18), (4, 6)]) == [
        ("Our ", None),
        ("UK", 1),
        (" ", None),
        ("Responsible", 2),
        (" Person", None),
    ]


@pytest.mark.parametrize(
    ("spans", "piece"),
    [
        pytest.param([(4, 6), (4, 25)], "UK Responsible Person", id="two that begin together"),
        pytest.param([(4, 25), (7, 18)], "UK Responsible Person", id="one inside the other"),
        pytest.param([(4, 18), (7, 25)], "UK Responsible Person", id="one that reaches beyond the other"),
    ],
)
def test_places_that_overlap_are_one_piece_and_share_its_number(spans, piece):
    assert shown(spans) == [("Our ", None), (piece, 1)]
    assert dict(marked(TEXT, spans)[1]) == dict.fromkeys(spans, 1)


def test_places_side_by_side_are_two():
    assert [number for _, number in shown([(0, 3), (3, 6)])] == [1, 2, None]


@pytest.mark.parametrize("span", [(-3, 2), (2, 2), (5, 4), (20, 26), (90, 95)])
def test_a_place_outside_the_text_is_left_unmarked(span):
    assert shown([span]) == [(TEXT, None)]
    assert marked(TEXT, [span])[1] == {}


@pytest.mark.parametrize(
    ("text", "span", "piece"),
    [
        pytest.param("a UKRP\u0336\u0337 b", (2, 6), "UKRP\u0336\u0337", id="marks over the last letter"),
        pytest.param("a \U0001f44d\U0001f3fd b", (2, 3), "\U0001f44d\U0001f3fd", id="a skin tone"),
        pytest.param(
            "\U0001f469\u200d\u2695\ufe0f UK", (0, 1), "\U0001f469\u200d\u2695\ufe0f", id="a joined emoji"
        ),
        pytest.param("e\u0301UK", (1, 4), "e\u0301UK", id="a place that begins with an accent"),
    ],
)
def test_a_mark_never_cuts_what_readers_see_as_one_character(text, span, piece):
    pieces, numbers = marked(text, [span])
    assert [each.text for each in pieces if each.number] == [piece]
    assert "".join(each.text for each in pieces) == text
    assert dict(numbers) == {span: 1}


def test_places_that_meet_in_one_character_are_one_piece():
    assert [each.number for each in marked("U\u0336K", [(0, 1), (1, 3)])[0]] == [1]
