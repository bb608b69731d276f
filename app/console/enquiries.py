"""``flask enquiries``: what questions are about, from the command line. JSON Lines in, JSON Lines out."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app.classification.decision import CLEAR
from app.classification.needs import Needs
from app.classification.script import EN, ZH_HANS, ZH_HANT
from app.classification.understanding import Understanding, understand
from app.console.seed_taxonomy import seed_taxonomy
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy
from app.web.edition import current_taxonomy

enquiries_cli = AppGroup("enquiries", help="What questions are about.")

_LANGUAGES = {each.lower(): each for each in (EN, ZH_HANS, ZH_HANT)}


class BadLine(Exception):
    """A line that is no message; said of that line alone."""

    def __init__(self, reason: str, given: Any = None) -> None:
        super().__init__(reason)
        self.record = {
            **({"id": given["id"]} if isinstance(given, dict) and "id" in given else {}),
            "error": reason,
        }


@enquiries_cli.command("classify")
def classify() -> None:
    """Say what each message on standard input is about; one JSON object a line, in and out.

    A message has ``id`` and ``text``, and may have ``language``, ``regions``, ``services`` and ``sectors``
    as the enquirer's own choice. A line that is none gives an object with ``error``; the rest goes on,
    and the exit code is 1 at the end.
    """
    taxonomy = _taxonomy()
    has_failed = False
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            record = classified(line, taxonomy)
        except BadLine as error:
            has_failed = True
            record = error.record
        sys.stdout.buffer.write(_written(record) + b"\n")
        sys.stdout.buffer.flush()
    sys.exit(1 if has_failed else 0)


def _written(record: Mapping[str, Any]) -> bytes:
    """A record as one line; halves of broken pairs, which UTF-8 cannot hold, are escaped."""
    try:
        return json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(record).encode()


def _taxonomy() -> Taxonomy:
    """The database's taxonomy; that of the seed where there is no database yet, or an empty one."""
    try:
        stored = current_taxonomy()
    except SQLAlchemyError:
        db.session.rollback()
        return seed_taxonomy()
    return stored if stored.regions else seed_taxonomy()


def classified(line: bytes, taxonomy: Taxonomy) -> dict[str, Any]:
    """The answer to one line. Raises ``BadLine``."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadLine("not an object")
    if "id" not in given:
        raise BadLine("id is missing")
    if not isinstance(given.get("text"), str):
        raise BadLine("text is missing or no text", given)
    chosen = Needs(
        _codes(given, "regions", taxonomy.regions),
        _codes(given, "services", taxonomy.services),
        _codes(given, "sectors", taxonomy.sectors),
    )
    language = given.get("language")
    if language is not None and (not isinstance(language, str) or language.lower() not in _LANGUAGES):
        raise BadLine("language is none of " + ", ".join(_LANGUAGES.values()), given)
    understood = understand(given["text"], chosen=chosen, page=Needs(), country=None, taxonomy=taxonomy)
    return _record(given, understood, _LANGUAGES[language.lower()] if language else understood.language)


def _codes(given: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    codes = given.get(name) or []
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise BadLine(f"{name} is no list of codes", given)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise BadLine(f"{name}: not known: {', '.join(unknown)}", given)
    return tuple(dict.fromkeys(codes))


def _record(given: Mapping[str, Any], understood: Understanding, language: str) -> dict[str, Any]:
    needs = understood.needs
    return {
        "id": given["id"],
        "language": language,
        "regions": list(needs.markets),
        "services": list(needs.services),
        "sectors": list(needs.sectors),
        "origin_country": understood.origin_country,
        "urgency": understood.urgency,
        "spam": understood.spam.is_spam,
        "triage": understood.decision.way != CLEAR,
        "decision": understood.decision.way,
        "reason": understood.decision.reason,
        "evidence": list(_evidence(given["text"], understood)),
        "scores": {each.code: round(each.score, 2) for each in understood.facets if each.is_meant},
    }


def _evidence(text: str, understood: Understanding) -> Iterator[dict[str, Any]]:
    for each in understood.facets:
        if each.is_meant:
            for start, end in each.spans:
                yield {"code": each.code, "span": [start, end], "text": text[start:end]}
