"""How one service stands to another: only the way to it, what it is for, or asked for beside it."""

import pytest


@pytest.fixture
def services(by_rules):
    return lambda text: set(by_rules(text).services)


@pytest.mark.parametrize(
    "text",
    [
        "Our goods are stopped by UK customs; we need a UK Responsible Person for our catheters.",
        "Our catheters are held at UK customs; who can act as our UK Responsible Person?",
        "Our catheters are stopped at UK customs. Could somebody be our UK Responsible Person?",
        "導管被英國海關扣住，我們需要英國責任人",
        "導管被英國海關扣住，誰可以當我們的英國責任人",
        "导管被英国海关扣住，我们需要英国责任人",
    ],
)
def test_what_somebody_says_they_need_is_kept_beside_what_it_is_a_way_to(services, text):
    assert "REP-UKRP" in services(text)


@pytest.mark.parametrize(
    ("text", "asked", "purpose"),
    [
        ("Usability study for our 510(k), infusion pump: who can run it?", "CLIN-USABILITY", "MA-FDA-510K"),
        ("輸液幫浦510(k)的可用性測試誰可以做？", "CLIN-USABILITY", "MA-FDA-510K"),
        ("输液泵510(k)的可用性测试谁能做？", "CLIN-USABILITY", "MA-FDA-510K"),
    ],
)
def test_an_approval_that_another_service_is_for_is_not_asked_for(services, text, asked, purpose):
    found = services(text)
    assert asked in found
    assert purpose not in found


@pytest.mark.parametrize(
    "text",
    [
        "Our Australian sponsor stops. Can the ARTG entries be transferred to another sponsor? Hearing aids.",
        "澳洲sponsor不做了，助聽器的ARTG登錄可以轉給另一家sponsor嗎？",
        "澳洲sponsor不做了，助听器的ARTG登记可以转给另一家sponsor吗？",
    ],
)
def test_an_approval_that_goes_to_another_holder_is_not_applied_for(services, text):
    assert services(text) == {"REP-AU-SPONSOR"}


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("US agent for our glucose meter, please. The 510(k) is handled by another firm.", "MA-FDA-510K"),
        ("血糖機要找美國代理人，510(k)我們自己送", "MA-FDA-510K"),
        ("血糖仪要找美代，510(k)由别家递", "MA-FDA-510K"),
    ],
)
def test_what_others_see_to_is_not_asked_for(services, text, elsewhere):
    found = services(text)
    assert "REP-US-AGENT" in found
    assert elsewhere not in found


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("秘鲁医疗器械注册，缝合线，需要当地公司持证", {"MA-LATAM", "REP-LATAM-HOLDER"}),
        ("秘魯醫材註冊，縫合線，要找持證公司", {"MA-LATAM", "REP-LATAM-HOLDER"}),
        (
            "We want to sell sutures in Peru: registration process, and who holds the registration?",
            {"MA-LATAM", "REP-LATAM-HOLDER"},
        ),
    ],
)
def test_a_holder_and_the_registration_are_both_asked_for(services, text, asked):
    assert services(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "Is our sleep app in or out of the device definition in the EU?",
        "睡眠app喺歐盟會唔會跌入MDR？",
        "抗菌喷雾卖美国，归谁管，EPA还是FDA？",
        "抗菌噴霧賣美國，是EPA管還是FDA管？",
    ],
)
def test_who_rules_over_a_product_asks_for_its_class(services, text):
    assert "STR-CLASS" in services(text)


def test_a_secret_kept_and_a_study_of_bridging_are_no_services(services):
    found = services("玻尿酸填充劑要整理台灣的STED文件，NDA可以先簽")
    assert found == {"STR-TECHDOC"}
    assert "STR-ANIMAL" not in services("新藥在台灣送件，銜接性試驗評估BSE要不要做")
