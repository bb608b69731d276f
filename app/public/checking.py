"""Step two of asking: what was understood, in whose words, and which firms would have it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.articles.queries import article_by_slug
from app.classification.needs import Needs
from app.classification.understanding import BY_ENQUIRER, Understanding, Understood, understand
from app.directory.models import Firm
from app.directory.queries import firm_by_slug
from app.i18n.languages import Language
from app.matching.ranking import Candidate, Ranking, rank
from app.public.forms import AskForm
from app.taxonomy.snapshot import Taxonomy
from app.web.marking import Segment, Span, marked


@dataclass(frozen=True, slots=True)
class Tick:
    """A facet as a box to tick."""

    facet: str
    code: str
    name: str
    source: str
    is_ticked: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Everything the page of step two shows."""

    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    #: Those shown: the firm whose page the question came from first, then by fit.
    candidates: tuple[Candidate, ...]
    ranking: Ranking
    asked_firm: Firm | None

    def of(self, facet: str) -> list[Tick]:
        return [tick for tick in self.ticks if tick.facet == facet]


def page_needs(form: AskForm, taxonomy: Taxonomy) -> Needs:
    """What the page is about that the question came from; empty for none."""
    article = article_by_slug(form.from_article.data) if form.from_article.data else None
    if article is None:
        return Needs()

    def known(codes: Iterable[str], concepts: object) -> tuple[str, ...]:
        return tuple(code for code in codes if code in concepts)  # type: ignore[operator]

    return Needs(
        known(article.markets[:1], taxonomy.regions),
        known(article.services, taxonomy.services),
        known(article.sectors[:1], taxonomy.sectors),
    )


def check(
    form: AskForm, taxonomy: Taxonomy, language: Language, *, first: bool, at: datetime, most: int = 8
) -> Check:
    """What the question is about and whom it would reach.

    first: the reader comes from step one. Later their ticks alone decide, and what the text named
    stays on offer.
    most: firms shown, beside those already ticked: a tick must not be lost when the turns change.
    """
    understanding = understand(
        # What is typed as the product is read as if it stood behind the question.
        f"{form.text.data}\n{form.product.data or ''}",
        # Later the ticks decide what is meant, and this only who said so first.
        chosen=form.chosen if first else Needs(),
        page=page_needs(form, taxonomy),
        country=form.country.data,
        taxonomy=taxonomy,
    )
    needs = understanding.needs if first else form.chosen
    segments, numbers = marked(form.text.data, (span for each in understanding.facets for span in each.spans))
    demo = current_app.config["SETTINGS"].demo
    asked = firm_by_slug(form.from_firm.data, demo=demo) if form.from_firm.data else None
    ranking = _ranking(needs, taxonomy, language, at=at)
    first_of_all = [each for each in ranking.candidates if asked and each.firm.id == asked.id]
    others = [each for each in ranking.candidates if each not in first_of_all]
    room = most - len(first_of_all)
    return Check(
        segments=segments,
        ticks=tuple(_ticks(understanding, needs, numbers, taxonomy, language)),
        candidates=(*first_of_all, *others[:room], *_still_ticked(form, others[room:])),
        ranking=ranking,
        asked_firm=asked,
    )


def _still_ticked(form: AskForm, beyond: Iterable[Candidate]) -> Iterable[Candidate]:
    ticked = frozenset(form.firm.data or ())
    return (each for each in beyond if each.firm.slug in ticked)


def _ranking(needs: Needs, taxonomy: Taxonomy, language: Language, *, at: datetime) -> Ranking:
    settings = current_app.config["SETTINGS"]
    return rank(
        needs,
        taxonomy=taxonomy,
        demo=settings.demo,
        day=at.date(),
        secret=settings.secret_key,
        language=language,
        routing=True,
    )


def _ticks(
    understanding: Understanding,
    needs: Needs,
    numbers: Mapping[Span, int],
    taxonomy: Taxonomy,
    language: Language,
) -> Iterable[Tick]:
    concepts = {"market": taxonomy.regions, "service": taxonomy.services, "sector": taxonomy.sectors}
    ticked: dict[str, Sequence[str]] = {
        "market": needs.markets,
        "service": needs.services,
        "sector": needs.sectors,
    }
    shown: set[tuple[str, str]] = set()
    for each in (*understanding.facets, *_missing(understanding, ticked)):
        if (each.facet, each.code) in shown:
            continue
        shown.add((each.facet, each.code))
        yield Tick(
            each.facet,
            each.code,
            concepts[each.facet][each.code].name(language),
            each.source,
            each.code in ticked[each.facet],
            tuple(sorted({numbers[span] for span in each.spans if span in numbers})),
        )


def _missing(understanding: Understanding, ticked: dict[str, Sequence[str]]) -> Iterable[Understood]:
    """What the reader added by hand."""
    known = {(each.facet, each.code) for each in understanding.facets}
    for facet, codes in ticked.items():
        for code in codes:
            if (facet, code) not in known:
                yield Understood(facet, code, BY_ENQUIRER, (), True)
