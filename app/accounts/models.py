"""People, their roles and the firms they belong to.

Flask-Security reads and writes these through its mixins. What proves who somebody is beside the password
stands in ``app.accounts.proofs``.
"""

from datetime import datetime
from enum import Enum

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Base

#: The one role in the portal as a whole: whoever has it works at the desk. A firm's people have theirs by
#: membership.
STAFF = "staff"

account_role = Table(
    "account_role",
    Base.metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class MemberRole(Enum):
    """What a person does at a firm, least first: each includes what stands before it."""

    #: Answers enquiries.
    RESPONDER = "responder"
    #: Also keeps the listing, the offerings and what proves them.
    EDITOR = "editor"
    #: Also says who belongs to the firm; must have a second factor.
    OWNER = "owner"

    def includes(self, other: "MemberRole") -> bool:
        ranks = tuple(MemberRole)
        return ranks.index(self) >= ranks.index(other)


class Role(Base, RoleMixin):
    """What a person may do in the portal as a whole."""

    __tablename__ = "role"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


class Account(Base, UserMixin):
    """A person who signs in."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    #: Changing it ends every session of the person.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    #: The language we write to the person in, as a language slug.
    language: Mapped[str] = mapped_column(String(8), default="en")
    #: What the person's app makes codes from, encrypted; None without one.
    code_secret: Mapped[str | None] = mapped_column(String(500))
    #: The half-minute of the newest code taken: none of it or before it is taken again.
    code_counter: Mapped[int | None]
    #: What the person's passkeys know the person by: chance, not an address (WebAuthn 14.6.1).
    passkey_handle: Mapped[str | None] = mapped_column(String(64), unique=True)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # the mixin says list[RoleMixin]
        secondary=account_role, lazy="selectin"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def is_staff(self) -> bool:
        return any(role.name == STAFF for role in self.roles)

    def role_at(self, firm_id: int) -> "MemberRole | None":
        """What the person does at a firm; None where they do not belong to it."""
        return next((each.role for each in self.memberships if each.firm_id == firm_id), None)


class Membership(Base):
    """A person of a firm."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "firm_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    role: Mapped[MemberRole]
    #: None for whoever was there before the day was kept.
    since: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="memberships")
