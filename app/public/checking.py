"""Step two of asking: what was understood, in whose words, and which firms would have it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.classification.lexicon import MARKET, SECTOR, SERVICE
from app.classification.needs import Needs
from app.classification.questions import Question, stands
from app.classification.spam import PASS
from app.classification.understanding import BY_ENQUIRER, Understanding, Understood
from app.directory.models import Firm
from app.directory.queries import firms_by_slug
from app.i18n.languages import Language
from app.matching.ranking import Candidate, Ranking, rank
from app.public import answers
from app.public.forms import AskForm
from app.public.reading import read
from app.taxonomy.snapshot import RegionConcept, Taxonomy
from app.web.marking import Segment, Span, marked

#: Why an editor reads first, beside the reasons of the rules: nobody is sure; it may be no question at all.
NOT_SURE, NO_QUESTION = "not_sure", "held_as_spam"


@dataclass(frozen=True, slots=True)
class Tick:
    """A facet as a box to tick."""

    facet: str
    code: str
    name: str
    source: str
    is_ticked: bool
    numbers: tuple[int, ...]
    #: Whether its source takes it to be meant, and how surely; else it is only offered.
    is_meant: bool
    score: float


@dataclass(frozen=True, slots=True)
class Check:
    """Everything the page of step two shows."""

    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    #: Those shown: the firms asked for first, then by fit.
    candidates: tuple[Candidate, ...]
    ranking: Ranking
    #: The firm whose page the question came from, or those chosen by name.
    asked_firms: tuple[Firm, ...]
    #: What is ticked.
    needs: Needs
    #: The text as the rules read it beside the ticks.
    understanding: Understanding
    #: Where the maker seems to be, if the text says; and the numbers of the words that do.
    origin: RegionConcept | None
    origin_numbers: tuple[int, ...]
    #: What is asked back; None for nothing.
    question: Question | None
    #: Why an editor reads it before any firm does, as a code; None where firms may have it at once.
    read_first: str | None

    @property
    def chosen_by_name(self) -> list[str]:
        """Firms to tick beforehand: several that the reader chose one by one, as far as they would have it.

        A single one is only where the reader came from. Ticking hands nothing on: agreeing is asked apart.
        """
        if len(self.asked_firms) < 2:
            return []
        fitting = {each.firm.id for each in self.candidates}
        return [each.slug for each in self.asked_firms if each.id in fitting]

    @property
    def unfit(self) -> list[Firm]:
        """Firms asked for that would not have it."""
        fitting = {each.firm.id for each in self.candidates}
        return [each for each in self.asked_firms if each.id not in fitting]

    def of(self, facet: str) -> list[Tick]:
        return [tick for tick in self.ticks if tick.facet == facet]


def check(
    form: AskForm, taxonomy: Taxonomy, language: Language, *, first: bool, at: datetime, most: int = 8
) -> Check:
    """What the question is about and whom it would reach.

    first: the reader comes from step one. Later their ticks alone decide, and what the text named
    stays on offer.
    most: firms shown, beside those already ticked: a tick must not be lost when the turns change.
    """
    # Later the ticks decide what is meant, and this only who said so first.
    said = read(form, taxonomy, chosen=form.chosen if first else Needs())
    question = answers.put(form, said, taxonomy) if first else answers.still_open(form, taxonomy)
    needs = said.needs if first else form.chosen
    beside_ticks = said if first else read(form, taxonomy, chosen=needs)
    segments, numbers = marked(form.text.data, _spans(said))
    asked = _asked_firms(form)
    ranking = _ranking(form, needs, taxonomy, language, at=at)
    return Check(
        segments=segments,
        ticks=tuple(_ticks(said, needs, numbers, taxonomy, language)),
        candidates=_shown(form, ranking, asked, most),
        ranking=ranking,
        asked_firms=asked,
        needs=needs,
        understanding=beside_ticks,
        origin=_region_of(said.origin_country, taxonomy),
        origin_numbers=_numbers(said.origin_spans, numbers),
        question=question,
        read_first=_read_first(beside_ticks, is_unsure=answers.is_left_to_an_editor(form, taxonomy)),
    )


def _spans(said: Understanding) -> Iterable[Span]:
    yield from (span for each in said.facets for span in each.spans)
    yield from said.origin_spans


def _numbers(spans: Iterable[Span], numbers: Mapping[Span, int]) -> tuple[int, ...]:
    return tuple(sorted({numbers[span] for span in spans if span in numbers}))


def _region_of(iso: str | None, taxonomy: Taxonomy) -> RegionConcept | None:
    if iso is None:
        return None
    return next((each for each in taxonomy.regions.values() if each.iso == iso), None)


def _read_first(said: Understanding, *, is_unsure: bool) -> str | None:
    if stands(said.decision):
        return said.decision.reason
    if said.spam.lane != PASS:
        return NO_QUESTION
    return NOT_SURE if is_unsure else None


def _asked_firms(form: AskForm) -> tuple[Firm, ...]:
    return tuple(firms_by_slug(form.asked, demo=current_app.config["SETTINGS"].demo))


def _shown(form: AskForm, ranking: Ranking, asked: Sequence[Firm], most: int) -> tuple[Candidate, ...]:
    """The firms asked for, the first by fit, and any ticked beyond them."""
    named = {each.id for each in asked}
    first_of_all = [each for each in ranking.candidates if each.firm.id in named]
    others = [each for each in ranking.candidates if each not in first_of_all]
    room = most - len(first_of_all)
    ticked = frozenset(form.firm.data or ())
    return (*first_of_all, *others[:room], *(each for each in others[room:] if each.firm.slug in ticked))


def _ranking(form: AskForm, needs: Needs, taxonomy: Taxonomy, language: Language, *, at: datetime) -> Ranking:
    """As the enquiry will be asked once it is confirmed, but for conflicts of interest.

    Those follow from the address, and as long as it is only typed it may be anybody's: whoever types a
    competitor's would read which firms act for them.
    """
    settings = current_app.config["SETTINGS"]
    return rank(
        needs,
        taxonomy=taxonomy,
        demo=settings.demo,
        day=at.date(),
        secret=settings.secret_key,
        language=language,
        routing=True,
        key=form.nonce.data,
        at=at,
    )


def _ticks(
    said: Understanding,
    needs: Needs,
    numbers: Mapping[Span, int],
    taxonomy: Taxonomy,
    language: Language,
) -> Iterable[Tick]:
    concepts = {MARKET: taxonomy.regions, SERVICE: taxonomy.services, SECTOR: taxonomy.sectors}
    ticked: dict[str, Sequence[str]] = {
        MARKET: needs.markets,
        SERVICE: needs.services,
        SECTOR: needs.sectors,
    }
    shown: set[tuple[str, str]] = set()
    for each in (*said.facets, *_missing(said, ticked)):
        if (each.facet, each.code) in shown:
            continue
        shown.add((each.facet, each.code))
        yield Tick(
            each.facet,
            each.code,
            concepts[each.facet][each.code].name(language),
            each.source,
            each.code in ticked[each.facet],
            _numbers(each.spans, numbers),
            each.is_meant,
            each.score,
        )


def _missing(said: Understanding, ticked: dict[str, Sequence[str]]) -> Iterable[Understood]:
    """What the reader added by hand."""
    known = {(each.facet, each.code) for each in said.facets}
    for facet, codes in ticked.items():
        for code in codes:
            if (facet, code) not in known:
                yield Understood(facet, code, BY_ENQUIRER, (), True)
