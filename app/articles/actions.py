"""What can be done with an article."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.articles.errors import UnsoundText
from app.articles.markdown import markers, markers_by_section, render, take_apart, unmarked
from app.articles.models import (
    Article,
    ArticleBinding,
    ArticleText,
    Citation,
    Publication,
    TranslationState,
)
from app.articles.reading import minutes_to_read
from app.i18n.languages import BY_SLUG
from app.kernel.amend import align, amend
from app.kernel.db import db
from app.taxonomy.glossary import Hints
from app.taxonomy.queries import terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A numbered source, as it is cited."""

    number: int
    publisher: str
    title: str
    section: str | None
    url: str
    language: str
    seen: date | None
    seen_how: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an article is about, in codes of the taxonomy."""

    markets: Sequence[str]
    services: Sequence[str]
    sectors: Sequence[str]

    @property
    def bindings(self) -> list[tuple[str, str]]:
        return [
            (facet, code)
            for facet, codes in (
                ("market", self.markets),
                ("service", self.services),
                ("sector", self.sectors),
            )
            for code in codes
        ]


def publish_article(
    slug: str,
    *,
    published: date,
    updated: date,
    review_by: date,
    original_language: str,
    subject: Subject,
    texts: Mapping[str, str],
    sources: Sequence[Source],
) -> bool:
    """Publish an article, or amend the one there is; says whether anything changed.

    texts: Markdown by language slug; those that are not in the original language count as
    translations nobody has reviewed, unless the kept one was reviewed and is the same.
    Raises UnsoundText if a text does not hold together with its sources or with the original.
    """
    _check(slug, texts, original_language, sources)
    facts = {
        "publication": Publication.PUBLISHED,
        "published": published,
        "updated": updated,
        "review_by": review_by,
        "original_language": original_language,
        "markets": list(subject.markets),
        "services": list(subject.services),
        "sectors": list(subject.sectors),
    }
    glossary = terms()
    article = _find(slug)
    if article is None:
        article = Article(slug=slug, **facts)
        db.session.add(article)
        changed = True
    else:
        changed = amend(article, facts)
    for language, text in texts.items():
        changed |= _say(article, language, text, Hints(glossary, BY_SLUG[language]))
    changed |= _cite(article, sources)
    changed |= _bind(article, subject)
    db.session.flush()
    return changed


def _find(slug: str) -> Article | None:
    return db.session.scalar(
        select(Article)
        .where(Article.slug == slug)
        .options(selectinload(Article.texts), selectinload(Article.citations), selectinload(Article.bindings))
    )


def _say(article: Article, language: str, text: str, hints: Hints) -> bool:
    parts = take_apart(text)
    rendered = render(parts.body, BY_SLUG[language], hints)
    words: dict[str, Any] = {
        "title": parts.title,
        "summary": parts.summary,
        "body": parts.body,
        "body_html": rendered.html,
        "contents": rendered.contents,
        "reading_minutes": minutes_to_read(unmarked(f"{parts.summary}\n{parts.body}")),
    }
    original = language == article.original_language
    state = TranslationState.ORIGINAL if original else TranslationState.UNREVIEWED
    kept = article.texts.get(language)
    if kept is None:
        article.texts[language] = ArticleText(language=language, state=state, **words)
        return True
    # A review is of the words that were reviewed: other words lose it, the same words keep it.
    if (kept.title, kept.summary, kept.body) != (parts.title, parts.summary, parts.body):
        words["state"] = state
    return amend(kept, words)


def _cite(article: Article, sources: Sequence[Source]) -> bool:
    return align(
        article.citations,
        {source.number: asdict(source) for source in sources},
        key=lambda citation: citation.number,
        make=Citation,
    )


def _bind(article: Article, subject: Subject) -> bool:
    return align(
        article.bindings,
        {(facet, code): {"facet": facet, "code": code} for facet, code in subject.bindings},
        key=lambda binding: (binding.facet, binding.code),
        make=ArticleBinding,
    )


def _check(slug: str, texts: Mapping[str, str], original: str, sources: Sequence[Source]) -> None:
    numbers = {str(source.number) for source in sources}
    if len(numbers) != len(sources):
        raise UnsoundText("two sources have one number", slug=slug, language=original)
    if original not in texts:
        raise UnsoundText("the original text is missing", slug=slug, language=original)
    # The original first: a fault in it is not then reported as one of its translation.
    shapes = {
        language: _shape(slug, language, texts[language], numbers)
        for language in sorted(texts, key=lambda each: each != original)
    }
    for uncited in sorted(numbers - {marker for section in shapes[original] for marker in section}, key=int):
        raise UnsoundText("no section refers to the source", slug=slug, language=original, marker=uncited)
    for language, shape in shapes.items():
        _compare(slug, language, shape, shapes[original])


def _shape(slug: str, language: str, text: str, numbers: set[str]) -> list[list[str]]:
    """The markers of each section in order of number, every one of them known to have its source."""
    try:
        parts = take_apart(text)
    except ValueError as error:
        raise UnsoundText(str(error), slug=slug, language=language) from error
    for marker in markers(parts.title + parts.summary):
        raise UnsoundText("a marker outside the sections", slug=slug, language=language, marker=marker)
    sections = markers_by_section(parts.body)
    for marker in [marker for section in sections for marker in section]:
        if marker not in numbers:
            raise UnsoundText("there is no such source", slug=slug, language=language, marker=marker)
    # Word order is the translator's business, so the order within a section is not compared.
    return [sorted(section, key=int) for section in sections]


def _compare(slug: str, language: str, shape: list[list[str]], original: list[list[str]]) -> None:
    if len(shape) != len(original):
        raise UnsoundText(
            f"{len(shape) - 1} sections, the original has {len(original) - 1}", slug=slug, language=language
        )
    for number, (here, there) in enumerate(zip(shape, original, strict=True)):
        for marker in here + there:
            if here.count(marker) != there.count(marker):
                raise UnsoundText(
                    f"cited {here.count(marker)} times in section {number}, in the original"
                    f" {there.count(marker)} times",
                    slug=slug,
                    language=language,
                    marker=marker,
                )
