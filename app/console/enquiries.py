"""``flask enquiries``: what questions are about, from the command line. JSON Lines in, JSON Lines out."""

from collections.abc import Iterator
from typing import Any

from flask.cli import AppGroup

from app.classification.decision import CLEAR
from app.classification.needs import Needs
from app.classification.understanding import Understanding, understand
from app.console.lines import Line, answer_lines, known_taxonomy, read_line
from app.taxonomy.snapshot import Taxonomy

enquiries_cli = AppGroup("enquiries", help="What questions are about, and whom they reach.")


@enquiries_cli.command("classify")
def classify() -> None:
    """Say what each message on standard input is about; one JSON object a line, in and out.

    A message has ``id`` and ``text``, and may have ``language``, ``regions``, ``services`` and ``sectors``
    as the enquirer's own choice. A line that is none gives an object with ``error``; the rest goes on,
    and the exit code is 1 at the end.
    """
    taxonomy = known_taxonomy()
    answer_lines(lambda line: classified(line, taxonomy))


def classified(line: bytes, taxonomy: Taxonomy) -> dict[str, Any]:
    """The record of one message. Raises BadLine."""
    given = read_line(line, taxonomy)
    return _record(given, understood(given, taxonomy))


def understood(given: Line, taxonomy: Taxonomy) -> Understanding:
    return understand(given.text, chosen=given.chosen, page=Needs(), country=None, taxonomy=taxonomy)


def _record(given: Line, said: Understanding) -> dict[str, Any]:
    needs = said.needs
    return {
        "id": given.id,
        "language": given.language or said.language,
        "regions": list(needs.markets),
        "services": list(needs.services),
        "sectors": list(needs.sectors),
        "origin_country": said.origin_country,
        "urgency": said.urgency,
        "spam": said.spam.is_spam,
        "triage": said.decision.way != CLEAR,
        "decision": said.decision.way,
        "reason": said.decision.reason,
        "evidence": list(_evidence(given.text, said)),
        "scores": {each.code: round(each.score, 2) for each in said.facets if each.is_meant},
    }


def _evidence(text: str, said: Understanding) -> Iterator[dict[str, Any]]:
    for each in said.facets:
        if each.is_meant:
            for start, end in each.spans:
                yield {"code": each.code, "span": [start, end], "text": text[start:end]}
