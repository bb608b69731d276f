"""How a filled ask form comes in: what speaks against it, and from where it is sent.

Who sends it is never looked at: neither the provider of the address, nor a name, nor a country.
"""

import ipaddress
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from flask import current_app, request
from sqlalchemy import select

from app.classification.lexicon import MARKET, SERVICE
from app.classification.understanding import BY_TEXT
from app.directory.models import Firm
from app.enquiries.arrivals import Arriving
from app.enquiries.intake import LISTED_FIRM, MANY_LINKS, MISMATCH, TOO_QUICK, TRAP, intake
from app.kernel.db import db
from app.kernel.seals import seal
from app.kernel.text import han_count
from app.matching.conflicts import domain_of, free_mail
from app.public import proof, tokens
from app.public.checking import Check
from app.public.forms import AskForm
from app.web.edition import current_edition


def arriving(form: AskForm, found: Check, *, at: datetime) -> Arriving:
    """found: what step two made of the form.

    Where posts are not limited, for load tests, forms may be filled in no time too.
    """
    limits = bool(current_app.config["SETTINGS"].post_limit)
    signs = set(_signs(form, found))
    age = tokens.age_of(form, at=at)
    if limits and age is not None and age < intake().least.total_seconds():
        signs.add(TOO_QUICK)
    return Arriving(form.nonce.data, frozenset(signs), _marks(form) if limits else None)


def _signs(form: AskForm, found: Check) -> Iterable[str]:
    if form.homepage.data:
        yield TRAP
    if sign := proof.sign_of(form):
        yield sign
    if intake().has_many_links(form.text.data):
        yield MANY_LINKS
    if _contradicts(found):
        yield MISMATCH
    if _is_of_a_listed_firm(form.email.data):
        yield LISTED_FIRM


def _contradicts(found: Check) -> bool:
    """Whether the text names markets or services, and what is ticked is none of them."""
    for facet in (MARKET, SERVICE):
        named = {each.code for each in found.of(facet) if each.is_meant and each.source == BY_TEXT}
        ticked = {each.code for each in found.of(facet) if each.is_ticked}
        if named and ticked and not named & ticked:
            return True
    return False


def _is_of_a_listed_firm(address: str) -> bool:
    """Whether it is at the domain of a firm in the directory, or below it. Open providers are nobody's."""
    parts = domain_of(address).split(".")
    names = {".".join(parts[start:]) for start in range(len(parts) - 1)}
    return bool(names & _domains(current_edition().version, demo=current_app.config["SETTINGS"].demo))


@lru_cache(maxsize=2)
def _domains(_version: int, *, demo: bool) -> frozenset[str]:
    """Where the firms of that edition have their websites and their mail."""
    rows = db.session.execute(select(Firm.website, Firm.contact_email).where(Firm.demo.in_([False, demo])))
    found = set()
    for website, address in rows:
        found.add((urlsplit(website or "").hostname or "").removeprefix("www."))
        found.add(domain_of(address or ""))
    return frozenset(found - free_mail() - {""})


def forget() -> None:
    """Read the firms' domains anew; for tests, whose databases reuse version numbers."""
    _domains.cache_clear()


def _marks(form: AskForm) -> dict[str, str]:
    """Seals of what is counted; the address itself is kept nowhere."""
    secret = current_app.config["SETTINGS"].secret_key
    said = {}
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        address = None
    if address is not None:
        narrow, wide = (32, 24) if address.version == 4 else (64, 48)
        said["address"] = str(ipaddress.ip_network((address, narrow), strict=False))
        said["network"] = str(ipaddress.ip_network((address, wide), strict=False))
    text = "".join(
        each for each in unicodedata.normalize("NFKC", form.text.data).casefold() if each.isalnum()
    )
    if len(text) + han_count(text) >= intake().shortest_text:
        said["text"] = text
    return {what: seal("arrival", what, fact, secret=secret) for what, fact in said.items()}
