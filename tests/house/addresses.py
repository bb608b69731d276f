"""Addresses of every page of the portal, filled with what exists in the demo world."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

#: A value for every name that occurs in a route.
REAL = {
    "language": "en",
    "slug": "demo-dunlin",
    "firm": "demo-dunlin",
    "code": "uk",
    "page": "order",
    "reference": "LRE-0000-0000",
    "service": "rep-ukrp",
    "market": "uk",
}
#: Where the same name means something else.
OTHERWISE = {
    ("slug", "articles"): "uk-responsible-person-for-medical-devices",
    ("code", "services"): "rep-ukrp",
}


def _allowed(rule: Rule, name: str) -> str:
    """The first of the values that a route lists for a name; ``1`` where it takes any."""
    listed = getattr(rule._converters[name], "items", None)
    return sorted(listed)[0] if listed else "1"


def address(app: Flask, rule: Rule, **values: str) -> str:
    """An address of that rule; ``values`` go before what the route allows."""
    filled = {name: values.get(name) or _allowed(rule, name) for name in rule.arguments}
    for (name, part), value in OTHERWISE.items():
        if name in filled and f"/{part}/" in rule.rule:
            filled[name] = value
    return app.url_map.bind("localhost").build(rule.endpoint, filled)


def readable(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]


def readable_pages(app: Flask, **values: str) -> Iterator[str]:
    for rule in readable(app):
        yield address(app, rule, **values)
