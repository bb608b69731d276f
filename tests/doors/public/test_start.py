"""The ways in: the reader's language, robots, the map of the site, and pages that are the same for all."""

import re

import pytest

PUBLIC = ("", "firms/", "firms/demo-dunlin", "markets/", "markets/uk", "services/", "services/rep-ukrp",
          "articles/", "articles/fda-import-alerts-and-detention", "about/order", "about/privacy",
          "about/accessibility")  # fmt: skip


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("zh-TW,zh;q=0.9", "/zh-hant/"),
        ("zh-HK", "/zh-hant/"),
        ("zh-Hant", "/zh-hant/"),
        ("zh-CN,en;q=0.5", "/zh-hans/"),
        ("zh", "/zh-hans/"),
        ("de,fr", "/en/"),
        ("", "/en/"),
    ],
)
def test_the_start_leads_to_the_readers_language(client, accepted, home):
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.location, answer.headers["Vary"]) == (302, home, "Accept-Language")


@pytest.mark.demo
@pytest.mark.parametrize("page", PUBLIC)
def test_a_public_page_is_the_same_for_everyone(client, page):
    answer = client.get(f"/zh-hant/{page}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers
    again = client.get(f"/zh-hant/{page}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.demo
@pytest.mark.parametrize("page", PUBLIC)
def test_a_public_page_names_itself_and_its_other_languages(client, page):
    head = client.get(f"/en/{page}").text.split("</head>")[0]
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/en/{page}">' in head
    for slug, tag in (("en", "en"), ("zh-hant", "zh-Hant"), ("zh-hans", "zh-Hans"), ("en", "x-default")):
        assert f'hreflang="{tag}" href="http://127.0.0.1:8000/{slug}/{page}"' in head
    assert re.search(r'<meta name="description" content="[^"]{20,}">', head)


@pytest.mark.demo
def test_the_map_of_the_site_has_every_public_page_in_every_language(client):
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    for language in ("en", "zh-hant", "zh-hans"):
        for page in PUBLIC:
            assert f"<loc>http://127.0.0.1:8000/{language}/{page}</loc>" in answer.text


def test_robots_are_told_where_the_map_is_and_what_is_not_theirs(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
    assert "Disallow: /*/enquiries/" in text


@pytest.mark.parametrize("page", ["about/nothing", "nothing", "firms/a/b"])
def test_what_does_not_exist_says_so_in_the_language_of_its_address(client, page):
    answer = client.get(f"/zh-hans/{page}")
    assert answer.status_code == 404
    assert '<html lang="zh-Hans"' in answer.text


def test_a_post_to_a_reading_page_is_not_taken(client):
    assert client.post("/en/firms/").status_code == 405
