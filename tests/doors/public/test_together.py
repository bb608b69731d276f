"""Several needs at once: who holds all, the smallest sets, and a clear sentence for what is no need."""

import re

import pytest

from app.directory.models import Means
from app.i18n.languages import LANGUAGES
from tests.factories.firms import make_firm, make_offering
from tests.house.markup import faults_of, parsed, words_of

NINE = ("us", "uk", "ch", "cn", "jp", "kr", "tw", "au", "ca")
UKRP, CH_REP, US_AGENT = ("REP-UKRP", "UK"), ("REP-CH-REP", "CH"), ("REP-US-AGENT", "US")


def firm_with(slug: str, *offers: tuple[str, str], tongues=("en",), **given):
    firm = make_firm(slug=slug, texts={"en": {"name": slug.title()}}, working_languages=list(tongues))
    for service, market in offers:
        make_offering(firm, service, market, **given)
    return firm


def together(client, *needs: str, language="en", more="") -> str:
    answer = client.get(f"/{language}/together?" + "&".join(f"need={each}" for each in needs) + more)
    assert answer.status_code == 200
    return answer.text


def section(text: str, heading: str) -> str:
    """What stands below one of the page's headings."""
    document, faults = parsed(text)
    assert faults == []
    for part in document.iter("section"):
        if words_of(next(part.iter("h2"), part)) == heading:
            return " ".join(" ".join(part.itertext()).split())
    return ""


def sets_of(text: str) -> list[list[str]]:
    return [
        re.findall(r'<th scope="row"><a href="/en/firms/([\w-]+)"', part)
        for part in text.split('<section class="offers">')[1:]
    ]


def test_the_firm_that_holds_everything_comes_first_and_no_set_is_needed(client):
    firm_with("whole", UKRP, CH_REP)
    firm_with("half", UKRP)
    text = together(client, "rep-ukrp@uk", "rep-ch-rep@ch")
    assert "Whole" in section(text, "All from one hand")
    assert "Half" not in section(text, "All from one hand")
    assert sets_of(text) == []


def test_a_role_bound_to_one_market_implies_it(client):
    firm_with("whole", UKRP, CH_REP)
    assert "Whole" in section(together(client, "rep-ukrp", "REP-CH-REP"), "All from one hand")


@pytest.mark.parametrize(
    ("service", "market"), [("rep-ec-rep", "European Union"), ("ma-ukca", "United Kingdom")]
)
def test_parts_and_unions_of_a_market_are_no_second_one(client, service, market):
    assert f": {market}" in section(together(client, service), "What you need")


def test_where_nobody_holds_all_the_smallest_sets_stand(client):
    firm_with("uk-one", UKRP, tongues=("en", "de"))
    firm_with("ch-us", CH_REP, US_AGENT, tongues=("de", "fr"))
    firm_with("ch-one", CH_REP)
    text = together(client, "rep-us-agent", "rep-ukrp", "rep-ch-rep")
    assert [sorted(each) for each in sets_of(text)] == [["ch-us", "uk-one"]]
    assert "No listed firm holds all of it by itself" in text
    assert "all of them work in: Deutsch" in section(text, "The smallest sets")
    assert "/en/compare?firm=" in text
    assert "/en/shortlist?firm=" in text


def test_what_is_closed_does_not_count_and_is_said(client):
    firm = firm_with("shut", UKRP)
    make_offering(firm, *CH_REP, is_open=False)
    text = together(client, "rep-ukrp", "rep-ch-rep")
    found = section(text, "All from one hand")
    assert "No listed firm holds all of it by itself" in found
    assert "Would hold all of it" in found
    assert "not counted: Swiss Authorised Representative (CH-REP): Switzerland takes no new mandates" in found
    assert "Swiss Authorised Representative (CH-REP): Switzerland" in section(text, "Nobody yet")


def test_advice_about_a_role_is_no_holder_of_it_while_advice_is_a_service_like_any_other(client):
    firm_with("advises", UKRP, ("STR-CLASS", "UK"), means=Means.ADVICE)
    text = together(client, "rep-ukrp", "str-class@uk")
    assert "UK Responsible Person: United Kingdom" in section(text, "Nobody yet")
    assert "Product classification" not in section(text, "Nobody yet")
    assert "not counted: UK Responsible Person: United Kingdom advice only" in section(
        text, "All from one hand"
    )


def test_an_offering_for_what_contains_a_market_answers_for_it(client):
    firm_with("eu", ("QA-AUDIT", "EU"))
    text = together(client, "qa-audit@de")
    assert "European Union how it acts is not stated" in section(text, "All from one hand")


def test_how_a_firm_holds_it_stands_beside_it(client):
    firm_with("whole", UKRP, means=Means.PARTNER)
    assert "United Kingdom through a partner" in section(together(client, "rep-ukrp"), "All from one hand")


def test_a_need_is_added_by_a_plain_form_and_taken_out_by_a_link(client):
    text = together(client, "rep-ukrp", more="&service=qa-audit&market=us")
    assert "Audits" in section(text, "What you need")
    for code in ("rep-ukrp@uk", "qa-audit@us"):
        assert f'<input type="hidden" name="need" value="{code}">' in text
    assert 'href="/en/together?need=qa-audit@us" rel="nofollow">Take out' in text
    assert "Ask for all of it at once" in text
    assert "/en/ask?market=uk&amp;market=us&amp;service=rep-ukrp&amp;service=qa-audit" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "The list is empty"),
        ("need=nothing@uk", "There is no service or market “nothing@uk”"),
        ("need=rep-ukrp@atlantis", "There is no service or market “rep-ukrp@atlantis”"),
        ("need=qa-audit@europe", "There is no service or market “qa-audit@europe”"),
        ("need=qa-audit", "exists in several markets: choose one"),
        ("need=rep-prrc", "Outsourced PRRC exists in several markets: choose one"),
        ("need=rep-ukrp@ch", "UK Responsible Person does not exist in this market: Switzerland"),
        (
            "need=rep-ukrp&need=rep-ukrp@uk",
            "Named more than once, it stands here once: UK Responsible Person",
        ),
        ("need=rep-ukrp", "No listed firm holds this at present"),
        (
            "&".join(f"need=qa-audit@{code}" for code in NINE),
            "1 more was left out",
        ),
        ("&".join(f"need=x{number}" for number in range(200)), "There is no service or market “x0”"),
        ("need=" + "x" * 9000, "There is no service or market “xxx"),
        (
            "need=%3Cb%3E@&need=@&need=@uk&market=%22",
            "There is no service or market “&lt;b&gt;@”",
        ),
    ],
)
def test_each_address_has_a_page_and_a_sentence(client, query, said):
    for language in LANGUAGES:
        answer = client.get(f"/{language.slug}/together?{query}")
        assert answer.status_code == 200
        assert list(faults_of(answer.text, language.tag)) == []
    assert said in client.get(f"/en/together?{query}").text


def test_of_two_hundred_needs_eight_are_looked_at(client):
    markets = (*NINE, "br", "mx", "in", "sg", "my", "th", "vn", "id", "ph", "il", "sa", "ae", "za")
    needs = [
        f"need={service}@{market}"
        for market in markets
        for service in ("qa-audit", "qa-iso13485", "str-risk")
    ]
    text = client.get("/en/together?" + "&".join((needs * 4)[:200])).text
    assert text.count('rel="nofollow">Take out') == 8
    assert "more were left out" in text
    assert "The list is full" in text


def test_the_list_is_the_same_all_day(client):
    for number in range(6):
        firm_with(f"uk-{number}", UKRP)
        firm_with(f"ch-{number}", CH_REP)
    text = together(client, "rep-ukrp", "rep-ch-rep")
    assert sets_of(text) == sets_of(together(client, "rep-ukrp@uk", "rep-ch-rep@ch"))
    assert len(sets_of(text)) == 5
    assert len({slug for each in sets_of(text) for slug in each}) == 10
    assert "There are more sets as small as these" in text


@pytest.mark.demo
def test_invented_firms_stand_marked(client):
    text = together(client, "rep-kr-klh", "rep-tw-holder")
    assert '<span class="sample">Sample</span>' in text


@pytest.mark.demo
def test_a_service_named_in_english_says_so_among_chinese_choices(client):
    choices = client.get("/zh-hant/together").text
    assert 'lang="en">FDA 510(k)</option>' in choices
    assert 'lang="en">歐盟授權代表</option>' not in choices
