"""The glossary: three columns, found from any of them, and linked to where its words are used."""

import re

import pytest

from app.articles.markdown import render
from app.i18n.languages import BY_SLUG
from app.taxonomy.glossary import Hints
from app.taxonomy.queries import terms


def rows(client, query: str = "", language: str = "en") -> list[str]:
    return re.findall(r'<tr id="([^"]+)">', client.get(f"/{language}/glossary{query}").text)


def test_every_word_has_its_place_in_each_language(client):
    codes = {each.code for each in terms()}
    assert len(codes) == 207
    for language in BY_SLUG:
        assert set(rows(client, language=language)) == codes


@pytest.mark.parametrize("words", ["recall", "RECALL", "召回", "回收"])
def test_a_word_is_found_from_any_of_the_three(client, words):
    assert "recall" in rows(client, f"?q={words}", "zh-hant")


@pytest.mark.parametrize("words", ["單株抗體", "单株抗体", "单克隆抗体", "單克隆抗體"])
def test_the_script_it_is_typed_in_does_not_matter(client, words):
    assert rows(client, f"?q={words}") == ["monoclonal-antibody"]


def test_words_by_their_first_letter(client):
    found = rows(client, "?initial=v")
    assert {"vaccine", "vigilance"} <= set(found)
    assert all(each.startswith("v") for each in found)


@pytest.mark.parametrize(
    "query", ["?q=" + "x" * 10000, "?q=%2A%25_", "?initial=%E5%AD%97", "?q=%F0%9F%92%8A"]
)
def test_nonsense_is_a_sensible_page(client, query):
    assert client.get(f"/zh-hans/glossary{query}").status_code == 200


def test_what_was_not_found_says_so(client):
    assert "No word of the glossary holds “unicorn”" in client.get("/en/glossary?q=unicorn").text


def test_false_friends_are_explained_in_the_readers_language(client):
    assert "A product recall in Taiwan, recycling on the mainland" in client.get("/en/glossary").text
    assert "臺灣指把產品從市場收回" in client.get("/zh-hant/glossary").text
    assert "台湾指把产品从市场召回" in client.get("/zh-hans/glossary").text


def test_words_of_the_other_script_are_marked_as_such(client):
    assert 'lang="zh-Hans" translate="no">医疗器械</span>' in client.get("/zh-hant/glossary").text
    assert 'lang="zh-Hant" translate="no">醫療器材</span>' in client.get("/zh-hans/glossary").text


def linked(text: str, language: str = "en") -> list[str]:
    html = render(text, BY_SLUG[language], Hints(terms(), BY_SLUG[language])).html
    return re.findall(r'<a class="term" href="/[\w-]+/glossary#([^"]+)">', html)


def test_a_word_is_linked_where_it_is_first_used_and_only_there(app, database):
    assert linked("A recall is public. Recalls are rare. The recall ends.\n") == ["recall"]


@pytest.mark.parametrize(
    "text",
    [
        "## On recalls\n\nText.\n",
        "See [the recall](https://example.test/).\n",
        "> The recall is over.\n",
        "Use `recall` here.\n",
        "He recalled it.\n",
    ],
    ids=["heading", "link", "quotation", "code", "other word"],
)
def test_nothing_else_is_linked(app, database, text):
    assert linked(text) == []


def test_the_longest_word_is_meant(app, database):
    assert linked("Adverse event reporting.\n") == ["adverse-event-reporting"]
    assert linked("向主管機關通報不良事件通報。\n", "zh-hant") == [
        "competent-authority",
        "adverse-event-reporting",
    ]


def test_the_title_of_a_law_is_left_as_it_is(app, database):
    assert linked("依《医疗器械监督管理条例》，召回。\n", "zh-hans") == ["recall"]


def test_an_abbreviation_is_no_place(app, database):
    """FDA stands behind words as where they are used, not as their abbreviation."""
    assert linked("The FDA, the EU and GMP.\n") == ["good-manufacturing-practice-gmp"]


@pytest.mark.demo
@pytest.mark.parametrize("language", BY_SLUG)
def test_every_hint_of_an_article_leads_to_a_word(client, language):
    anchors = set(rows(client, language=language))
    text = client.get(f"/{language}/articles/uk-responsible-person-for-medical-devices").text
    hints = re.findall(rf'class="term" href="/{language}/glossary#([^"]+)"', text)
    assert len(hints) > 5
    assert len(hints) == len(set(hints))
    assert set(hints) <= anchors
