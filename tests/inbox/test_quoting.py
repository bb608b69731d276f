"""Quotes are folded, never cut; what is not ours is never taken for a quote of ours."""

import pytest
from flask_babel import force_locale, gettext
from hypothesis import given
from hypothesis import strategies as st

from app.i18n.languages import LANGUAGES
from app.inbox.quote_marks import MARKERS
from app.inbox.quoting import fold

LETTERS = [
    "An answer\n您好：\n\n謝謝您的來信。您的問題編號 LRE-7K2Q-94MX。\n"
    "請到 https://portal.example/zh-hant/x 閱讀。",
    "An answer\nGood day,\n\nA firm has answered your question LRE-7K2Q-94MX.\nhttps://portal.example/en/x",
]
FROM = "本地法规专家 <r-abc@reply.example>"
HEAD = "From: Portal <r@x.example>\nSent: Monday, November 23, 2026 12:00\nTo: Lin\nSubject: An answer\n\n"
ZH_HEAD = "发件人: 本地 <r@x.example>\n发送时间: 2026年11月23日 12:00\n收件人: 林\n主题: 回答\n\n"

#: What each mail program makes of an answer above the letter.
PROGRAMS = {
    "Gmail": "Yes.\n\nOn Mon, Nov 23, 2026 at 12:00 PM Firm via Portal <\nr-abc@reply.example> wrote:\n\n"
    "> Good day,\n>\n> A firm has answered your question LRE-7K2Q-94MX.\n> https://portal.example/en/x\n",
    "Gmail zh-TW": "Yes.\n\n在地法規專家 <r-abc@reply.example> 於 2026年11月23日 週一 下午12:00寫道："
    "\n\n> 您好：\n>\n> 謝謝您的來信。您的問題編號 LRE-7K2Q-94MX。\n",
    "Gmail zh-CN": f"Yes.\n\n{FROM} 于2026年11月23日周一 12:00写道：\n\n> 您好：\n",
    "Apple Mail": "Yes.\n\n> On 23 Nov 2026, at 12:00, Portal <r@x.example> wrote:\n> \n> Good day,\n",
    "Apple Mail zh-CN": "Yes.\n\n> 在 2026年11月23日，12:00，本地法规专家 <r@x.example> 写道："
    "\n> \n> 您好：\n",
    "Outlook": f"Yes.\n\n________________________________\n{HEAD}Good day,\n\n"
    "A firm has answered your question LRE-7K2Q-94MX.\n",
    "Outlook zh-TW": "Yes.\n\n寄件者: 在地法規專家 <r@x.example>\n寄件日期: 2026年11月23日 12:00"
    "\n收件者: 林\n主旨: 回答\n\n您好：\n謝謝您的來信。",
    "Outlook zh-CN": f"Yes.\n\n{ZH_HEAD}Good day,\n",
    "QQ": f"Yes.\n\n\n\n------------------ 原始邮件 ------------------\n{ZH_HEAD}\n\nGood day,\n",
    "163": 'Yes.\n\nAt 2026-11-23 12:00:00, "本地" <r@x.example> wrote:\n>Good day,\n>\n>A firm has answered',
    "163 zh-CN": 'Yes.\n在 2026-11-23 12:00:00，"本地" <r@x.example> 写道：\n\nGood day,\n',
    "Foxmail": "Yes.\n\n发件人： 本地\n发送时间： 2026-11-23 12:00\n收件人： lin\n主题： 回答\nGood day,\n",
    "the marker alone": "Yes.\n\n—— Please reply above this line ——\n\nGood day,\n",
}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_what_is_new_is_told_from_what_is_quoted(text):
    found = fold(text, letters=LETTERS)
    assert found.new == "Yes."
    assert found.sure


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_a_quote_of_what_was_never_sent_is_doubtful(text):
    assert not fold(text.replace("Good day", "Their secret").replace("您好", "機密")).sure


def test_answers_between_quoted_lines_stay_in_sight():
    text = (
        "On Mon, Nov 23, 2026, X <r@x.example> wrote:\n> Good day,\nHello!\n"
        "> A firm has answered your question LRE-7K2Q-94MX.\nWhich one?"
    )
    found = fold(text, letters=LETTERS)
    assert found.new == "Hello!\n\nWhich one?"
    assert found.sure


def test_answers_in_a_quote_without_marks_stay_in_sight_and_a_person_looks():
    ours = "A firm has answered your question LRE-7K2Q-94MX."
    text = f"See below.\n\n{HEAD}Good day,\nWe need it by March.\n{ours}"
    found = fold(text, letters=LETTERS)
    assert found.new == "See below.\n\nWe need it by March."
    assert not found.sure


@pytest.mark.parametrize(
    "text",
    [
        "From: our side, we want this.\nTo: be clear, yes.",
        "On page 3 it says so.\nYou wrote:\n\nnothing.",
        "費用：三千\n時間：三個月\n日期：待定",
        "Plain words.\n\n-- \nLin",
    ],
)
def test_plain_words_are_no_quote(text):
    found = fold(text, letters=LETTERS)
    assert (found.spans, found.sure) == ((), True)


@given(
    st.lists(
        st.sampled_from(["> a", "b", "", "> Good day,", *HEAD.split("\n"), "写道：", ">> c", "—"]),
        max_size=12,
    )
)
def test_nothing_is_ever_lost_and_spans_never_overlap(lines):
    text = "\n".join(lines)
    found = fold(text, letters=LETTERS)
    assert found.text == text
    at = 0
    for start, end in found.spans:
        assert at <= start <= end <= len(text)
        at = end


@pytest.mark.parametrize(("language", "marker"), list(zip(LANGUAGES, MARKERS, strict=True)))
def test_the_line_that_letters_carry_is_the_one_that_is_looked_for(app, language, marker):
    with app.app_context(), force_locale(language.babel):
        assert marker in gettext("Please reply above this line")
