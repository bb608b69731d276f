"""A firm's logo: one at a time, checked and freed of everything but the picture before it is kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.directory.models import Firm, Visibility
from app.kernel.content import raise_version
from app.kernel.db import Base, db
from app.kernel.files import KEY_LENGTH, files
from app.kernel.pictures import Picture, PictureKind

#: Of the fingerprint in its address.
MARK_LENGTH = 32


class FirmLogo(Base):
    """What is shown beside the firm's name."""

    __tablename__ = "firm_logo"

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[PictureKind]
    width: Mapped[int]
    height: Mapped[int]
    #: The fingerprint of its bytes: another picture has another address.
    mark: Mapped[str] = mapped_column(String(MARK_LENGTH), index=True)
    file: Mapped[str] = mapped_column(String(KEY_LENGTH))
    at: Mapped[datetime]

    @property
    def shown_height(self) -> int:
        """Beside a name: so high that it is at most 48 pixels high and 192 wide."""
        return max(1, round(self.height * self._scale))

    @property
    def shown_width(self) -> int:
        return max(1, round(self.width * self._scale))

    @property
    def _scale(self) -> float:
        return min(1.0, 48 / self.height, 192 / self.width)


def logo_of(firm_id: int) -> FirmLogo | None:
    return db.session.scalar(select(FirmLogo).where(FirmLogo.firm_id == firm_id))


def logo_by_mark(mark: str) -> FirmLogo | None:
    """That of a public firm."""
    return db.session.scalar(
        select(FirmLogo)
        .join(Firm, Firm.id == FirmLogo.firm_id)
        .where(FirmLogo.mark == mark, Firm.visibility == Visibility.PUBLISHED)
        .limit(1)
    )


def keep_logo(firm_id: int, picture: Picture, *, at: datetime) -> str | None:
    """Show this one from now on; returns the key of the one before, to be deleted once this stands."""
    logo, before = logo_of(firm_id), None
    if logo is None:
        logo = FirmLogo(firm_id=firm_id)
        db.session.add(logo)
    else:
        before = logo.file
    logo.kind, logo.width, logo.height = picture.kind, picture.width, picture.height
    logo.mark, logo.file, logo.at = picture.mark, files().put(picture.data), at
    raise_version(at=at)
    return before


def remove_logo(firm_id: int, *, at: datetime) -> str | None:
    """The same with none; None where there was none."""
    logo = logo_of(firm_id)
    if logo is None:
        return None
    db.session.delete(logo)
    raise_version(at=at)
    return logo.file


def keys_in_use(keys: Sequence[str]) -> set[str]:
    """Those of the keys that a logo lies under."""
    return set(db.session.scalars(select(FirmLogo.file).where(FirmLogo.file.in_(keys))))
