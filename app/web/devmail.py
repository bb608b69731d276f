"""``/dev/mail``: what the mailbox of this machine has received. Only with DEMO=1, only from this machine."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from mailbox import Maildir
from pathlib import Path
from urllib.parse import urlsplit

import nh3
from flask import Blueprint, abort, current_app, g, render_template, request
from markupsafe import Markup, escape

from app.config import Settings
from app.i18n.languages import EN

devmail = Blueprint("devmail", __name__, url_prefix="/dev/mail")

#: Letters on the list; older ones are still in the Maildir.
_MOST = 200
#: ASCII only, since Chinese text may follow without a space; a stop at the end belongs to the sentence.
_URL = re.compile(r"https?://[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]*[A-Za-z0-9\-_~/&#=%]")
#: A Maildir key begins with the second and, after ``M``, the microsecond; ``Q`` counts within a process.
_KEY = re.compile(r"(\d+)\.M(\d+)P\d+Q(\d+)")
_HEADINGS = re.compile(r"<(/?)h[12]\b", re.IGNORECASE)
#: What is left of a link to another host, as nh3 writes it.
_DEAD_LINK = re.compile(r"<a(?: rel=\"[^\"]*\")?>(.*?)</a>", re.DOTALL)
#: No pictures, forms or styles; headings from h3 on, below the page's own.
_TAGS = {"a", "b", "blockquote", "br", "em", "h3", "h4", "hr", "i", "li", "ol", "p", "span", "strong", "ul"}
_TAGS |= {"table", "tbody", "td", "th", "thead", "tr"}
_UNSEEN_TAGS = {"head", "script", "style", "title"}


@dataclass(frozen=True, slots=True)
class Received:
    """A letter in the mailbox."""

    key: str
    message: EmailMessage

    def header(self, name: str) -> str:
        return str(self.message.get(name, ""))

    @property
    def date(self) -> datetime | None:
        date = self.message.get("Date")
        return getattr(date, "datetime", None)

    def part(self, kind: str) -> str:
        """The text of the ``plain`` or ``html`` part; empty if there is none."""
        body = self.message.get_body((kind,))
        if body is None:
            return ""
        try:
            text = str(body.get_content())
        except LookupError:  # a character set Python has never heard of
            text = bytes(body.get_payload(decode=True)).decode("utf-8", "replace")
        return text.replace("\r\n", "\n")


def _order(key: str) -> tuple[int, ...]:
    found = _KEY.match(key)
    return tuple(int(number) for number in found.groups()) if found else (0,)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _box() -> Maildir | None:
    folder = _settings().data_dir / "mailbox"
    return Maildir(folder, factory=None, create=False) if Path(folder, "new").is_dir() else None


def _received(box: Maildir, key: str) -> Received:
    return Received(key, BytesParser(EmailMessage, policy=default).parsebytes(box.get_bytes(key)))


def letters_for(recipient: str) -> list[Received]:
    """Letters received, newest first; an empty ``recipient`` means everybody's."""
    box = _box()
    if box is None:
        return []
    found = []
    for key in sorted(box.keys(), key=_order, reverse=True):
        letter = _received(box, key)
        if not recipient or recipient.casefold() in letter.header("To").casefold():
            found.append(letter)
        if len(found) == _MOST:
            break
    return found


def _is_ours(url: str) -> bool:
    there, here = urlsplit(url), urlsplit(_settings().base_url)
    return (there.scheme, there.netloc) == (here.scheme, here.netloc)


def _linked(line: str) -> Markup:
    """The line with the addresses of this portal as links, and all others as text."""
    written, end = Markup(), 0
    for found in _URL.finditer(line):
        url = found.group()
        if _is_ours(url):
            written += escape(line[end : found.start()]) + Markup('<a href="{0}">{0}</a>').format(url)
            end = found.end()
    return written + escape(line[end:])


def paragraphs(text: str) -> list[Markup]:
    """The plain text as it would be read: one item a paragraph, lines kept."""
    return [
        Markup("<br>").join(_linked(line) for line in part.split("\n"))
        for part in re.split(r"\n{2,}", text.strip())
        if part
    ]


def harmless(html: str) -> Markup:
    """The HTML part without anything that runs, loads or leads to other hosts."""

    def _keep(tag: str, name: str, value: str) -> str | None:
        return value if name != "href" or _is_ours(value) else None

    cleaned = nh3.clean(
        _HEADINGS.sub(r"<\1h3", html),
        tags=_TAGS,
        clean_content_tags=_UNSEEN_TAGS,
        attribute_filter=_keep,
        strip_comments=True,
    )
    return Markup(_DEAD_LINK.sub(r"\1", cleaned))  # noqa: S704 (nh3 has just cleaned it)


@devmail.before_request
def _only_here() -> None:
    """To others this page does not exist: letters hold the keys to enquiries."""
    g.language = EN
    try:
        here = ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        here = False
    if not here:
        abort(404)


@devmail.get("")
def inbox() -> str:
    recipient = request.args.get("to", "").strip()
    return render_template("devmail/inbox.html", letters=letters_for(recipient), recipient=recipient)


@devmail.get("/<key>")
def letter(key: str) -> str:
    box = _box()
    if box is None or key not in box:
        abort(404)
    received = _received(box, key)
    return render_template(
        "devmail/letter.html",
        letter=received,
        headers=[(name, str(value)) for name, value in received.message.items()],
        paragraphs=paragraphs(received.part("plain")),
        html=harmless(received.part("html")),
    )
