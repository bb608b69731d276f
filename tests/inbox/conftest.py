"""A conversation that mail comes in for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.enquiries.models import Enquiry, Message, Party, Referral
from app.enquiries.reply_addresses import reply_address
from app.enquiries.states import EnquiryState, ReferralState
from app.i18n.languages import EN
from app.inbox.claims import Post
from app.inbox.filing import file_waiting
from app.inbox.keeping import keep as keep_mail
from app.inbox.models import InboundMail
from app.kernel.db import db, transaction
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.keeping import NOON
from tests.factories.letters import post as post_letter
from tests.factories.people import make_member

DOMAIN = "reply.portal.example"
POST = Post("a-secret-for-tests-of-more-than-32-characters", DOMAIN)
#: What the letters to both parties say, in plain text.
LETTER = "Good day,\n\nThere is a new message for you in enquiry LRE-7K2Q-94MX.\n\nLocal Regulatory Experts"


@dataclass
class Case:
    """An enquiry that a firm has opened, letters about it, and the addresses answers go to."""

    enquiry: Enquiry
    referral: Referral
    member: Account

    @property
    def of_firm(self) -> str:
        return reply_address(self.referral.id, Party.FIRM, secret=POST.secret, domain=DOMAIN)

    @property
    def of_enquirer(self) -> str:
        return reply_address(self.referral.id, Party.ENQUIRER, secret=POST.secret, domain=DOMAIN)

    @property
    def messages(self) -> list[Message]:
        found = select(Message).where(Message.referral_id == self.referral.id).order_by(Message.id)
        return list(db.session.scalars(found))


def make_case(*, opened: bool = True, **given: Any) -> Case:
    firm = make_firm()
    enquiry = make_enquiry(
        **{"state": EnquiryState.ROUTED, "waiting_on": Party.FIRM, "email": "lin@maker.example"} | given
    )
    taken_on = {"state": ReferralState.ACCEPTED, "seen_at": NOON, "accepted_at": NOON}
    referral = make_referral(enquiry, firm, **taken_on if opened else {})
    member = make_member(firm, email=f"ann@{firm.slug}.example")
    with transaction():
        for about, to in (
            (f"enquiry:{enquiry.id}", enquiry.email),
            (f"referral:{referral.id}", member.email),
        ):
            post_letter(
                "enquiry_received",
                to=to,
                language=EN,
                reason=f"test:{about}",
                about=about,
                at=NOON,
                subject="Your enquiry",
                text=LETTER,
                html="<p>x</p>",
            )
    return Case(enquiry, referral, member)


@pytest.fixture
def case(database) -> Case:
    return make_case()


@pytest.fixture
def arrive(database) -> Callable[..., InboundMail]:
    """Keeps a mail, files it, and gives what was put down."""

    def arrive(
        raw: bytes, *, at: datetime = NOON + timedelta(hours=1), envelope: str | None = "x@y.example",
        recipients: tuple[str, ...] = (),
    ) -> InboundMail:  # fmt: skip
        id_ = keep_mail(raw, mailbox="smtp", at=at, sender=envelope, recipients=recipients)
        file_waiting(POST, ids=[id_], clock=lambda: at)
        return filed(id_)

    return arrive


def filed(id_: int) -> InboundMail:
    """The mail as the database has it."""
    return db.session.get_one(InboundMail, id_, populate_existing=True)
