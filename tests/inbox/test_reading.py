"""What mail says, whatever its labels say."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inbox.charsets import decode
from app.inbox.flowing import unflowed
from app.inbox.html_text import text_of_html
from app.inbox.parts import TooManyParts
from app.inbox.reading import read
from tests.inbox import corpus
from tests.inbox.corpus import attached, iso_2022_cn, mail, part, rfc2047, several

MAKERS = "我们是医疗器械生产厂家，想了解费用。"
MAKERS_HANT = "我們是醫療器材製造商，想了解費用。"

#: Label, bytes, and what a reader must see.
BODIES = {
    "gb2312 that is gb18030": ("gb2312", "费用—约€300，㐀字".encode("gb18030"), "费用—约€300，㐀字"),
    "gbk": ("gbk", "医疗器械注册".encode("gbk"), "医疗器械注册"),
    "gb18030": ("GB18030", "𠀀医疗".encode("gb18030"), "𠀀医疗"),
    "gb2312 that is UTF-8": ("gb2312", "您好，我们想了解费用。".encode(), "您好，我们想了解费用。"),
    "big5 with Hong Kong's characters": ("big5", "佢哋嘅啲嘢".encode("big5hkscs"), "佢哋嘅啲嘢"),
    "big5 with Microsoft's marks": ("big5", "價格─約€300‧謝謝".encode("cp950"), "價格─約€300‧謝謝"),
    "big5 proper": ("BIG5", "醫療器材查驗登記".encode("big5"), "醫療器材查驗登記"),
    "ISO-2022-CN": ("ISO-2022-CN", iso_2022_cn("医疗器械"), "医疗器械"),
    "HZ": ("hz-gb-2312", "医疗器械".encode("hz"), "医疗器械"),
    "ISO-2022-JP": ("iso-2022-jp", "医療機器".encode("iso2022_jp"), "医療機器"),
    "Western": ("iso-8859-1", "Déjà vu – “café”".encode("cp1252"), "Déjà vu – “café”"),
    "ASCII that is gbk": ("us-ascii", MAKERS.encode("gbk"), MAKERS),
    "Latin-1 that is gbk": ("iso-8859-1", MAKERS.encode("gbk"), MAKERS),
    "Latin-1 that is UTF-8": ("iso-8859-1", "謝謝您".encode(), "謝謝您"),
    "a label nobody knows": ("x-frobnicated", MAKERS_HANT.encode("big5"), MAKERS_HANT),
    "no text table at all": ("base64", MAKERS.encode("gbk"), MAKERS),
    "UTF-16": ("utf-16", "您好".encode("utf-16"), "您好"),
}  # fmt: skip


@pytest.mark.parametrize(("label", "data", "seen"), BODIES.values(), ids=BODIES)
def test_a_body_is_read_by_its_bytes_and_not_by_its_label_alone(label, data, seen):
    raw = several(part(data, f"Content-Type: text/plain; charset={label}".encode()))
    assert read(raw).text == seen


@pytest.mark.parametrize("label", ["gb2312", "big5", "us-ascii", "x-frobnicated", None])
def test_bytes_that_mean_nothing_are_shown_and_said_to_be_doubtful(label):
    found = decode(b"before \xff\xfe\xff after", label)
    assert "before" in found.text
    assert "after" in found.text
    assert found.doubtful


def test_a_lost_half_of_a_character_takes_nothing_along():
    data = "約".encode("big5")[:1] + b"\nnext"
    assert decode(data, "big5").text.endswith("\nnext")


@given(
    data=st.binary(max_size=300),
    label=st.sampled_from([*dict.fromkeys(each[0] for each in BODIES.values()), None]),
)
def test_no_bytes_under_any_label_are_too_much(data, label):
    assert isinstance(decode(data, label).text, str)


@given(text=st.text(alphabet="医疗器械注册代理人費用醫療器材，。abc \n", min_size=1, max_size=80))
def test_what_is_written_rightly_is_read_rightly(text):
    assert decode(text.encode(), "utf-8").text == text
    assert decode(text.encode("gb18030"), "gb18030").text == text or not text.isascii()


NAMES = {
    "RFC 2231": (b"filename*=UTF-8''%E5%A0%B1%E5%91%8A.pdf", "報告.pdf"),
    "RFC 2231 in pieces": (b"filename*0*=GB2312''%B1%A8%B8%E6;\r\n filename*1*=%CA%E9.pdf", "报告书.pdf"),
    "encoded words": (b'filename="' + rfc2047("報告書.pdf", "big5") + b'"', "報告書.pdf"),
    "encoded words of gb2312": (b'filename="' + rfc2047("报告书.pdf", "gb2312") + b'"', "报告书.pdf"),
    "plain": (b'filename="report.pdf"', "report.pdf"),
    "raw UTF-8": (b'filename="' + "報告.pdf".encode() + b'"', "報告.pdf"),
}


@pytest.mark.parametrize(("header", "seen"), NAMES.values(), ids=NAMES)
def test_a_file_keeps_its_name(header, seen):
    (file,) = read(attached(header)).files
    assert file.name == seen


@pytest.mark.parametrize(("table", "name"), [("gbk", "检测报告.pdf"), ("big5", "檢測報告.pdf")])
def test_a_raw_eight_bit_name_is_read_as_the_body_is(table, name):
    raw = several(
        part("您好".encode(table), f"Content-Type: text/plain; charset={table}".encode()),
        part(
            b"%PDF-1.7",
            b"Content-Type: application/pdf",
            b'Content-Disposition: attachment; filename="' + name.encode(table) + b'"',
        ),
    )
    (file,) = read(raw).files
    assert file.name == name


@pytest.mark.parametrize(
    ("subject", "seen"),
    [
        (rfc2047("關於英國負責人的問題", "big5"), "關於英國負責人的問題"),
        (rfc2047("关于英国责任人", "gb2312"), "关于英国责任人"),
        ("關於英國負責人".encode(), "關於英國負責人"),
        ("关于英国责任人的问题和费用".encode("gbk"), "关于英国责任人的问题和费用"),
        # One character cut in two by two encoded words of the same table.
        (b"=?gb2312?B?0ru4?= =?gb2312?B?9g==?=", "一个"),
        (b"=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        (b"=?nobody?B?xxxx?=", None),
    ],
)
def test_a_subject_is_read_in_any_table(subject, seen):
    found = read(mail(subject=subject)).subject
    assert found == seen if seen else isinstance(found, str)


def test_different_broken_message_ids_stay_different():
    one, two = (read(mail(message_id=f"<a {who}@[x]>")) for who in ("b", "c"))
    assert one.identity
    assert one.identity != two.identity


def test_a_mail_without_a_message_id_is_like_no_other():
    assert read(mail(message_id=None)).identity is None


def test_html_alone_is_read_as_its_lines():
    html = (
        "<html><head><style>p{color:red}</style><title>No</title></head><body><p>您好，</p>"
        "<p>Line&nbsp;one<br>line two</p><ul><li>one</li><li>two</li></ul><blockquote>"
        "<p>quoted<blockquote>deeper</blockquote></p></blockquote><script>alert(1)</script><table><tr><td>cell</td></tr></table></body></html>"
    )
    text = read(mail(html, kind="text/html; charset=utf-8")).text
    assert text.splitlines() == [
        "您好，", "", "Line one", "line two", "", "- one", "- two", "> quoted", ">> deeper", ">", "cell",
    ]  # fmt: skip
    assert "alert" not in text


@pytest.mark.parametrize(
    "html", ["<", "<p", "<!--", "</p></div>", "<b><i></b>", "<blockquote>" * 5000 + "x", "&#x110000;"]
)
def test_broken_html_is_text_all_the_same(html):
    assert isinstance(text_of_html(html), str)


def test_what_is_called_a_section_is_none_and_its_words_stay():
    assert text_of_html("one <![if !mso]>two<![endif]> <![odd>three<!-- no --> four") == "one two three four"


def test_what_never_ends_is_text():
    html = "<!-- a --> one <!-- two <b>three</b> <a href=four"
    assert text_of_html(html) == "one <!-- two three <a href=four"


@pytest.mark.parametrize("begin", ["<!--", "<a", '<a href="', "<?", "</", "<![CDATA[>"])
def test_html_that_only_begins_takes_no_longer_for_each_beginning(begin):
    def seconds(times):
        html = begin * times
        began = time.process_time()
        text_of_html(html)
        return time.process_time() - began

    seconds(1_000)  # patterns are compiled by then
    assert seconds(32_000) < 80 * max(seconds(2_000), 0.001)


def test_of_two_ways_to_say_it_the_plain_one_is_read_unless_it_says_nothing():
    html = part(b"<p>as HTML</p>", corpus.HTML)
    assert read(several(part(b"as text", corpus.TEXT), html, kind="alternative")).text == "as text"
    assert read(several(part(b" \n", corpus.TEXT), html, kind="alternative")).text == "as HTML"


def test_text_cut_in_pieces_around_a_picture_is_whole():
    picture = part(
        b"\x89PNG\r\n\x1a\n", b"Content-Type: image/png", b"Content-Disposition: inline; filename=a.png"
    )
    found = read(several(part(b"before", corpus.TEXT), picture, part(b"after", corpus.TEXT)))
    assert found.text == "before\n\nafter"
    assert [file.name for file in found.files] == ["a.png"]


def test_a_mail_within_the_mail_is_a_file_and_says_nothing_for_its_sender():
    inner = mail("What my boss wrote.", subject="For you alone")
    found = read(several(part(b"See below.", corpus.TEXT), b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert found.text == "See below."
    (file,) = found.files
    assert (file.name, file.said_type) == ("For you alone.eml", "message/rfc822")
    assert b"What my boss wrote." in file.data


@pytest.mark.parametrize(
    ("kind", "name"),
    [(b"application/ms-tnef", "winmail.dat"), (b"text/calendar; method=REQUEST", "invite.ics")],
)
def test_what_is_no_text_is_a_file(kind, name):
    found = read(several(part(b"BEGIN", b"Content-Type: " + kind + b'; name="' + name.encode() + b'"')))
    assert found.text == ""
    assert [file.name for file in found.files] == [name]


def test_paragraphs_that_were_broken_to_fit_are_whole_again():
    assert (
        unflowed("One long \nline.\n> quoted \n> too\n-- \nLin") == "One long line.\n> quoted too\n-- \nLin"
    )
    assert unflowed("一段很長 \n的文字", delsp=True) == "一段很長的文字"


def test_an_empty_mail_says_nothing():
    assert read(b"").text == ""
    assert read(mail("")).text == ""
    assert read(b"\r\n\r\n").senders == []


def test_a_mail_of_a_thousand_parts_is_not_taken_apart():
    with pytest.raises(TooManyParts):
        _ = read(several(*[part(b"x", corpus.TEXT)] * 1000)).text


def test_one_address_of_ours_is_found_among_ten_thousand():
    many = ", ".join(f"person{n}@elsewhere.example" for n in range(10_000))
    found = read(mail(to=f"{many}, <R-abc-f-def@Reply.Portal.Example>"))
    assert found.addresses_at("reply.portal.example") == ["R-abc-f-def@Reply.Portal.Example"]


@pytest.mark.parametrize(
    ("sender", "seen"),
    [
        ("Lin@Maker.Example", ["lin@maker.example"]),
        ("one@a.example>, <two@b.example", 2),
        ("", []),
    ],
)
def test_who_wrote_is_one_person_or_nobody(sender, seen):
    found = read(mail(sender=sender)).senders
    assert len(found) == seen if isinstance(seen, int) else found == seen


def test_a_name_that_looks_like_an_address_is_a_name():
    raw = b'From: "lin@maker.example" <stranger@elsewhere.example>\r\n\r\nHello'
    assert read(raw).senders == ["stranger@elsewhere.example"]


def test_two_from_headers_are_two_senders():
    raw = b"From: lin@maker.example\r\nFrom: stranger@elsewhere.example\r\n\r\nHello"
    assert len(read(raw).senders) == 2


@given(st.binary(max_size=2000))
def test_no_bytes_are_too_broken_to_be_read(raw):
    found = read(raw)
    assert isinstance(found.text, str)
    assert isinstance(found.subject, str)
    assert isinstance(found.content, str)
