"""Where somebody comes from, what they hold and whom they know are no markets; what they ask for is."""

import pytest

from app.classification.needs import Needs
from app.classification.understanding import understand


@pytest.fixture
def markets(words):
    def _markets(text):
        nothing = Needs()
        understood = understand(text, chosen=nothing, page=nothing, country=None, taxonomy=words)
        return set(understood.needs.markets)

    return _markets


@pytest.mark.parametrize(
    "sentence",
    [
        "We are a Korean company making stents and need {}",
        "Stent manufacturer, Korea, need {}",
        "Start-up (Korea), stents, needs {}",
        "Hello from Korea! We make stents and need {}",
        "Country of origin Korea, product stents, need {}",
        "Need {} for stents.\n\nBest regards,\nAnna Lee\nStentwell, Korea",
        "Our stents are manufactured by a subcontractor in Korea. We need {}",
        "We moved production of stents to Korea. We need {}",
        "We hold approval in Korea for our stents and now need {}",
        "Our stents have been sold in Korea for ten years, we now need {}",
        "Registered in Korea since 2018, now our stents need {}",
        "The Korean authority approved our stents. We need {}",
        "Clinical study done in Korea, stents, need {}",
        "Our test lab is in Korea. Stents need {}",
        "Our Korean distributor told us stents need {}",
        "Unlike in Korea, we are told that stents need {}",
        "In Korea our stents are class II. We need {}",
    ],
)
@pytest.mark.parametrize(("ask", "market"), [("a 510(k)", "US"), ("registration in Japan", "JP")])
def test_in_english_only_what_is_asked_for_is_a_market(markets, sentence, ask, market):
    assert markets(sentence.format(ask)) == {market}


@pytest.mark.parametrize(
    "sentence",
    [
        "我们是韩国公司，做支架的，想办{}",
        "敝公司位於韓國，支架，需要{}",
        "原產地：韓國。支架，需要{}",
        "代理一款韩国支架，需要{}",
        "韓國商，支架，需要{}",
        "把生产线搬到韩国了，支架{}要改吗",
        "支架目前只在韩国销售，现在要{}",
        "支架已取得韓國許可證，接下來{}",
        "韩国的证已经拿到了，支架，下一步{}",
        "做完韓國，支架接下來想做{}",
        "临床试验在韩国做的，支架，需要{}",
        "动物试验委托韩国的CRO做，支架{}认不认",
        "仓库在韩国，支架，需要{}",
        "我们的韩国经销商说支架要{}",
        "在韩国算二类，支架的{}呢？",
        "不像韓國，支架聽說要{}",
    ],
)
@pytest.mark.parametrize(("ask", "market"), [("美国FDA", "US"), ("台灣許可證", "TW")])
def test_in_chinese_only_what_is_asked_for_is_a_market(markets, sentence, ask, market):
    assert markets(sentence.format(ask)) == {market}


@pytest.mark.parametrize(
    "sentence",
    [
        "We want to launch our stents in {}",
        "importing stents into {}",
        "next stop {} for our stents",
        "target market: {}. Product: stents",
        "Customers in {} ask for our stents. Which licence?",
        "We have an order from {} for stents. Which certificate do we need?",
        "Our distributor in {} wants to register stents, what to do",
        "Are stents regulated in {}?",
        "stents {} requirements",
    ],
)
def test_in_english_what_is_aimed_at_is_a_market(markets, sentence):
    assert markets(sentence.format("Brazil")) == {"BR"}


@pytest.mark.parametrize(
    "sentence",
    [
        "支架外銷{}",
        "做{}站，支架",
        "進口支架到{}",
        "{}客户要买支架，需要什么证",
        "支架在{}發生不良事件，怎麼通報",
        "{}这边支架怎么送件",
        "支架，{}",
    ],
)
def test_in_chinese_what_is_aimed_at_is_a_market(markets, sentence):
    assert markets(sentence.format("巴西")) == {"BR"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("listing on amazon.de needs a responsible person, which documents?", {"EU"}),
        ("what is an AKL? buyer cannot clear nebulizers without", {"ID"}),
        ("buyer in Surabaya says he cannot clear nebulizers without registration", {"ID"}),
        ("電動輪椅一年大概1200台，收費是按台還是按年，美國FDA", {"US"}),
        ("普通化妆品备案，境内责任人", {"CN"}),
        ("客户在秘鲁要自由销售证明还要海牙认证，药监局那个能不能代替", {"PE"}),
        ("Do we need an EC REP for Northern Ireland?", {"UK-NIR"}),
        ("we ship stents to the US and Canada", {"US", "CA"}),
        ("UKRP一年幾錢？手動輪椅，歐盟唔使，淨係英國", {"UK"}),
    ],
)
def test_a_word_of_one_market_means_it_and_no_other(markets, text, wanted):
    assert markets(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Korean sheet masks for the UK, who can be responsible person?", {"UK"}),
        ("德國血糖試紙入加拿大要唔要牌", {"CA"}),
        ("UKRP wanted for a catheter. Someone else handles the US for us.", {"UK"}),
        ("先前做过印度和越南，面霜这次想上欧盟CPNP", {"EU"}),
        ("For TGA, is a CE certificate enough for our syringe pump?", {"AU"}),
        ("美國客訴一件，要不要報MDR給FDA？", {"US"}),
        ("FDA有了，现在要做MDR认证", {"EU"}),
        ("We export honey from Chiang Mai to Tokyo", {"JP"}),
        ("泰国TFDA医疗器械注册，需要泰国公司持证", {"TH"}),
        ("打算經荷蘭入歐盟，醬油，標籤要幾種語言", {"EU"}),
        ("创可贴分类界定怎么申请", {"CN"}),
    ],
)
def test_goods_evidence_and_what_others_see_to_are_no_markets(markets, text, wanted):
    assert markets(text) == wanted


@pytest.mark.parametrize(
    ("text", "market"),
    [
        ("我們在新竹製造軟骨細胞產品，想在英國取得上市許可", "UK"),
        ("我们在苏州生产导管，希望在日本拿到认证", "JP"),
        ("怎么在美国取得510(k)，导管", "US"),
    ],
)
def test_what_somebody_wants_to_get_somewhere_is_not_held_there(markets, text, market):
    assert market in markets(text)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("深圳工厂，做血氧仪，想卖到英国", "CN"),
        ("彰化工廠，做輪椅，想賣到美國", "TW"),
        ("德国品牌，深圳工厂，想进台湾，导管", "DE"),
    ],
)
def test_the_plant_is_where_they_are_unless_a_brand_is_named_elsewhere(words, text, country):
    nothing = Needs()
    said = understand(text, chosen=nothing, page=nothing, country=None, taxonomy=words)
    assert said.origin_country == country
