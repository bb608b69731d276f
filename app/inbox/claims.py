"""What the addresses of a mail claim, and whether whoever wrote it may claim it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Account, Membership
from app.enquiries.models import Party, Referral
from app.enquiries.reply_addresses import ReplyClaim, is_reply_address, read_reply_address
from app.kernel.db import db
from app.outbox.contacts import folded
from app.outbox.envelopes import is_envelope_sender, read_envelope_sender

_OPEN = """
    126.com 139.com 163.com 188.com 189.cn aliyun.com aol.com foxmail.com gmail.com gmx.com gmx.de
    googlemail.com hinet.net hotmail.com icloud.com kakao.com live.cn live.com mac.com mail.com mail.ru me.com
    msa.hinet.net msn.com naver.com outlook.com outlook.jp pchome.com.tw proton.me protonmail.com qq.com
    seed.net.tw sina.cn sina.com sohu.com tom.com vip.163.com vip.qq.com vip.sina.com web.de yahoo.co.jp
    yahoo.com yahoo.com.hk yahoo.com.tw yandex.com yandex.ru yeah.net zoho.com
"""
#: Everybody can have an address there: that two people have says nothing.
OPEN_TO_ALL = frozenset(_OPEN.split())


@dataclass(frozen=True, slots=True)
class Post:
    """What makes and reads the portal's own addresses."""

    secret: str
    domain: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What the recipients' addresses say."""

    replies: frozenset[ReplyClaim] = frozenset()
    letters: frozenset[int] = frozenset()
    #: Whether one of them wants to be one of ours and is not.
    has_forged: bool = False


def claims_of(addresses: Iterable[str], post: Post) -> Claims:
    replies, letters, forged = set(), set(), False
    for address in addresses:
        claim = read_reply_address(address, secret=post.secret, domain=post.domain)
        letter = read_envelope_sender(address, secret=post.secret, domain=post.domain)
        if claim:
            replies.add(claim)
        elif letter is not None:
            letters.add(letter)
        elif is_reply_address(address, domain=post.domain) or is_envelope_sender(address, domain=post.domain):
            forged = True
    return Claims(frozenset(replies), frozenset(letters), forged)


@dataclass(frozen=True, slots=True)
class People:
    """The addresses of a party that are known to be theirs, folded, and whose account each is."""

    by_address: dict[str, int | None]

    def has(self, sender: str) -> bool:
        return folded(sender) in self.by_address

    def account_of(self, sender: str) -> int | None:
        return self.by_address.get(folded(sender))

    def may_know(self, sender: str) -> bool:
        """Whether the sender writes from the domain of one of them, and the domain is their own."""
        domain = folded(sender).rpartition("@")[2]
        return domain not in OPEN_TO_ALL and any(
            domain == each.rpartition("@")[2] for each in self.by_address
        )


def people_of(referral: Referral, party: Party) -> People:
    """Who may write as that party; nobody where the enquirer's address is not confirmed."""
    if party is Party.ENQUIRER:
        enquiry = referral.enquiry
        return People({folded(enquiry.email): None} if enquiry.confirmed_at else {})
    contact = referral.firm.contact_email
    found: dict[str, int | None] = {folded(contact): None} if contact else {}
    members = (
        select(Account.id, Account.email)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.firm_id == referral.firm_id, Account.active)
    )
    found |= {folded(row.email): row.id for row in db.session.execute(members)}
    return People(found)
