"""Urgency: the first that holds counts."""

import pytest

from app.classification.needs import Needs
from app.classification.understanding import understand


@pytest.fixture
def urgency(words):
    def _urgency(text):
        return understand(text, chosen=Needs(), page=Needs(), country=None, taxonomy=words).urgency

    return _urgency


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A patient was burned by our heating pad in Texas, it is urgent", "incident"),
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
    ],
)
def test_the_gravest_cause_of_hurry_counts(urgency, text, kind):
    assert urgency(text) == kind
