"""The mailbox of this machine, and the pages that show it."""

import os
import re
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.console.children import free_port, listens
from app.console.mailbox import Keeper
from app.i18n.languages import ZH_HANS, ZH_HANT
from app.outbox.courier import deliver_due
from app.web.devmail import harmless, paragraphs
from tests.mail.conftest import NOON
from tests.mail.reader import make_reader
from tests.mail.servers import served

TEXT = (
    "您好：\n\n請確認您的詢問：https://portal.example/zh-hant/enquiries/Q7-4KXM/confirm?token=a.b_c-d。\n謝謝"
)
HTML = (
    "<html><head><title>unseen</title><style>p{color:red}</style></head><body style='margin:0'><h1>您好</h1>"
    "<p onclick='x()'>請<a href='https://portal.example/zh-hant/x?a=1&amp;b=2'>確認</a></p>"
    "<img src='https://elsewhere.example/pixel'><script>alert(1)</script>"
    "<a href='https://elsewhere.example/'>elsewhere</a><a href='javascript:x()'>script</a></body></html>"
)


@pytest.fixture
def reader(tmp_path: Path) -> FlaskClient:
    return make_reader(tmp_path).test_client()


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[int]:
    """The port of a mail server that keeps what comes."""
    with served(Keeper(tmp_path / "mailbox")) as port:
        yield port


@pytest.fixture
def delivered(mailbox: int, portal, write) -> None:
    """Three letters in the mailbox."""
    write(1, to="first@example.com", subject="Older")
    write(2, to="second@example.com", subject="請確認 <您的詢問>", text=TEXT, html=HTML, language=ZH_HANT)
    write(3, to="first@example.com", subject="答复", language=ZH_HANS)
    with portal(MAIL_PORT=str(mailbox)).app_context():
        assert deliver_due(10, at=NOON).sent == 3


def _links(page: str) -> list[str]:
    return re.findall(r'href="(/dev/mail/[^"]+)"', page)


def test_what_came_in_is_listed_newest_first(reader, delivered):
    page = reader.get("/dev/mail")

    assert page.status_code == 200
    assert page.mimetype == "text/html"
    text = page.get_data(as_text=True)
    assert '<html lang="en"' in text
    assert text.index("答复") < text.index("請確認 &lt;您的詢問&gt;") < text.index("Older")
    assert len(_links(text)) == 3
    for said in ("Local Regulatory Experts", "second@example.com", "zh-Hant", "2026-11-23"):
        assert said in text


def test_the_list_is_narrowed_to_one_reader(reader, delivered):
    page = reader.get("/dev/mail?to=FIRST@example.com").get_data(as_text=True)

    assert len(_links(page)) == 2
    assert "second@example.com" not in page


def test_a_letter_is_shown_whole_and_cannot_do_anything(reader, delivered):
    [link] = _links(reader.get("/dev/mail?to=second@example.com").get_data(as_text=True))

    page = reader.get(link).get_data(as_text=True)

    confirm = "https://portal.example/zh-hant/enquiries/Q7-4KXM/confirm?token=a.b_c-d"
    assert f'：<a href="{confirm}">{confirm}</a>。<br>' in page
    assert '<a href="https://portal.example/zh-hant/x?a=1&amp;b=2"' in page
    for gone in ("elsewhere.example", "<script", "onclick", "style=", "<img", "javascript:", "alert(1)"):
        assert gone not in page, gone
    assert "elsewherescript</div>" in page
    assert page.count("<h1") == 1
    assert 'id="letter-text" lang="zh-Hant"' in page
    for header in ("Message-ID", "Auto-Submitted", "Content-Language", "Delivered-To"):
        assert f"<dt>{header}</dt>" in page


def test_an_empty_or_missing_mailbox_says_so(reader):
    page = reader.get("/dev/mail?to=%3Cnobody%3E")

    assert page.status_code == 200
    assert "No letters for &lt;nobody&gt;." in page.get_data(as_text=True)


@pytest.mark.parametrize("key", ["nothing", "..", "%2e%2e%2fsecret_key", "1.M1P1Q1.x", "%00"])
def test_what_is_not_in_the_mailbox_does_not_exist(reader, delivered, key):
    assert reader.get(f"/dev/mail/{key}").status_code == 404


@pytest.mark.parametrize("path", ["/dev/mail", "/dev/mail/x"])
def test_from_other_machines_there_is_no_mailbox(reader, delivered, path):
    assert reader.get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404


def test_mail_from_anybody_is_shown(reader, mailbox):
    """Not all that comes is ours: no subject, no parts, an unknown charset, bytes that are no text."""
    strange = [
        b"Subject: x\r\n\r\nno more than this\r\n",
        b"From: a\r\nContent-Type: text/plain; charset=x-none\r\n\r\n\xff\xfe\r\n",
        b'Subject: =?utf-8?b?//79?=\r\nDate: yesterday\r\nContent-Language: "><script>\r\n\r\n\xe8\r\n',
        b"Content-Type: multipart/mixed; boundary=none\r\n\r\n",
    ]
    with smtplib.SMTP("127.0.0.1", mailbox) as server:
        for message in strange:
            server.sendmail("a@example.com", ["b@example.com"], message)

    links = _links(reader.get("/dev/mail").get_data(as_text=True))

    assert len(links) == len(strange)
    for link in links:
        page = reader.get(link)
        assert page.status_code == 200
        assert b"<script" not in page.data


def test_only_our_own_addresses_become_links(tmp_path):
    with make_reader(tmp_path).app_context():
        [line] = paragraphs("<b> https://portal.example.evil.example/ http://portal.example/ &")
        html = harmless("<a href='https://portal.example@evil.example/'>x</a>")

    assert "href" not in line
    assert line.startswith("&lt;b&gt;")
    assert "href" not in html


def test_the_mailbox_serves_until_told_to_stop(tmp_path):
    port = free_port(24000)
    command = [sys.executable, "-W", "error", "-m", "flask", "--app", "tests.mail.reader"]
    environ = os.environ | {"DATA_DIR": str(tmp_path)}
    with subprocess.Popen([*command, "mailbox", "serve", "--port", str(port)], env=environ) as server:
        deadline = time.monotonic() + 30
        while not listens(port):
            assert server.poll() is None
            assert time.monotonic() < deadline
        with smtplib.SMTP("127.0.0.1", port) as connection:
            connection.sendmail("a@example.com", ["b@example.com"], b"Subject: x\r\n\r\nkept\r\n.\r\n")
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0

    [kept] = (tmp_path / "mailbox" / "new").iterdir()
    assert kept.read_bytes() == b"Delivered-To: b@example.com\r\nSubject: x\r\n\r\nkept\r\n.\r\n"


def test_without_sample_data_there_is_no_mailbox(tmp_path):
    app = make_reader(tmp_path, DEMO="", SECRET_KEY="s" * 40)

    said = app.test_cli_runner().invoke(args=["mailbox", "serve"])

    assert said.exit_code == 1
    assert "DEMO=1" in said.output
