"""Every page there is, as one visitor meets it."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.web.downloads import number_of
from tests.canaries.planting import Case

#: What a part of an address that is not about an enquiry is filled with.
_ELSEWHERE: Mapping[str, tuple[Any, ...]] = {
    "page": ("order", "privacy"),
    "slug": ("the-firm", "ukrp"),
    "code": ("uk", "rep-ukrp"),
    "number": (1,),
    "document": ("abcdefgh",),
    "mark": ("0" * 32,),
    "kind": ("png",),
    "run": (1,),
    "paper": (1,),
    "section": ("words", "offices"),
    "step": ("reply", "withdraw"),
    "service": ("rep-ukrp",),
    "market": ("uk",),
}
LANGUAGES = ("en", "zh-hant", "zh-hans")
#: Shows every letter of this machine to whoever sits at it, and is there in demonstrations alone.
_LEFT_OUT = frozenset({"devmail.inbox", "devmail.letter", "static"})


def rules(app: Flask) -> list[Rule]:
    return [each for each in app.url_map.iter_rules() if each.endpoint not in _LEFT_OUT]


def about_enquiries(rule: Rule) -> bool:
    return "reference" in rule.arguments


def addresses(app: Flask, rule: Rule, method: str, more: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    """The rule filled in every way. Raises KeyError for a part that nobody has thought of."""
    values = {**_ELSEWHERE, **more}
    filled: list[dict[str, Any]] = [{}]
    for name in sorted(rule.arguments):
        filled = [{**each, name: value} for each in filled for value in _fitting(rule, name, values)]
    adapter = app.url_map.bind("localhost")
    for each in filled:
        yield adapter.build(rule.endpoint, each, method=method)


def _fitting(rule: Rule, name: str, values: Mapping[str, Iterable[Any]]) -> Iterable[Any]:
    """Where a rule lists what it takes, that; else what somebody thought of."""
    return sorted(getattr(rule._converters[name], "items", ())) or values[name]


def places(case: Case) -> dict[str, tuple[Any, ...]]:
    """What fills the parts of an address that are about an enquiry."""
    return {
        "reference": (case.reference,),
        "firm": (case.referral.firm.slug, case.other.firm.slug),
        "file": (number_of(case.attachment),),
    }


def everything_in(answer: TestResponse) -> str:
    """All that whoever receives an answer can read: its headers, its text, what is packed in it."""
    data = answer.data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return f"{answer.headers}\n{data.decode(errors='replace')}"


#: Forms that, sent empty, come back with what is missing: nothing happens, all is shown.
_EMPTY: Mapping[str, Sequence[Mapping[str, str]]] = {
    "workspace.enquiry": (
        {},
        {"step": "answer"},
        {"step": "decline"},
        {"step": "insert"},
        {"step": "note"},
        {"step": "assign", "person": "none of us"},
    )
}


def language_of(number: int, turn: int) -> str:
    """In which language a rule is walked: each visitor reads one at a time, and all over three turns."""
    return LANGUAGES[(number + turn) % len(LANGUAGES)]


def go_everywhere(
    app: Flask, client: FlaskClient, more: Mapping[str, Iterable[Any]], *, only: Any, turn: int
) -> Iterator[tuple[str, str]]:
    """Each address of the rules that ``only`` lets through, and all that is found there."""
    for number, rule in enumerate(filter(only, rules(app))):
        here = {**more, "language": (language_of(number, turn),)}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for address in addresses(app, rule, method, here):
                for data in _EMPTY.get(rule.endpoint, ({},)) if method == "POST" else [None]:
                    answer = client.open(address, method=method, data=data)
                    assert answer.status_code < 500, f"{method} {address}"
                    said = everything_in(answer)
                    answer.close()  # a file that is handed out is open until then
                    yield f"{method} {address}: {answer.status_code}", said
