"""An article: facts here, words in ``ArticleText``, and each source a ``Citation``."""

from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from app.i18n.languages import Language, Reading, read
from app.kernel.db import Base


class Publication(Enum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class TranslationState(Enum):
    ORIGINAL = "original"
    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"
    CONVERTED = "converted"


class Article(Base):
    """A topic article; what it is bound to decides which firms stand beside it."""

    __tablename__ = "article"
    __table_args__ = (Index("ix_article_list", "publication", "updated", "slug"),)

    slug: Mapped[str] = mapped_column(String(100), unique=True)
    publication: Mapped[Publication] = mapped_column(default=Publication.DRAFT)
    published: Mapped[date]
    updated: Mapped[date]
    review_by: Mapped[date]
    original_language: Mapped[str] = mapped_column(String(8))
    markets: Mapped[list[str]] = mapped_column(JSON)
    services: Mapped[list[str]] = mapped_column(JSON)
    sectors: Mapped[list[str]] = mapped_column(JSON)

    texts: Mapped[dict[str, "ArticleText"]] = relationship(
        back_populates="article",
        collection_class=attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
    )
    citations: Mapped[list["Citation"]] = relationship(
        cascade="all, delete-orphan", order_by="Citation.number", lazy="raise_on_sql"
    )
    bindings: Mapped[list["ArticleBinding"]] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")

    def read(self, wanted: Language) -> Reading["ArticleText"]:
        return read(self.texts, wanted)


class ArticleText(Base):
    """What an article says in one language, as written and as shown."""

    __tablename__ = "article_text"
    __table_args__ = (UniqueConstraint("article_id", "language"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str]
    body: Mapped[str]
    #: The body as safe HTML, made when it was kept.
    body_html: Mapped[str]
    #: Its headings in order, each with ``id`` and ``title``.
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: Minutes to read it, for the script it is in.
    reading_minutes: Mapped[int]
    state: Mapped[TranslationState]

    article: Mapped[Article] = relationship(back_populates="texts")


class Citation(Base):
    """A numbered source of an article."""

    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    number: Mapped[int]
    publisher: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(400))
    section: Mapped[str | None] = mapped_column(String(400))
    url: Mapped[str] = mapped_column(String(1000))
    #: The language of the source, as a BCP 47 tag.
    language: Mapped[str] = mapped_column(String(16))
    #: The day the page at that address was read; None if it was read elsewhere.
    seen: Mapped[date | None]
    #: How it was read; for editors.
    seen_how: Mapped[str | None]


class ArticleBinding(Base):
    """One market or service an article is about, so that their pages find it by index."""

    __tablename__ = "article_binding"
    __table_args__ = (
        UniqueConstraint("article_id", "facet", "code"),
        Index("ix_article_binding_code", "facet", "code", "article_id"),
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    facet: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
