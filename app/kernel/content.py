"""The content version: one row that every publishing transaction raises.

It keys the caches of rendered pages and of the taxonomy, so that all processes and machines agree at
once after a change; one cheap read a request.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, select, update
from sqlalchemy.orm import Mapped

from app.kernel.db import Base, db


class ContentVersion(Base):
    """The only row has id 1."""

    __tablename__ = "content_version"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    version: Mapped[int]
    changed_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Edition:
    """What the public may read, as of one moment."""

    version: int
    changed_at: datetime | None


#: Every page asks it.
_IN_FORCE = select(ContentVersion.version, ContentVersion.changed_at)


def edition() -> Edition:
    """The edition in force; version 0 before anything was published."""
    row = db.session.execute(_IN_FORCE).one_or_none()
    return Edition(row.version, row.changed_at) if row else Edition(0, None)


def raise_version(*, at: datetime) -> None:
    """Part of every transaction after which a public page reads differently."""
    raised = db.session.scalar(
        update(ContentVersion)
        .values(version=ContentVersion.version + 1, changed_at=at)
        .returning(ContentVersion.version)
    )
    if raised is None:
        db.session.add(ContentVersion(id=1, version=1, changed_at=at))
