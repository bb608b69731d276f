"""The taxonomy is kept by code, and only what differs is written."""

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.taxonomy.actions import keep, keep_ambiguities
from app.taxonomy.models import Ambiguity, Sector

pytestmark = pytest.mark.usefixtures("database")

TOYS = {
    "parent_code": None,
    "names": {"en": "Toys", "zh-hant": "玩具"},
    "descriptions": {"en": "Things to play with."},
    "aliases": {"en": ["toy"]},
    "abbreviations": [],
    "position": 1,
}


def entry(*terms, readings=("MD",), default=None):
    return {"terms": list(terms), "readings": list(readings), "default": default, "note": ""}


def kept_terms(facet):
    rows = db.session.scalars(select(Ambiguity).where(Ambiguity.facet == facet).order_by(Ambiguity.id))
    return [row.terms for row in rows]


def test_a_new_concept_is_added_and_the_same_again_changes_nothing():
    assert keep(Sector, "TOYS", **TOYS) is True
    assert keep(Sector, "TOYS", **TOYS) is False
    assert not db.session.dirty


def test_a_concept_keeps_its_row_when_its_words_change():
    keep(Sector, "TOYS", **TOYS)
    before = db.session.scalars(select(Sector.id).where(Sector.code == "TOYS")).one()

    changed = keep(Sector, "TOYS", **TOYS | {"names": {"en": "Playthings"}})

    assert changed is True
    kept = db.session.scalars(select(Sector).where(Sector.code == "TOYS")).one()
    assert (kept.id, kept.names) == (before, {"en": "Playthings"})


def test_ambiguous_words_follow_the_list_in_content_and_in_order():
    assert keep_ambiguities("one", [entry("mask", "口罩"), entry("device")]) == 2
    assert keep_ambiguities("one", [entry("mask", "口罩"), entry("device")]) == 0
    assert keep_ambiguities("one", [entry("mask", "口罩"), entry("API"), entry("device")]) == 2
    assert kept_terms("one") == [["mask", "口罩"], ["API"], ["device"]]


def test_a_word_no_longer_ambiguous_is_dropped_and_other_facets_stay():
    keep_ambiguities("other", [entry("NI", readings=("UK-NIR", "NI"))])
    keep_ambiguities("one", [entry("mask"), entry("device")])

    assert keep_ambiguities("one", [entry("mask")]) == 1
    assert kept_terms("one") == [["mask"]]
    assert kept_terms("other") == [["NI"]]
