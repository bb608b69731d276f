"""An article: its dates and sources, the firms that match it, and the question it carries along."""

import re

import pytest

from app.articles.models import Citation, Publication, TranslationState
from app.kernel.db import db, transaction
from tests.factories.articles import make_article
from tests.factories.firms import make_firm, make_offering


def test_the_firms_that_match_stand_beside_it_with_their_reasons(client):
    make_offering(make_firm(slug="person"))
    make_offering(make_firm(slug="stranger"), "QA-AUDIT", "JP")
    text = client.get(f"/en/articles/{make_article().slug}").text
    assert 'href="/en/firms/person"' in text
    assert "UK Responsible Person: United Kingdom; Medical devices; stated by the firm" in text
    assert 'href="/en/firms/stranger"' not in text


def test_a_firm_that_nearly_fits_has_the_missing_part_named(client):
    article = make_article(markets=["CH"], services=["QA-AUDIT"])
    make_offering(make_firm(slug="near"), "QA-AUDIT", "JP")
    text = client.get(f"/en/articles/{article.slug}").text
    assert "Missing: Switzerland" in text


def test_an_article_nobody_matches_says_who_gets_the_question(client):
    assert "goes to an editor first" in client.get(f"/en/articles/{make_article().slug}").text


def test_the_ask_box_carries_the_article_and_no_token(client):
    article = make_article()
    text = client.get(f"/en/articles/{article.slug}").text
    form = re.search(r'<form action="/en/ask\?article=([^"]+)" method="post">(.*?)</form>', text, re.DOTALL)
    assert form
    assert form[1] == article.slug
    assert "hidden" not in form[2]
    assert 'maxlength="4000"' in form[2]


def test_a_source_leads_back_only_where_it_is_cited(client):
    body = '<p>Words.<a class="ref" id="r1" href="#c1"><span class="vh">source </span>1</a></p>'
    article = make_article(texts={"en": {"body_html": body}})
    with transaction():
        for number in (1, 2):
            source = {"publisher": "P", "title": "T", "url": "https://example.test/", "language": "en"}
            db.session.add(Citation(article_id=article.id, number=number, **source))
    text = client.get(f"/en/articles/{article.slug}").text
    assert 'href="#r1"' in text
    assert 'href="#r2"' not in text


def test_a_text_that_is_not_translated_says_so_and_keeps_its_language(client):
    article = make_article(texts={"en": {"title": "Only English"}})
    text = client.get(f"/zh-hant/articles/{article.slug}").text
    assert '<h1 lang="en">Only English</h1>' in text
    assert '<article class="prose" lang="en">' in text
    assert 'hreflang="zh-Hans"' not in text.split("</head>")[0]


def test_a_translation_leads_to_its_original(client):
    texts = {"en": {}, "zh-hant": {"state": TranslationState.UNREVIEWED}}
    article = make_article(texts=texts)
    text = client.get(f"/zh-hant/articles/{article.slug}").text
    assert f'href="/en/articles/{article.slug}" hreflang="en"' in text


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.WITHDRAWN])
def test_what_is_not_published_does_not_exist(client, publication):
    article = make_article(publication=publication)
    assert client.get(f"/en/articles/{article.slug}").status_code == 404
    assert article.slug not in client.get("/en/articles/").text
    assert article.slug not in client.get("/sitemap.xml").text


@pytest.mark.demo
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_source_of_a_real_article_is_numbered_named_and_dated(client, language):
    text = client.get(f"/{language}/articles/regulation-and-licensing-of-atmps-in-the-uk").text
    numbers = re.findall(r'<li id="c(\d+)"', text)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) >= 10
    for number in set(re.findall(r'href="#r(\d+)"', text)):
        assert f'id="r{number}"' in text
