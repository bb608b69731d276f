"""The part of an address that is a firm's."""

import re
import unicodedata

from sqlalchemy import select

from app.directory.models import Firm
from app.kernel.db import db

LONGEST = 64
#: Room for ``-`` and a number behind a name.
_ROOM = 6
#: Parts of addresses that are, or may become, pages beside firms; invented firms have their own prefix.
_RESERVED = frozenset({"new", "register", "import", "export", "demo", "admin", "desk", "firm"})
_NAMELESS = "firm"


def slug_from(name: str, website_host: str = "") -> str:
    """Letters, digits and hyphens out of a name; out of the website's where the name has no Latin letters."""
    return _plain(name) or _plain(website_host.partition(".")[0]) or _NAMELESS


def _plain(words: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", ""))[: LONGEST - _ROOM].strip("-")
    plain = f"x-{joined}" if joined.startswith("demo-") else joined
    return plain if len(plain) > 1 else ""


def free_slug(wanted: str) -> str:
    """``wanted``, or with the first number behind it that nobody has; the database has the last word."""
    taken = set(db.session.scalars(select(Firm.slug).where(Firm.slug.startswith(wanted, autoescape=True))))
    taken |= _RESERVED
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
