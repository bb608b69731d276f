"""The order of names in each language."""

import pytest

from app.i18n.collation import FIGURES, OTHERS, place_of, sort_key
from app.i18n.english import with_article, within_sentence
from app.i18n.languages import EN, ZH_HANS, ZH_HANT


@pytest.mark.parametrize(
    ("name", "language", "under"),
    [
        ("Éclair", EN, "E"),
        ("Łódź", EN, "L"),
        ("«Quoted»", EN, "Q"),
        ("3M", EN, FIGURES),
        ("!!!", EN, FIGURES),
        ("", EN, FIGURES),
        ("鄧林", EN, OTHERS),
        ("邓林", ZH_HANS, "D"),
        ("鄧林", ZH_HANS, "D"),
        ("重庆", ZH_HANS, "C"),
        ("长城", ZH_HANS, "C"),
        ("Apple", ZH_HANS, "A"),
        ("ジャパン", ZH_HANS, OTHERS),
        ("鄧林", ZH_HANT, "15"),
        ("一心", ZH_HANT, "1"),
        ("Apple", ZH_HANT, "A"),
    ],
)
def test_what_a_name_is_looked_up_under(name, language, under):
    assert place_of(name, language)[0] == under


@pytest.mark.parametrize(
    ("language", "order"),
    [
        (EN, ["3M", "Apple", "Éclair", "eden", "Zoo", "鄧林"]),
        # 长 is read cháng in names, and so stands before 邓.
        (ZH_HANS, ["3M", "阿里", "Apple", "長江", "邓林", "鄧林", "中山", "Zoo", "ジャパン"]),
        (ZH_HANT, ["3M", "一心", "天虎", "長江", "阿里", "鄧林", "Apple", "Zoo", "ジャパン"]),
    ],
)
def test_names_are_sorted_as_a_dictionary_has_them(language, order):
    backwards = order[::-1]
    assert sorted(backwards, key=lambda name: sort_key(name, language)) == order


def test_the_order_is_the_same_whatever_it_begins_with():
    names = ["Alike", "alike", "Álike", "ALIKE"]
    found = [sorted(each, key=lambda name: sort_key(name, EN)) for each in (names, names[::-1])]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("place", "said"),
    [("United Kingdom", "the United Kingdom"), ("Netherlands", "the Netherlands"), ("Japan", "Japan")],
)
def test_some_places_take_an_article(place, said):
    assert with_article(place) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Medical devices", "medical devices"),
        ("FDA 510(k)", "FDA 510(k)"),
        ("MoCRA facility registration", "MoCRA facility registration"),
        ("Swiss device registration", "Swiss device registration"),
        ("Audits (internal)", "audits (internal)"),
    ],
)
def test_a_name_within_a_sentence_loses_a_capital_that_is_not_its_own(name, said):
    assert within_sentence(name, {"Swiss"}) == said
