"""A firm's figures: as a page with charts and the tables beside them, and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.figures.answer_times import FEWEST_FIRMS
from app.figures.periods import Period, Step
from app.figures.report import FEW, CellFigures, Report, report
from app.i18n.formats import long_date
from app.kernel.clock import now
from app.taxonomy.snapshot import Taxonomy
from app.web.charts import Chart, bars
from app.web.edition import current_taxonomy
from app.web.sheets import csv_of
from app.web.statuses import DECLINE_REASON
from app.workspace.door import workspace

PERIODS: Sequence[tuple[Period, LazyString]] = (
    (Period.WEEKS, _l("4 weeks")),
    (Period.MONTHS, _l("3 months")),
    (Period.YEAR, _l("12 months")),
)


@dataclass(frozen=True, slots=True)
class Series:
    """One number over time: its chart, and the rows of the table below it."""

    chart: Chart
    #: The first and the last day of each step, in words, and the number as it may be told.
    rows: Sequence[tuple[str, str]]
    is_empty: bool
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One cell in words."""

    market: str
    service: str
    found: str
    received: int
    own: str
    usual: str


@workspace.get("/<firm>/figures")
def figures() -> str:
    """A period nobody knows is the first."""
    told = _report()
    taxonomy = current_taxonomy()
    return render_template(
        "workspace/figures.html",
        report=told,
        periods=PERIODS,
        series=[] if told.is_empty else list(_series(told)),
        cells=[_row(each, taxonomy) for each in told.cells],
        declines=[(DECLINE_REASON[reason], number) for reason, number in told.declines.most_common()],
        few=FEW,
        fewest=FEWEST_FIRMS,
    )


@workspace.get("/<firm>/figures.csv")
def figures_csv() -> ResponseReturnValue:
    told, taxonomy = _report(), current_taxonomy()
    head = [_("Figure"), _("First day"), _("Last day"), _("Market"), _("Service"), _("Value")]
    answer = make_response(csv_of(head, _lines(told, taxonomy)))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="figures-{g.firm.slug}.csv"'
    return answer


def _report() -> Report:
    wanted = request.args.get("period", "")
    period = next((each for each in Period if each.value == wanted), Period.WEEKS)
    return report(g.firm, period, today=now().date())


def _few(number: int) -> str:
    """A number of strangers: a very small one could be one person, and is not told exactly."""
    return _("fewer than %(number)s", number=FEW) if 0 < number < FEW else f"{number:,}"


def _on_bar(number: int) -> str:
    return f"<{FEW}" if 0 < number < FEW else f"{number:,}"


def _series(told: Report) -> Iterator[Series]:
    people = _("Robots that say what they are stand apart: %(number)s.", number=_few(sum(told.robots)))
    yield _one("views", _("Views of your listing"), told.steps, told.views, note=people)
    found = _("How often your firm stood in a page of the directory’s results.")
    yield _one("found", _("Appearances in results"), told.steps, told.found, note=found)
    yield _one("received", _("Enquiries received"), told.steps, told.received, exact=True)


def _one(
    name: str,
    title: str,
    steps: Sequence[Step],
    numbers: Sequence[int],
    *,
    note: str = "",
    exact: bool = False,
) -> Series:
    # A bar of a number that is not told is as high as the least that it could not be.
    heights = list(numbers) if exact else [FEW - 1 if 0 < each < FEW else each for each in numbers]
    values = [f"{each:,}" if exact else _on_bar(each) for each in numbers]
    told = [f"{each:,}" if exact else _few(each) for each in numbers]
    total = f"{sum(numbers):,}" if exact else _few(sum(numbers))
    spans = [_span(each) for each in steps]
    said = _(
        "%(total)s in all, %(span)s. The red bar is not over yet: %(last)s so far.",
        total=total,
        span=_whole(steps),
        last=told[-1],
    )
    chart = Chart(name, title, said, bars(heights, values, [_label(each) for each in steps]))
    return Series(chart, list(zip(spans, told, strict=True)), not any(numbers), note)


def _label(step: Step) -> str:
    """Under a bar: the day a week began, as month and day, or a month."""
    first = step.first
    is_month = first.day == 1 and step.next.day == 1
    return f"{first:%Y-%m}"[2:] if is_month else f"{first:%m-%d}"


def _span(step: Step) -> str:
    return _(
        "%(first)s to %(last)s",
        first=long_date(step.first, g.language),
        last=long_date(step.last, g.language),
    )


def _whole(steps: Sequence[Step]) -> str:
    return _span(Step(steps[0].first, steps[-1].next))


def _row(cell: CellFigures, taxonomy: Taxonomy) -> Row:
    return Row(
        taxonomy.regions[cell.market].name(g.language) if cell.market else _("any market"),
        taxonomy.services[cell.service].name(g.language) if cell.service else _("any service"),
        _few(cell.found),
        cell.received,
        _hours(cell.own),
        _hours(cell.usual),
    )


def _hours(hours: float | None) -> str:
    return "" if hours is None else f"{hours:.1f}"


def _lines(told: Report, taxonomy: Taxonomy) -> Iterator[list[object]]:
    """One line for each number."""
    names = (_("Views by people"), _("Views by robots"), _("Appearances in results"), _("Enquiries received"))
    for name, numbers in zip(names, (told.views, told.robots, told.found, told.received), strict=True):
        for step, number in zip(told.steps, numbers, strict=True):
            value = number if numbers is told.received else _few(number)
            yield [name, step.first, step.last, "", "", value]
    first, last = told.steps[0].first, told.steps[-1].last
    for cell in told.cells:
        row = _row(cell, taxonomy)
        for name, value in (
            (_("Appearances in results"), row.found),
            (_("Enquiries received"), row.received),
            (_("Your median, working hours"), row.own),
            (_("Median of all firms, working hours"), row.usual),
        ):
            yield [name, first, last, row.market, row.service, value]
    for reason, number in told.declines.most_common():
        yield [_("Declined: %(reason)s", reason=DECLINE_REASON[reason]), first, last, "", "", number]
