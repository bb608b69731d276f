"""Every page is well formed, says its language, has one first heading and a label for each field."""

import pytest
from flask import Flask

from app.i18n.languages import LANGUAGES, Language
from tests.house.addresses import REAL, readable_pages
from tests.house.markup import faults_of

GOOD = """<!doctype html><html lang="en"><head><title>T</title></head><body><h1>H</h1>{}</body></html>"""


@pytest.mark.demo
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.slug)
def test_every_page_is_well_formed(app: Flask, client, language: Language):
    for address in readable_pages(app, **REAL | {"language": language.slug}):
        answer = client.get(address, headers={"Accept-Language": language.tag})
        if answer.mimetype != "text/html" or answer.status_code in range(300, 400):
            continue
        tag = "en" if address.startswith("/dev/") else language.tag
        assert list(faults_of(answer.text, tag)) == [], address


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("<p><div></p>", "line 1"),
        ("<h1>Again</h1>", "2 h1"),
        ("<h3>Deep</h3>", "h3 after h1"),
        ('<input name="q">', "no label for input 'q'"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' twice"),
        ('<label for="nobody">Name</label>', "points nowhere"),
        ('<a href="#nowhere">Go</a>', "points nowhere"),
    ],
)
def test_a_fault_of_a_page_is_named(part, fault):
    assert any(fault in each for each in faults_of(GOOD.format(part), "en"))


def test_a_page_without_fault_has_none():
    assert list(faults_of(GOOD.format('<label>Find <input name="q"></label>'), "en")) == []
