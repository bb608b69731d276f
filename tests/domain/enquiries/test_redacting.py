"""A firm that may not know who asks reads the question without anything that tells."""

import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enquiries.redacting import Removed, redacted

WHO = {
    "en": ("Taipei Oximeters Co., Ltd.", "Lin Mei-Ling", "lin.meiling@oximeters.example"),
    "zh-hant": ("臺北曜騰醫材科技股份有限公司", "林美玲", "meiling_lin@xueyang.example"),
    "zh-hans": ("深圳脉诊医疗科技有限公司", "王伟", "wang.wei88@maizhen.example"),
}
#: Sentences that tell nothing of who asks, with all the numbers of the trade.
WORDS = {
    "en": (
        "We need a UK Responsible Person by 2026-03-31.",
        "510(k) K123456, 21 CFR 820.30, ISO 13485:2016 and EU 2017/745 apply.",
        "GTIN 09506000134352, some 10,000,000 pieces at 1.50 EUR each.",
        "Our product line: oximeters. Is the CE mark enough?",
        "We sell through a WeChat mini program and will grant access in May.",
    ),
    "zh-hant": (
        "我們需要英國負責人（UKRP），希望 2026 年 3 月上市。",
        "衛部醫器輸字第 012345 號，適用 ISO 13485:2016。",
        "產品線:血氧機；GTIN 09506000134352。",
        "請問何時可以送件？",
    ),
    "zh-hans": (
        "我们想在欧盟找授权代表，预计 2026 年 3 月上市。",
        "注册证号：国械注准20203070123，适用 GB 9706.1-2020。",
        "通过微信小程序销售，年产 10,000,000 件。",
        "请问需要多长时间？",
    ),
}
#: What tells, each with the part that must not survive.
TELLING = {
    "en": (
        ("Write to lin.meiling@oximeters.example.", "oximeters.example"),
        ("Write to lin [at] oximeters [dot] example.", "[at] oximeters"),
        ("See https://www.oximeters.example/about?x=1.", "oximeters.example"),
        ("See oximeters-asia.com/en.", "oximeters-asia"),
        ("Call +886 2 2345 6789.", "2345 6789"),
        ("Phone: (02) 2345-6789 ext 12", "6789"),
        ("WhatsApp +44 7700 900123", "900123"),
        ("WeChat ID: oxi_taipei", "oxi_taipei"),
        ("Skype: live.oxi.taipei", "live.oxi"),
        ("Find us as @oxi_taipei.", "oxi_taipei"),
        ("This is TAIPEI   OXIMETERS asking.", "OXIMETERS asking"),
        ("At Taipei Oximeters’ request.", "Taipei Oximeters"),
        ("My name is Mei-Ling Lin.", "Mei-Ling"),
        ("Ask for Ms. Lin, please.", "Lin"),
        ("Ｌｉｎ　Ｍｅｉ－Ｌｉｎｇ asks.", "Ｍｅｉ"),
    ),
    "zh-hant": (
        ("本公司台北曜騰要出口。", "台北曜騰"),
        ("曜騰的產品。", "曜騰"),
        ("请联系台北曜腾医材科技股份有限公司。", "曜腾"),
        ("聯絡人：林美玲。", "林美玲"),
        ("請找林小姐。", "林小姐"),
        ("信箱 ｍｅｉｌｉｎｇ＠ｘｙ．ｃｏｍ", "ｍｅｉｌｉｎｇ"),
        ("手機：0912-345-678", "345-678"),
        ("電話 (02)2345-6789", "2345-6789"),
        ("LINE ID：xueyang_tw", "xueyang"),
        ("LINE: xueyang888", "xueyang"),
        ("網址 www.xueyang.com.tw", "xueyang"),
    ),
    "zh-hans": (
        ("脉诊想咨询。", "脉诊"),
        ("請聯繫深圳脈診醫療科技。", "脈診"),
        ("联系人王伟，", "王伟"),
        ("请找王经理。", "王经理"),
        ("手机13812345678", "13812345678"),
        ("电话：0755-2345 6789", "2345 6789"),
        ("加微信 maizhen_888", "maizhen"),
        ("微信号：maizhen", "maizhen"),
        ("QQ：123456789", "123456789"),
        ("邮箱 wang#maizhen.com", "maizhen"),
        ("官网 maizhen.cn", "maizhen"),
    ),
}
SIGNED = {
    "en": ("Best regards,", "Mei\nHead of RA\nThe Oximeter House, Taipei", "Oximeter House"),
    "zh-hant": ("順頌商祺", "美玲\n法規部\n台北市某路一號", "某路一號"),
    "zh-hans": ("此致\n敬礼", "小王\n注册部\n深圳某大厦", "某大厦"),
}


def enquiry(language):
    company, person, address = WHO[language]
    return SimpleNamespace(company=company, contact_name=person, email=address)


def words(pieces):
    return "".join(each for each in pieces if isinstance(each, str))


@pytest.mark.parametrize(
    ("language", "telling", "canary"),
    [(language, *each) for language, found in TELLING.items() for each in found],
)
def test_what_tells_who_asks_is_taken_out(language, telling, canary):
    assert canary in telling
    left = words(redacted(telling, enquiry(language)))
    assert canary not in left, left


@pytest.mark.parametrize("language", list(WORDS))
def test_a_question_that_tells_nothing_stays_as_it_is(language):
    text = "\n".join(WORDS[language])
    assert redacted(text, enquiry(language)) == (text,)


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("苏州细胞科技有限公司", "我们在苏州生产自体软骨细胞产品。"),
        ("新竹細胞股份有限公司", "我們在新竹製造自體軟骨細胞產品。"),
        ("上海国际诊断试剂有限公司", "体外诊断试剂如何注册？"),
    ],
)
def test_a_company_named_after_its_trade_and_place_takes_no_word_of_the_question_along(company, text):
    who = SimpleNamespace(company=company, contact_name="", email="")
    assert redacted(text, who) == (text,)
    assert company not in words(redacted(f"{company}：{text}", who))


@given(data=st.data(), language=st.sampled_from(list(WORDS)))
def test_no_canary_survives_anywhere_and_every_other_word_does(data, language):
    plain = data.draw(st.lists(st.sampled_from(WORDS[language]), min_size=1, max_size=4, unique=True))
    telling = data.draw(st.lists(st.sampled_from(TELLING[language]), min_size=1, max_size=3, unique=True))
    lines = data.draw(st.permutations([*plain, *(said for said, _canary in telling)]))
    is_signed = data.draw(st.booleans())
    closing, block, canary = SIGNED[language]
    text = "\n".join([*lines, closing, block] if is_signed else lines)
    left = words(redacted(text, enquiry(language)))
    for hidden in (*(canary for _said, canary in telling), *((canary,) if is_signed else ())):
        assert hidden not in left, left
    for sentence in plain:
        assert sentence in left, left


@pytest.mark.parametrize("language", list(SIGNED))
def test_a_signature_goes_and_what_closes_the_letter_stays(language):
    closing, block, _canary = SIGNED[language]
    pieces = redacted(f"{WORDS[language][0]}\n\n{closing}\n{block}", enquiry(language))
    assert pieces == (f"{WORDS[language][0]}\n\n{closing}\n", Removed.SIGNATURE)


def test_thanks_before_a_question_sign_nothing():
    text = "Thanks,\nand may we also ask what it costs?\nWe hope for March."
    assert redacted(text, enquiry("en")) == (text,)


def test_a_name_that_is_an_ordinary_word_goes_only_as_a_name():
    who = SimpleNamespace(company="Best Care Ltd", contact_name="Mark Grant", email="mark@care.example")
    pieces = redacted("Mr Grant asks: will the authority grant the CE mark to Best Care?", who)
    assert words(pieces) == " asks: will the authority grant the CE mark to ?"


@given(st.text(max_size=200))
def test_any_text_is_read_and_nothing_is_added(text):
    left = words(redacted(text, enquiry("en")))
    assert len(left) <= len(text)
    rest = iter(text)
    assert all(character in rest for character in left)


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n\n"])
def test_nothing_is_nothing(text):
    assert words(redacted(text, enquiry("en"))) == text


def test_an_enquirer_without_words_for_a_name_takes_nothing_out():
    who = SimpleNamespace(company="…", contact_name="-", email="x@y.example")
    assert redacted("We ask - and wait…", who) == ("We ask - and wait…",)


@pytest.mark.parametrize("again", ["br\nx\n", "微信", "Best\n", "敬上\n"])
def test_a_long_text_takes_no_longer_for_each_word(again):
    def seconds(times):
        text = again * times
        began = time.process_time()
        redacted(text, enquiry("en"))
        return time.process_time() - began

    seconds(100)  # patterns are compiled by then
    assert seconds(8_000) < 60 * max(seconds(500), 0.001)
