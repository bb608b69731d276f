"""What is asked for, and what only comes up: held, said by others, brought along, or a reason given."""

import pytest


@pytest.fixture
def services(by_rules):
    return lambda text: set(by_rules(text).services)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("MDL for ventilators in Canada. MDSAP certificate is valid", "QA-MDSAP"),
        ("加拿大要MDL，呼吸器，MDSAP證書剛拿到", "QA-MDSAP"),
        ("加拿大要MDL，呼吸机，MDSAP证书我们有", "QA-MDSAP"),
        ("We need a UK responsible person for ventilators. EC REP is appointed", "REP-EC-REP"),
        ("要找英代，呼吸機，歐代都有", "REP-EC-REP"),
        ("要找英代，呼吸机，欧代也有了", "REP-EC-REP"),
        ("GACC registration for our mango chips. HACCP is in place", "QA-FOOD-SAFETY"),
        ("Registration of stents in China. The 510(k) we have", "MA-FDA-510K"),
    ],
)
def test_what_is_there_already_is_not_asked_for(services, text, held):
    found = services(text)
    assert found
    assert held not in found


@pytest.mark.parametrize(
    "text",
    [
        "A patient in Berlin was burned by our cautery, the EC REP says he will report it, is that right?",
        "電燒刀在柏林醫院燙傷病人，歐代說他來通報，可以嗎",
        "电刀在柏林医院烫伤病人，欧代说他来上报，可以吗",
    ],
)
def test_a_representative_who_says_something_is_there_already(services, text):
    assert services(text) == {"PMS-VIGILANCE"}


@pytest.mark.parametrize(
    "text",
    [
        "CH-REP wanted for our splints, ISO 13485 certificate",
        "找瑞代，夾板，有ISO 13485",
        "找瑞代，夹板，工厂是ISO 13485体系",
    ],
)
def test_a_quality_standard_beside_another_ask_is_only_mentioned(services, text):
    assert services(text) == {"REP-CH-REP"}


@pytest.mark.parametrize(
    "text",
    [
        "CH-REP wanted for our splints, and help with ISO 13485",
        "找瑞代，夾板，還要導入ISO 13485",
        "找瑞代，夹板，还要建立ISO 13485体系",
    ],
)
def test_a_quality_standard_beside_another_ask_counts_where_it_is_asked_for(services, text):
    assert services(text) == {"REP-CH-REP", "QA-ISO13485"}


@pytest.mark.parametrize(
    "text",
    [
        "Biocompatibility tests for the CE marking of our splint",
        "夾板做CE，生物相容性要測什麼",
        "夹板做CE，生物相容性要测什么",
    ],
)
def test_what_a_test_is_for_is_not_asked_for(services, text):
    assert services(text) == {"STR-TESTING"}


def test_a_missing_name_on_the_box_is_the_reason_of_customs_and_no_ask(services):
    text = "Customs in Hamburg stopped our splints because there is no EC REP on the box"
    assert services(text) == {"ENF-BORDER"}


def test_the_report_of_an_audit_is_no_audit(services):
    assert services("QSD for our splints in Taiwan runs out, TFDA wants the audit report") == {"MA-TW-TFDA"}


@pytest.mark.parametrize(
    "text",
    [
        "Is a foam roller a medical device in the EU",
        "Foam rollers, EU. Does one claim about pain make it class I?",
        "泡棉滾筒在歐盟是醫療器材嗎",
        "泡沫轴在欧盟算几类",
        "泡沫轴在中国按二类管吗",
        "泡棉滾筒在台灣是一等還二等",
    ],
)
def test_whether_and_in_which_class_is_asked_in_many_ways(services, text):
    assert "STR-CLASS" in services(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Insulin pens for Oman", {"MA-GCC-MENA"}),
        ("Catheters, and then Kenya", {"MA-AFRICA"}),
        ("導管，新加坡", {"MA-SG-HSA"}),
    ],
)
def test_a_market_and_a_product_alone_are_taken_for_getting_in(services, text, wanted):
    assert services(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Korean responsible person for our serum?", {"REP-KR-COS-RS"}),
        ("Registrant in Singapore for ventilators", {"REP-SG-REGISTRANT"}),
        ("呼吸機，新加坡要當地公司持證", {"REP-SG-REGISTRANT"}),
        ("呼吸机，新加坡要当地公司持证", {"REP-SG-REGISTRANT"}),
    ],
)
def test_a_representative_is_sought_where_a_place_is_named(services, text, wanted):
    assert services(text) == wanted
