"""Who gets where: every rule of the URL map against every kind of visitor, and what the doors should say.

What a page itself does is not asked here: behind the guards stands, in place of each page, a sentence that
somebody got in. So a page that is added is in the matrix at once, whatever it needs to be shown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.models import MemberRole
from app.enquiries.access import key_of
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_firm, make_member, make_staff

GOT_IN = "Somebody got in."


class Answer(Enum):
    """What a door may say."""

    IN = "got in"
    SIGN_IN = "asked to sign in"
    FACTOR = "asked for a second factor"
    REFUSED = "403"
    NOTHING = "404"
    OTHER = "something else"


class Visitor(Enum):
    """Who comes. Firms' people are of the firm in the address, but for OUTSIDER, who owns another."""

    STRANGER = "stranger"
    ENQUIRER = "enquirer"
    OUTSIDER = "owner of another firm"
    RESPONDER = "responder"
    EDITOR = "editor"
    OWNER = "owner"
    STAFF = "staff"
    BARE_OWNER = "owner without a second factor"
    BARE_STAFF = "staff without a second factor"


_UNKNOWN = frozenset({Visitor.STRANGER, Visitor.ENQUIRER})
_BARE = frozenset({Visitor.BARE_OWNER, Visitor.BARE_STAFF})
_FIRM = frozenset({Visitor.RESPONDER, Visitor.EDITOR, Visitor.OWNER, Visitor.BARE_OWNER})


@dataclass(frozen=True, slots=True)
class Door:
    """Who gets in, and who is known here and still refused. Whoever is neither finds nothing."""

    lets_in: frozenset[Visitor]
    refuses: frozenset[Visitor] = frozenset()
    #: Whether whoever must have a second factor is sent to set it up first.
    asks_factor: bool = True

    @property
    def knows(self) -> frozenset[Visitor]:
        return self.lets_in | self.refuses


#: The whole of it, by blueprint.
DOORS: Mapping[str, Door] = {
    "workspace": Door(_FIRM),
    "listing": Door(_FIRM - {Visitor.RESPONDER}, refuses=frozenset({Visitor.RESPONDER})),
    "ownership": Door(
        frozenset({Visitor.OWNER, Visitor.BARE_OWNER}),
        refuses=frozenset({Visitor.RESPONDER, Visitor.EDITOR}),
    ),
    "desk": Door(frozenset({Visitor.STAFF, Visitor.BARE_STAFF})),
    "joining": Door(frozenset(Visitor) - _UNKNOWN, asks_factor=False),
}
#: For everybody, or guarded page by page: what stands there has tests of its own.
OPEN = frozenset({"public", "personal", "account", "root", "health", "devmail", ""})


def blueprint_of(rule: Rule) -> str:
    return str(rule.endpoint).rpartition(".")[0]


def guarded(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if blueprint_of(rule) in DOORS]


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def address(app: Flask, rule: Rule, **values: str) -> str:
    """An address of the rule. A part nobody has named takes whatever its converter lets through."""
    filled: dict[str, object] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        listed = sorted(getattr(converter, "items", ()))
        number = type(converter).__name__ == "IntegerConverter"
        filled[name] = values.get(name) or (listed[0] if listed else 1 if number else "x")
    return app.url_map.bind("localhost").build(rule.endpoint, filled, method=methods(rule)[0])


def expected(rule: Rule, method: str, visitor: Visitor) -> Answer:
    if visitor in _UNKNOWN:
        return Answer.SIGN_IN if method == "GET" else Answer.REFUSED
    door = DOORS[blueprint_of(rule)]
    knows, refuses = door.knows, door.refuses
    if "firm" not in rule.arguments and blueprint_of(rule) == "workspace":
        # A person's own firms, whichever they are.
        knows = knows | {Visitor.OUTSIDER}
    if visitor not in knows:
        return Answer.NOTHING
    if visitor in _BARE and door.asks_factor:
        return Answer.FACTOR if method == "GET" else Answer.REFUSED
    return Answer.REFUSED if visitor in refuses else Answer.IN


def said(answer: TestResponse) -> Answer:
    if answer.status_code == 200 and answer.text == GOT_IN:
        return Answer.IN
    if answer.status_code == 303 and "/account/sign-in" in answer.location:
        return Answer.SIGN_IN
    if answer.status_code == 303 and answer.location.endswith("/account/"):
        return Answer.FACTOR
    return {403: Answer.REFUSED, 404: Answer.NOTHING}.get(answer.status_code, Answer.OTHER)


class World:
    """Two firms and one of each kind of visitor."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.theirs = make_firm(slug="theirs")
        self.ours = make_firm(slug="ours")
        people: Mapping[Visitor, Callable[[], FlaskClient]] = {
            Visitor.STRANGER: app.test_client,
            Visitor.ENQUIRER: self._enquirer,
            Visitor.OUTSIDER: lambda: signed_in(app, make_member(self.ours, role=MemberRole.OWNER)),
            Visitor.RESPONDER: lambda: self._member(MemberRole.RESPONDER),
            Visitor.EDITOR: lambda: self._member(MemberRole.EDITOR),
            Visitor.OWNER: lambda: self._member(MemberRole.OWNER),
            Visitor.STAFF: lambda: signed_in(app, make_staff()),
        }
        self.clients = {visitor: come() for visitor, come in people.items()}
        self.clients[Visitor.BARE_OWNER] = self.clients[Visitor.OWNER]
        self.clients[Visitor.BARE_STAFF] = self.clients[Visitor.STAFF]

    def _member(self, role: MemberRole) -> FlaskClient:
        return signed_in(self.app, make_member(self.theirs, role=role))

    def _enquirer(self) -> FlaskClient:
        enquiry, client = make_enquiry(), self.app.test_client()
        key = key_of(enquiry, secret=self.app.config["SETTINGS"].secret_key)
        client.get(f"/en/enquiries/{enquiry.reference}?key={key}")
        return client

    def answers(self, only: str) -> Iterator[tuple[Rule, str, Visitor, Answer]]:
        """Every rule × method × visitor at the first firm's addresses; or those of one blueprint."""
        settings = self.app.config["SETTINGS"]
        try:
            for visitor in Visitor:
                # In demonstrations nobody needs a second factor; elsewhere these people have none.
                self.app.config["SETTINGS"] = replace(settings, demo=visitor not in _BARE)
                rules = [rule for rule in guarded(self.app) if only in {"", blueprint_of(rule)}]
                for rule in rules:
                    for method in methods(rule):
                        place = address(self.app, rule, firm="theirs")
                        answer = self.clients[visitor].open(place, method=method)
                        yield rule, method, visitor, said(answer)
        finally:
            self.app.config["SETTINGS"] = settings

    def faults(self, *, only: str = "") -> list[str]:
        """Where a door says something else than it should."""
        return [
            f"{visitor.value}, {method} {rule.endpoint}: {found.value}, not {wanted.value}"
            for rule, method, visitor, found in self.answers(only)
            if found is not (wanted := expected(rule, method, visitor))
        ]
