"""Whatever is typed, there is an answer, soon."""

import gc
import time

import pytest

from app.classification.needs import Needs
from app.classification.reading import LONGEST
from app.classification.understanding import understand

WORST = {
    "nothing": "",
    "a megabyte": "We need an EC REP for Germany. " * 35_000,
    "a megabyte of one letter": "a" * 1_000_000,
    "a megabyte of one character": "要" * 1_000_000,
    "one smile": "😀",
    "NULs": "\x00" * 500 + "UKRP\x00for\x00thermometers",
    "halves of pairs": "\ud800\udfff UKRP \udc00",
    "from right to left": "\u202e\u200fUKRP for thermometers\u202c",
    "homoglyphs": "UКRР fоr thеrmomеters",
    "zalgo": "U\u0334\u0310K\u0321\u0306R\u0338\u0301P\u0322 for thermometers",
    "mixed widths": "ＵＫＲＰ for ｔｈｅｒｍｏｍｅｔｅｒｓ",
    "many brackets": "(" * 20_000,
    "many places": "US EU UK 英國、德國、" * 2_000,
    "many cues": "we have already not " * 2_000,
    "a megabyte of cities": "深圳" * 500_000,
    "a megabyte without an end of a clause": "要求我们公司在德国的经销商说需要办理" * 60_000,
    "a megabyte of words for goods": "shipment goods container customs held at the port of " * 20_000,
    "a megabyte of the hurt": "病人使用后" * 200_000,
    "many line ends": "\n" * 100_000,
}


def processor_time(text, words):
    """Seconds of this process alone, without a collection of what others left behind."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        understand(text, chosen=Needs(), page=Needs(), country=None, taxonomy=words)
        return time.process_time() - began
    finally:
        gc.enable()


PLAIN = "We make infusion pumps in Suzhou and look for an EC REP for Germany, since our contract ends. "
_costs: list[float] = []


@pytest.fixture
def ordinary(words):
    """What a plain enquiry of the greatest length that is read costs here and now."""
    if not _costs:
        processor_time("warm", words)
        _costs.append(min(processor_time(f"{turn} {PLAIN * 90}"[:LONGEST], words) for turn in range(3)))
    return _costs[0]


@pytest.mark.parametrize("text", WORST.values(), ids=WORST.keys())
def test_the_worst_text_costs_no_more_than_a_few_long_enquiries(words, ordinary, text):
    assert processor_time(text, words) < 20 * ordinary
    understood = understand(text, chosen=Needs(), page=Needs(), country=None, taxonomy=words)
    for each in understood.facets:
        assert all(0 <= start < end <= len(text) for start, end in each.spans)


@pytest.mark.parametrize("name", ["NULs", "halves of pairs", "from right to left", "zalgo", "mixed widths"])
def test_what_cannot_be_seen_hides_no_need(words, name):
    understood = understand(WORST[name], chosen=Needs(), page=Needs(), country=None, taxonomy=words)
    assert understood.needs.services == ("REP-UKRP",)


AGAIN_AND_AGAIN = [
    "CE, ",
    "FDA, ",
    "fda来函",
    "held at ",
    "不需要CE",
    "已有CE、",
    "we hold CE and ",
    "510(k) ",
    "FDA 21 CFR ",
    "US EU ",
    "9",
    "12,",
    "三",
    ", ",
    "a",
    "\n",
]


@pytest.mark.parametrize("words_of_it", AGAIN_AND_AGAIN)
def test_the_cost_grows_as_the_text_does_and_not_as_its_square(words, words_of_it):
    def cost(length):
        # Never the same text twice: nothing may be remembered. The best of three, since others work too.
        return min(processor_time(f"{turn} " + (words_of_it * length)[:length], words) for turn in range(3))

    processor_time("warm", words)
    # Four times the text: four times the cost, were it the square sixteen times.
    assert cost(LONGEST) < 9 * cost(LONGEST // 4) + 0.02
