"""Texts a firm keeps for its answers, each in one language."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.directory.errors import NoSuchTemplate
from app.kernel.db import Base, db

LONGEST_NAME = 80
#: As long as an answer may be.
LONGEST_TEXT = 8000
MOST_TEMPLATES = 100


class AnswerTemplate(Base):
    """A text to begin an answer with; who inserts it reads and changes it before it is sent."""

    __tablename__ = "answer_template"
    __table_args__ = (UniqueConstraint("firm_id", "language", "name"),)

    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id", ondelete="CASCADE"))
    #: As a language slug.
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    text: Mapped[str]
    #: Two people changing one at once: the second is shown what the first has made of it.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


def templates_of(firm_id: int) -> Sequence[AnswerTemplate]:
    """A firm's templates by language and name."""
    return db.session.scalars(
        select(AnswerTemplate)
        .where(AnswerTemplate.firm_id == firm_id)
        .order_by(AnswerTemplate.language, AnswerTemplate.name, AnswerTemplate.id)
    ).all()


def template_of(firm_id: int, number: int) -> AnswerTemplate:
    """The firm's own template of that number. Raises NoSuchTemplate, also for another firm's."""
    if number >= 2**31:  # further than a row's number can reach
        raise NoSuchTemplate
    mine = (AnswerTemplate.firm_id == firm_id, AnswerTemplate.id == number)
    found = db.session.scalar(select(AnswerTemplate).where(*mine))
    if found is None:
        raise NoSuchTemplate
    return found


def add_template(firm_id: int, *, language: str, name: str, text: str) -> AnswerTemplate:
    added = AnswerTemplate(firm_id=firm_id, language=language, name=name, text=text)
    db.session.add(added)
    return added


def change_template(template: AnswerTemplate, *, language: str, name: str, text: str) -> None:
    template.language, template.name, template.text = language, name, text


def remove_template(template: AnswerTemplate) -> None:
    db.session.delete(template)
