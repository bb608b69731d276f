"""Invented articles, in three languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.articles.markdown import render, unmarked
from app.articles.reading import minutes_to_read
from app.console.synthesis.wording import Said, Subject, drawing, text_of, words
from app.i18n.languages import LANGUAGES, Language
from app.taxonomy.glossary import Hints
from app.taxonomy.snapshot import BROAD, Taxonomy

_FIRST_DAY = date(2024, 1, 1)
_DAYS = 900
_PARAGRAPHS = 3
_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class InventedText:
    title: str
    summary: str
    body: str
    body_html: str
    contents: list[dict[str, str]]
    reading_minutes: int


@dataclass(frozen=True, slots=True)
class InventedArticle:
    """An article as it will be kept."""

    slug: str
    day: date
    original_language: str
    markets: tuple[str, ...]
    services: tuple[str, ...]
    sectors: tuple[str, ...]
    texts: dict[str, InventedText]

    @property
    def bindings(self) -> list[tuple[str, str]]:
        facets = (("market", self.markets), ("service", self.services), ("sector", self.sectors))
        return [(facet, code) for facet, codes in facets for code in codes]


def slug_of(seed: int, number: int) -> str:
    return f"synthetic-{seed}-{number}"


def invent_article(seed: int, number: int, taxonomy: Taxonomy, hints: dict[str, Hints]) -> InventedArticle:
    chance = drawing(seed, "article", number)
    subject = _subject(chance, taxonomy)
    title = chance.choice(words()["articles"]["titles"])
    outline = [
        (heading, [chance.sample(words()["articles"]["sentences"], _SENTENCES) for _ in range(_PARAGRAPHS)])
        for heading in words()["articles"]["headings"]
    ]
    return InventedArticle(
        slug_of(seed, number),
        day=_FIRST_DAY + timedelta(days=chance.randrange(_DAYS)),
        original_language=chance.choice(LANGUAGES).slug,
        markets=(subject.market,),
        services=tuple(dict.fromkeys((subject.service, subject.other))),
        sectors=(subject.sector,),
        texts={
            each.slug: _text(subject, title, outline, each, taxonomy, hints[each.slug]) for each in LANGUAGES
        },
    )


def _subject(chance: Random, taxonomy: Taxonomy) -> Subject:
    services = list(taxonomy.services.values())
    service = chance.choice(services)
    places = [code for code, each in taxonomy.regions.items() if each.kind not in BROAD]
    return Subject(
        service=service.code,
        market=chance.choice(service.regions or places),
        sector=chance.choice(service.sectors or list(taxonomy.sectors)),
        other=chance.choice(services).code,
        city=chance.choice(words()["cities"]),
        number=chance.randint(3, 40),
    )


def _text(
    subject: Subject,
    title: Said,
    outline: Sequence[tuple[Said, Sequence[Sequence[Said]]]],
    language: Language,
    taxonomy: Taxonomy,
    hints: Hints,
) -> InventedText:
    sections = [
        "\n\n".join(
            [
                f"## {subject.fill(heading, language, taxonomy)}",
                *(text_of(subject, sentences, language, taxonomy) for sentences in paragraphs),
            ]
        )
        for heading, paragraphs in outline
    ]
    body = "\n\n".join(sections) + "\n"
    summary = subject.fill(words()["articles"]["summary"], language, taxonomy)
    rendered = render(body, language, hints)
    return InventedText(
        subject.fill(title, language, taxonomy),
        summary,
        body,
        rendered.html,
        rendered.contents,
        minutes_to_read(unmarked(f"{summary}\n{body}")),
    )
