"""Firms that must not be asked because of who asks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

import yaml
from sqlalchemy import select

from app.classification.folding import key_of
from app.directory.conflict_list import listed_conflicts
from app.directory.models import Firm
from app.enquiries.models import DeclineReason, Enquiry, Referral
from app.enquiries.states import ReferralState
from app.kernel.db import db
from app.kernel.text import has_han
from app.matching.question import Question
from app.matching.weights import FOLDER


def declared(question: Question, firms: Sequence[Firm], asked_by: str, company: str = "") -> Question:
    """The question with the ids of firms that have a conflict: the enquirer is of the firm, stands in its
    conflict list, or was declined by it for one before. Address and name go no further. Two statements.
    """
    domain = domain_of(asked_by)
    own = {firm.id for firm in firms if is_own(domain, firm)}
    lists = listed_conflicts([firm.id for firm in firms])
    listed = {
        id_ for id_, entries in lists.items() if any(is_listed(each, domain, company) for each in entries)
    }
    before = db.session.scalars(
        select(Referral.firm_id)
        .join(Enquiry, Referral.enquiry_id == Enquiry.id)
        .where(
            Enquiry.email == asked_by,
            Referral.state == ReferralState.DECLINED,
            Referral.decline_reason == DeclineReason.CONFLICT,
            Referral.firm_id.in_([firm.id for firm in firms]),
        )
    )
    return replace(question, conflicts=tuple(sorted(own | listed | set(before))))


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().strip(".").lower()


def is_own(domain: str, firm: Firm) -> bool:
    """Whether an address there is one of the firm's own people. Providers open to everybody say nothing."""
    if not domain or domain in free_mail():
        return False
    website = (urlsplit(firm.website or "").hostname or "").removeprefix("www.")
    theirs = {domain_of(firm.contact_email or ""), website} - free_mail() - {""}
    return any(domain == each or domain.endswith(f".{each}") for each in theirs)


def is_listed(entry: str, domain: str, company: str) -> bool:
    """Whether an entry of a conflict list means whoever asks: a domain by the address, a name by the company.

    A name is met as whole words in any case, width and script, so that no legal form has to be listed.
    """
    key = key_of(entry).strip()
    listed = domain_of(key)
    if "." in listed and " " not in listed:
        return domain not in free_mail() and (domain == listed or domain.endswith(f".{listed}"))
    wanted, given = _words(key), _words(key_of(company))
    if not wanted:
        return False
    return wanted in given if has_han(wanted) else f" {wanted} " in f" {given} "


def _words(text: str) -> str:
    return " ".join("".join(each if each.isalnum() else " " for each in text).split())


@cache
def free_mail() -> frozenset[str]:
    return frozenset(yaml.safe_load((FOLDER / "free-mail.yaml").read_text(encoding="utf-8"))["domains"])
