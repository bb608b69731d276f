"""The articles as an Atom feed, one for each language."""

from datetime import UTC, date, datetime, time
from xml.sax.saxutils import escape, quoteattr

from flask import g
from flask_babel import gettext as _

from app.articles.models import Article
from app.articles.queries import newest
from app.i18n.addresses import Addresses
from app.public.door import public, settings
from app.web.caching import public_file
from app.web.edition import current_edition

_NEWEST = 30


@public.route("/articles.atom")
@public_file("application/atom+xml")
def articles_feed() -> str:
    """Titles and summaries; an article not yet in this language says which one it is in."""
    at, base, found = Addresses(g.language), settings().base_url, newest(_NEWEST)
    changed = current_edition().changed_at
    updated = max((_moment(each.updated) for each in found), default=changed.isoformat() if changed else "")
    site = _("Local Regulatory Experts")
    title = _("Articles of %(site)s", site=site)
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{g.language.tag}">\n'
        f"<id>{base}{at.articles_feed}</id>\n"
        f"<title>{escape(title)}</title>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(base + at.articles_feed)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(base + at.articles)}/>\n'
        f"<updated>{updated}</updated>\n"
        f"<author><name>{escape(site)}</name></author>\n"
    )
    return head + "".join(_entry(each, at, base) for each in found) + "</feed>\n"


def _entry(article: Article, at: Addresses, base: str) -> str:
    reading, address = article.read(at.language), base + at.article(article.slug)
    return (
        f'<entry xml:lang="{reading.language.tag}">\n'
        f"<id>{address}</id>\n"
        f"<title>{escape(reading.text.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>\n'
        f"<published>{_moment(article.published)}</published>\n"
        f"<updated>{_moment(article.updated)}</updated>\n"
        f"<summary>{escape(reading.text.summary)}</summary>\n"
        "</entry>\n"
    )


def _moment(day: date) -> str:
    """Atom has no days, so a day is its first moment."""
    return datetime.combine(day, time(), UTC).isoformat()
