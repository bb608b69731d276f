"""What leads, what follows, and what never counts."""

import pytest

from app.search import asking, store
from tests.factories import make_article, make_firm, make_offering


def firms(found) -> list[str]:
    return [hit.code for hit in found.firms]


@pytest.mark.parametrize(
    "query", ["英国负责人", "英國負責人", "UKRP", "ukrp", "uk responsible person", "ＵＫＲＰ"]
)
def test_one_service_has_many_names(first, query):
    assert first(query)[0] == "service REP-UKRP"


@pytest.mark.parametrize(
    "query", ["歐代", "欧代", "EC REP", "ec-rep", "ecrep", "歐盟授權代表", "欧盟授权代表"]
)
def test_so_has_the_authorised_representative(first, query):
    assert first(query)[0] == "service REP-EC-REP"


def test_service_and_market_must_hold_in_one_offering(look_for):
    both = make_firm(slug="both")
    make_offering(both, "QA-AUDIT", "UK")
    make_offering(both, "QA-ISO13485", "DE")
    right = make_firm(slug="right")
    make_offering(right, "QA-AUDIT", "DE")
    answering = [hit for hit in look_for("audit germany").firms if hit.rank in asking.FULL]
    assert [hit.code for hit in answering] == ["right"]


def test_the_very_market_goes_before_one_around_it(look_for):
    make_offering(make_firm(slug="around"), "QA-AUDIT", "EU")
    make_offering(make_firm(slug="very"), "QA-AUDIT", "DE")
    assert firms(look_for("audit germany"))[:2] == ["very", "around"]


def test_a_stuffed_description_moves_nobody(look_for):
    stuffed = " ".join(["quorndale mandate"] * 500)
    make_firm(slug="stuffed", texts={"en": {"description": stuffed}})
    make_firm(slug="plain", texts={"en": {"description": "quorndale mandate"}})
    make_firm(slug="named", texts={"en": {"name": "Quorndale Mandate"}})
    found = look_for("quorndale mandate")
    assert firms(found)[0] == "named"
    assert {hit.rank for hit in found.firms[1:]} == {asking.IN_WHOLE}


def test_a_description_counts_only_so_far(look_for):
    make_firm(
        slug="long", texts={"en": {"description": " ".join(f"word{n}" for n in range(600)) + " quorndale"}}
    )
    assert firms(look_for("quorndale")) == []


def test_every_word_counts_whatever_their_order(first):
    make_firm(slug="hall", texts={"en": {"name": "Quorndale Vexley Partners"}})
    assert first("partners vexley quorndale")[0] == "firm hall"


def test_one_chinese_character_is_the_beginning_of_a_word(look_for):
    make_firm(slug="liu", texts={"zh-hant": {"name": "劉氏顧問", "name_language": "zh-hant"}})
    assert "liu" in firms(look_for("刘"))


def test_a_name_is_found_by_its_first_letters(first):
    make_firm(slug="hall", texts={"en": {"name": "Quorndale"}})
    assert first("quorn") == ["firm hall"]


def test_a_misspelt_word_is_taken_for_the_nearest(look_for):
    make_firm(slug="hall", texts={"en": {"name": "Quorndale"}})
    found = look_for("quorndlae")
    assert (firms(found), found.corrected) == (["hall"], "quorndale")
    exact = look_for("quorndlae", corrects=False)
    assert (firms(exact), exact.corrected, exact.missing) == ([], "", ("quorndlae",))


def test_a_word_that_is_found_is_never_corrected(look_for):
    make_firm(slug="one", texts={"en": {"name": "Quorndale"}})
    make_firm(slug="other", texts={"en": {"name": "Quorndales"}})
    assert look_for("quorndale").corrected == ""


def test_where_nothing_holds_all_words_the_nearest_stand_and_the_missing_word_is_named(look_for):
    make_article(slug="story", texts={"en": {"title": "The quorndale clause"}})
    found = look_for("quorndale ZzYzX", corrects=False)
    assert found.is_near
    assert found.missing == ("ZzYzX",)
    assert [hit.code for hit in found.articles] == ["story"]


def test_many_firms_are_dealt_by_the_day_and_said_to_be_many(look_for, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 4)
    for n in range(12):
        make_offering(make_firm(slug=f"firm{n}"), "REP-UKRP", "UK")
    found = look_for("UKRP")
    assert found.has_more_firms
    assert look_for("dunlin").has_more_firms is False


def test_a_name_written_as_one_is_found_by_its_parts(first):
    make_firm(slug="hall", texts={"en": {"name": "QuornDale Ltd"}})
    assert first("quorn dale") == ["firm hall"]


def test_where_todays_heaps_hold_enough_the_others_are_not_asked(look_for, monkeypatch):
    for n in range(40):
        make_offering(make_firm(slug=f"firm{n}"), "REP-UKRP", "UK")
    everybody = look_for("UKRP")
    monkeypatch.setattr(store, "FEW", 1)
    todays = look_for("UKRP")
    assert (len(everybody.firms), everybody.has_more_firms) == (40, False)
    assert 0 < len(todays.firms) < 40
    assert todays.has_more_firms


@pytest.mark.parametrize(
    "query", ["authorised representative", "Authorized Representatives", "授權代表", "授权代表"]
)
def test_a_role_of_many_markets_leads_to_all_of_them_and_to_firms_with_any(look_for, first, query):
    for slug, service, market in (("eu", "REP-EC-REP", "EU"), ("ch", "REP-CH-REP", "CH")):
        make_offering(make_firm(slug=slug), service, market)
    assert first(query)[:3] == ["service REP-EC-REP", "service REP-UKRP", "service REP-CH-REP"]
    assert {hit.code for hit in look_for(query).firms if hit.rank == asking.OFFERS} == {"eu", "ch"}


def test_a_market_beside_it_tells_which(first):
    assert first("authorised representative germany")[0] == "service REP-EC-REP"
    assert first("authorised representative switzerland")[0] == "service REP-CH-REP"


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("消毒劑 歐盟", "REP-EU-BPR"),
        ("cosmetics EU", "REP-EU-COS-RP"),
        ("新藥 臨床 IND 美國", "REP-US-DRUG-IND"),
    ],
)
def test_what_a_market_alone_has_for_a_product_stands_among_the_first(first, query, service):
    assert f"service {service}" in first(query)


def test_what_another_market_has_does_not(first):
    assert "service REP-US-DRUG-IND" not in first("新藥 臨床 IND 韓國")[:4]
    assert "service REP-EU-BPR" not in first("消毒劑 日本")
    assert "service REP-KR-KLH" not in first("韓國 化妝品 代理人")
