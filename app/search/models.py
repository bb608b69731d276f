"""What the index knows of each page, beside the tokens themselves (see ``store``)."""

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base


class SearchDocument(Base):
    """One page, or one entry of a page, that a search may lead to."""

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        Index("ix_search_document_target", "kind", "target_id"),
    )

    #: firm, article, service, market, regulator, sector, family or term.
    kind: Mapped[str] = mapped_column(String(12))
    #: The slug of a firm or article, the code of anything else.
    code: Mapped[str] = mapped_column(String(100))
    #: The id of a firm or article.
    target_id: Mapped[int | None]
    #: The Latin words of its names and summary, a blank between two: its part of the vocabulary.
    words: Mapped[str] = mapped_column(Text)
    #: Among equals of one kind the lower stands first: editors' order, or the newest article.
    place: Mapped[int]
    #: Of everything that is indexed; tells whether there is anything to write.
    digest: Mapped[str] = mapped_column(String(32))


class SearchWord(Base):
    """A Latin word that occurs in some document's names or summary; misspelt ones are held against these."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(String(64), unique=True)
    #: In how many documents.
    documents: Mapped[int]
