"""Urgency: the first that holds counts."""

import pytest


@pytest.fixture
def urgency(by_rules):
    return lambda text: by_rules(text).urgency


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A patient was burned by our heating pad in Texas, it is urgent", "incident"),
        ("Our class IIa pump burnt a patient yesterday, he is in hospital. We need a UKRP now.", "incident"),
        ("病人使用後灼傷住院，FDA 要來查廠", "incident"),
        (
            "Our shipment is detained in Los Angeles, import alert 66-40, please answer by Friday",
            "detained_shipment",
        ),
        ("面膜在洛杉矶港被海关扣了，很急", "detained_shipment"),
        ("Form 483 with five observations, answer due in 15 working days", "authority_action"),
        ("收到藥監局發補通知，三個月內要回覆", "authority_action"),
        ("We need the UKRP by the end of March, asap", "deadline"),
        ("年底前要拿到CE证书，加急", "deadline"),
        ("Need a US agent asap", "asap"),
        ("尽快，需要欧代", "asap"),
        ("How much is an EC REP?", "none"),
        ("FDA注册每年10月到12月续费是吗", "none"),
        ("We were told two weeks ago that we need a CH-REP", "none"),
        ("How long is the grace period for labels in Switzerland?", "none"),
        ("A nurse pricked herself with our needle, which broke", "incident"),
        ("患者术中导管断裂，残留体内", "incident"),
        ("customs won't clear our container", "detained_shipment"),
        ("Our pulse oximeters are held at UK customs", "detained_shipment"),
        ("清關不過，卡住了", "detained_shipment"),
        ("Health Canada refused our licence application", "authority_action"),
        ("监管部门要求我们限期整改", "authority_action"),
        ("needed by the 15th", "deadline"),
        ("民國115年6月前要換證", "deadline"),
        ("预计明年第一季上市", "deadline"),
        ("as fast as you can", "asap"),
        ("麻烦尽早报价", "asap"),
        ("wound dressing for burns and injuries", "none"),
        ("烧烫伤敷料 CE", "none"),
        ("how do I avoid detention of my goods by FDA?", "none"),
        ("plant inspected by US FDA 2023, no 483", "none"),
        ("怎么应对FDA检查", "none"),
        ("we are not in a hurry", "none"),
        ("急救包要怎麼註冊", "none"),
        ("Our certificate is valid until 2029", "none"),
        ("The review takes 6 months, is that right?", "none"),
    ],
)
def test_the_gravest_cause_of_hurry_counts(urgency, text, kind):
    assert urgency(text) == kind
