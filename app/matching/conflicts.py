"""Firms that must not be asked because of who asks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

import yaml
from sqlalchemy import select

from app.directory.models import Firm
from app.enquiries.models import DeclineReason, Enquiry, Referral
from app.enquiries.states import ReferralState
from app.kernel.db import db
from app.matching.question import Question
from app.matching.weights import FOLDER


def declared(question: Question, firms: Sequence[Firm], asked_by: str) -> Question:
    """The question with the ids of firms that have a conflict: the enquirer is of the firm, or was declined
    by it for one before. The address itself goes no further. One statement.
    """
    domain = domain_of(asked_by)
    own = {firm.id for firm in firms if is_own(domain, firm)}
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
    return replace(question, conflicts=tuple(sorted(own | set(before))))


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().strip(".").lower()


def is_own(domain: str, firm: Firm) -> bool:
    """Whether an address there is one of the firm's own people. Providers open to everybody say nothing."""
    if not domain or domain in free_mail():
        return False
    website = (urlsplit(firm.website or "").hostname or "").removeprefix("www.")
    theirs = {domain_of(firm.contact_email or ""), website} - free_mail() - {""}
    return any(domain == each or domain.endswith(f".{each}") for each in theirs)


@cache
def free_mail() -> frozenset[str]:
    return frozenset(yaml.safe_load((FOLDER / "free-mail.yaml").read_text(encoding="utf-8"))["domains"])
