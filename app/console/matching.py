"""``flask enquiries match`` and ``replay``: whom questions reach and why, and past answers asked again."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.classification.understanding import Understanding
from app.console.enquiries import enquiries_cli, understood
from app.console.lines import Line, answer_lines, read_line
from app.directory.models import Firm
from app.directory.queries import firms_in_order
from app.i18n.languages import BY_TAG, EN
from app.kernel.clock import now
from app.kernel.db import db, may_write
from app.matching.ranking import Candidate, NearMiss, Ranking, rank
from app.matching.replays import Replay, Verdict, replay
from app.matching.runs import latest_runs
from app.matching.weights import weights
from app.taxonomy.snapshot import Taxonomy
from app.web.edition import current_taxonomy


@contextmanager
def _reading() -> Iterator[None]:
    """Leaves SQLite's one write lock to the portal, which runs beside."""
    token = may_write.set(False)
    try:
        yield
    except SQLAlchemyError as error:
        raise click.ClickException(f"the database cannot be read: {type(error).__name__}") from error
    finally:
        may_write.reset(token)


@enquiries_cli.command("match")
def match() -> None:
    """Say whom each message on standard input reaches; one JSON object a line, in and out.

    Messages are those of ``classify``. For each: what it is about, the firms in their order with every
    term of the score, every firm left out with its reason, and those that nearly fit. Nothing is kept.
    """
    with _reading():
        taxonomy = current_taxonomy()
        if not taxonomy.regions:
            raise click.ClickException("the database is empty: flask seed load")
        answer_lines(lambda line: matched(line, taxonomy))


def matched(line: bytes, taxonomy: Taxonomy) -> dict[str, Any]:
    """The record of one message. Raises BadLine."""
    given = read_line(line, taxonomy)
    said = understood(given, taxonomy)
    language = given.language or said.language
    settings = current_app.config["SETTINGS"]
    moment = now()
    try:
        found = rank(
            said.needs,
            taxonomy=taxonomy,
            demo=settings.demo,
            day=moment.date(),
            secret=settings.secret_key,
            language=BY_TAG[language],
            routing=True,
            near=True,
            at=moment,
        )
        return _record(given, said, language, found)
    finally:
        # Each line sees the firms as they are then, and none is remembered.
        db.session.rollback()
        db.session.expunge_all()


def _record(given: Line, said: Understanding, language: str, found: Ranking) -> dict[str, Any]:
    needs = said.needs
    return {
        "id": given.id,
        "language": language,
        "needs": {
            "regions": list(needs.markets),
            "services": list(needs.services),
            "sectors": list(needs.sectors),
        },
        "decision": said.decision.way,
        "reason": said.decision.reason,
        "firms": [_candidate(each) for each in found.candidates],
        "excluded": [
            {"slug": each.firm.slug, "name": _name(each.firm), "reason": each.reason.value}
            for each in found.excluded
        ],
        "near": [_near(each) for each in found.near],
        "no_match": found.no_match.value if found.no_match else None,
        "weights": weights().version,
    }


def _name(firm: Firm) -> str:
    return firm.read(EN).text.name


def _candidate(each: Candidate) -> dict[str, Any]:
    return {
        "slug": each.firm.slug,
        "name": _name(each.firm),
        "score": each.score,
        "gate": round(each.gate, 4),
        "merit": round(each.merit, 4),
        "terms": {name: round(term, 4) for name, term in each.terms.items()},
        "points": dict(each.points),
        "grounds": [ground.record for ground in each.grounds],
        "in_band": each.is_in_band,
        "slot": each.slot,
    }


def _near(each: NearMiss) -> dict[str, Any]:
    return {
        "slug": each.firm.slug,
        "name": _name(each.firm),
        "missing_kind": each.missing_kind,
        "missing": list(each.missing),
        "grounds": [ground.record for ground in each.grounds],
    }


@enquiries_cli.command("replay")
@click.option("--last", default=500, type=click.IntRange(1), show_default=True, help="How many runs.")
@click.option("--weights", "version", help="Other weights than each run's own: who would gain and lose.")
def replay_command(last: int, version: str | None) -> None:
    """Ask the last runs again, from what was kept of them.

    With its own weights each must say the same; the exit code is 1 where one does not. With others, firms
    that would be named first more often, or less, are listed.
    """
    with _reading():
        replays = list(_replays(last, version))
        agreeing = sum(each.same for each in replays)
        by = f" with weights {version}" if version else ""
        click.echo(f"{agreeing} of {len(replays)} runs say the same{by}")
        if version:
            for line in _gains(replays):
                click.echo(line)
    own = [each for each in replays if each.weights == each.run.weights]
    differing = [each.run.id for each in own if not each.same]
    if differing:
        click.echo(f"differing with their own weights: {', '.join(map(str, differing))}", err=True)
        sys.exit(1)


def _replays(last: int, version: str | None) -> Iterator[Replay]:
    for run in latest_runs(last):
        try:
            yield replay(run, version=version)
        except LookupError as error:
            raise click.ClickException(str(error)) from error


def _gains(replays: Iterable[Replay]) -> Iterator[str]:
    """How often each firm was named first, and would be: those that gain most first."""
    then: Counter[int] = Counter()
    now_: Counter[int] = Counter()
    for row in (row for each in replays for row in each.rows):
        then[row.firm] += _is_first(row.then)
        now_[row.firm] += _is_first(row.now)
    changed = sorted(
        (firm for firm in {*then, *now_} if then[firm] != now_[firm]),
        key=lambda firm: (then[firm] - now_[firm], firm),
    )
    slugs = {firm.id: firm.slug for firm in firms_in_order(changed)}
    for firm in changed:
        yield f"{slugs.get(firm, firm)}: {then[firm]} → {now_[firm]} ({now_[firm] - then[firm]:+d})"


def _is_first(verdict: Verdict | None) -> bool:
    return bool(verdict and verdict.candidate and verdict.candidate["slot"])
