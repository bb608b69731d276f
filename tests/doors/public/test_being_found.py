"""Each kind of page says what it is, to search engines and to previews, in each language."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest

from app.i18n.languages import BY_SLUG
from app.public import sitemap
from app.web.caching import forget_pages
from app.web.linked_data import written
from tests.factories.articles import make_article
from tests.factories.firms import make_firm
from tests.house.markup import parsed, words_of

#: One of each kind, and what schema.org has of it beside the path.
KINDS = {
    "": {"Organization", "WebSite"},
    "firms/": set(),
    "firms/registrar-corp": {"ProfessionalService"},
    "firms/demo-dunlin": set(),
    "requirements": set(),
    "coverage": set(),
    "markets/": set(),
    "markets/uk": set(),
    "services/": set(),
    "services/rep-ukrp": {"Service"},
    "articles/": set(),
    "articles/uk-responsible-person-for-medical-devices": {"Article"},
    "glossary": set(),
    "about/order": set(),
}
each_kind = pytest.mark.parametrize("page", KINDS)
each_language = pytest.mark.parametrize("language", BY_SLUG)
#: Fewest and most characters of a title with the portal's name, and of a description.
ROOM = {"en": ((15, 110), (50, 160)), "zh-hant": ((7, 60), (15, 80)), "zh-hans": ((7, 60), (15, 80))}
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ATOM = "{http://www.w3.org/2005/Atom}"


def head_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text.split("</head>")[0]


def meta(head: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', head)
    assert found, name
    return unescape(found[1])


def things(head: str) -> list[dict]:
    return [
        json.loads(each)
        for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    ]


@pytest.mark.demo
@each_language
@each_kind
def test_a_page_says_what_it_is(client, page, language):
    head = head_of(client, f"/{language}/{page}")
    kinds = {each["@type"] for each in things(head)}
    assert kinds == {"BreadcrumbList"} | KINDS[page]
    assert meta(head, "og:description") == meta(head, "description")
    assert meta(head, "og:url") == f"http://127.0.0.1:8000/{language}/{page}"
    assert meta(head, "og:type") == ("article" if "Article" in kinds else "website")
    assert meta(head, "og:locale") == {"en": "en_GB", "zh-hant": "zh_TW", "zh-hans": "zh_CN"}[language]
    assert "noindex" not in head


@pytest.mark.demo
@each_language
@each_kind
def test_the_path_for_machines_is_the_path_that_is_shown(client, page, language):
    text = client.get(f"/{language}/{page}").text
    document, _ = parsed(text)
    shown = next(each for each in document.iter("nav") if each.get("class") == "crumbs")
    path = next(each for each in things(text) if each["@type"] == "BreadcrumbList")["itemListElement"]
    assert len(path) == len(list(shown.iter("li")))
    for step, said in zip(path, shown.iter("li"), strict=True):
        assert words_of(said).startswith(step["name"])
        assert step["name"]
    assert path[-1]["item"].endswith(f"/{language}/{page}")


@pytest.mark.demo
@each_language
def test_no_two_pages_share_a_title_and_each_has_its_length(client, language):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    titles: dict[str, str] = {}
    (shortest, longest), (least, most) = ROOM[language]
    for place in tree.iterfind("s:url/s:loc", XML):
        address = (place.text or "").removeprefix("http://127.0.0.1:8000")
        if not address.startswith(f"/{language}/"):
            continue
        head = head_of(client, address)
        title = unescape(re.search(r"<title>(.*?)</title>", head, re.DOTALL)[1])
        assert shortest <= len(title) <= longest, (address, title)
        assert least <= len(meta(head, "description")) <= most, (address, meta(head, "description"))
        assert titles.setdefault(title, address) == address, title
        assert "noindex" not in head, address
    assert len(titles) > 200


@pytest.mark.demo
def test_the_map_names_every_page_with_its_other_languages(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    for url in tree.iterfind("s:url", XML):
        tags = {each.get("hreflang"): each.get("href") for each in url.iterfind("x:link", XML)}
        assert tags.keys() == {"en", "zh-Hant", "zh-Hans", "x-default"}
        assert tags["x-default"] == tags["en"]
        assert url.find("s:loc", XML).text in tags.values()
        assert ("/articles/" in tags["en"][-200:] and tags["en"][-1] != "/") is (
            url.find("s:lastmod", XML) is not None
        )


@pytest.mark.demo
@each_language
def test_every_page_that_the_menus_and_lists_lead_to_is_on_the_map(client, language):
    mapped = set(re.findall("<loc>http://127.0.0.1:8000(.*?)</loc>", client.get("/sitemap.xml").text))
    places = [f"/{language}/", f"/{language}/firms/", f"/{language}/services/", f"/{language}/markets/"]
    linked = {
        each
        for place in places
        for each in re.findall(rf'href="(/{language}/[^"?#.]*)"', client.get(place).text)
    }
    assert linked > set(places)
    read = linked - mapped - {f"/{language}/workspace/"}
    assert [each for each in read if "noindex" not in client.get(each).text] == []


@pytest.mark.demo
def test_a_map_that_is_too_long_comes_in_parts(client, monkeypatch):
    whole = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    monkeypatch.setattr(sitemap, "MOST_PAGES", 100)
    forget_pages()
    parts = re.findall("<loc>http://127.0.0.1:8000(.*?)</loc>", client.get("/sitemap.xml").text)
    found = [loc for part in parts for loc in re.findall("<loc>(.*?)</loc>", client.get(part).text)]
    assert len(parts) > 1
    assert found == whole
    assert client.get("/sitemap-99.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404
    assert client.get("/sitemap-999999999999.xml").status_code == 404


@pytest.mark.parametrize(
    "page", ["markets/is", "services/qa-audit", "requirements?market=uk", "glossary?q=recall", "compare"]
)
def test_a_page_with_nothing_of_its_own_to_say_is_not_for_search_engines(client, page):
    assert '<meta name="robots" content="noindex, follow">' in head_of(client, f"/en/{page}")
    assert f"/en/{page}<" not in client.get("/sitemap.xml").text


@pytest.mark.demo
@each_language
def test_a_firm_is_described_by_what_its_page_shows(client, language):
    (firm,) = [
        each for each in things(head_of(client, f"/{language}/firms/registrar-corp")) if "address" in each
    ]
    text = unescape(client.get(f"/{language}/firms/registrar-corp").text.split("</head>")[1])
    assert firm["name"] == "Registrar Corp"
    for words in (
        firm["description"],
        *firm["areaServed"],
        *(each["addressLocality"] for each in firm["address"]),
    ):
        assert words.split("，")[0] in text


def test_a_real_firm_is_a_professional_service_with_or_without_an_office(client):
    make_firm(slug="real", demo=False)
    assert any(each["@type"] == "ProfessionalService" for each in things(head_of(client, "/en/firms/real")))


@pytest.mark.demo
def test_an_article_has_its_dates_languages_and_sources(client):
    address = "/zh-hant/articles/uk-responsible-person-for-medical-devices"
    (article,) = [each for each in things(head_of(client, address)) if each["@type"] == "Article"]
    assert article["inLanguage"] == "zh-Hant"
    assert article["translationOfWork"]["inLanguage"] == "en"
    assert article["datePublished"] <= article["dateModified"]
    assert len(article["citation"]) == 14
    assert article["publisher"]["name"] == "在地法規專家"


def test_nothing_in_the_data_ends_its_element():
    block = written([{"@type": "Article", "headline": "</script><script>alert(1)</script> & more"}])
    assert block.count("</script>") == 1
    (thing,) = things(block)
    assert thing["headline"] == "</script><script>alert(1)</script> & more"


def test_no_script_runs_but_the_portals_own_file(client):
    policy = client.get("/en/").headers["Content-Security-Policy"]
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"


@pytest.mark.demo
@each_language
def test_the_feed_has_the_articles_of_its_language(client, language):
    answer = client.get(f"/{language}/articles.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    tag = BY_SLUG[language].tag
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == tag
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 10
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None
    for entry in entries:
        link = entry.find(f"{ATOM}link").get("href")
        assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
        assert entry.find(f"{ATOM}updated").text.endswith("+00:00")
        assert entry.find(f"{ATOM}summary").text
    assert f'href="/{language}/articles.atom"' in client.get(f"/{language}/articles/").text


def test_a_feed_says_which_language_an_article_is_really_in(client):
    make_article(texts={"en": {"title": "A & B <c>"}})
    feed = ElementTree.fromstring(client.get("/zh-hans/articles.atom").data)
    entry = feed.find(f"{ATOM}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert entry.find(f"{ATOM}title").text == "A & B <c>"


def test_an_empty_feed_is_a_feed(client):
    assert ElementTree.fromstring(client.get("/en/articles.atom").data).find(f"{ATOM}updated").text
