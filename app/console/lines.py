"""Messages as JSON Lines: one object a line, in and out, whatever stands between."""

import json
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy.exc import SQLAlchemyError

from app.classification.needs import Needs
from app.classification.script import EN, ZH_HANS, ZH_HANT
from app.console.seed_taxonomy import seed_taxonomy
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy
from app.web.edition import current_taxonomy

_LANGUAGES = {each.lower(): each for each in (EN, ZH_HANS, ZH_HANT)}


class BadLine(Exception):
    """A line that is no message; said of that line alone."""

    def __init__(self, reason: str, given: Any = None) -> None:
        super().__init__(reason)
        self.record = {
            **({"id": given["id"]} if isinstance(given, dict) and "id" in given else {}),
            "error": reason,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A message on standard input."""

    id: Any
    text: str
    #: What its writer chose.
    chosen: Needs
    #: The tag of the language its writer named; None where none was.
    language: str | None


def answer_lines(answer: Callable[[bytes], Mapping[str, Any]]) -> None:
    """Answer each line of standard input on standard output, as it comes.

    A line that is no message gives an object with ``error``; the rest goes on. Ends the command, with
    exit code 1 where there was such a line.
    """
    has_failed = False
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            record = answer(line)
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


def known_taxonomy() -> Taxonomy:
    """The database's taxonomy; that of the seed where there is no database yet, or an empty one."""
    try:
        stored = current_taxonomy()
    except SQLAlchemyError:
        db.session.rollback()
        return seed_taxonomy()
    return stored if stored.regions else seed_taxonomy()


def _no_number(name: str) -> NoReturn:
    """What Python reads as a number and JSON does not know: an answer with it would be no JSON either."""
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def read_line(line: bytes, taxonomy: Taxonomy) -> Line:
    """Raises BadLine."""
    try:
        given = json.loads(line, parse_constant=_no_number, parse_float=_finite)
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
    return Line(given["id"], given["text"], chosen, _LANGUAGES[language.lower()] if language else None)


def _codes(given: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    codes = given.get(name)
    if codes is None:
        return ()
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise BadLine(f"{name} is no list of codes", given)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise BadLine(f"{name}: not known: {', '.join(unknown)}", given)
    return tuple(dict.fromkeys(codes))
