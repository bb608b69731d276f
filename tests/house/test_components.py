"""Components take all they need as arguments; pages import only what they use."""

import re

import pytest
from jinja2 import Environment, nodes

from tests.house.files import TEMPLATES, TOP, templates

COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
PERSONAL = {"request", "g", "session", "current_user", "config", "user"}
named = {"ids": lambda file: str(file.relative_to(TOP))}


@pytest.fixture(scope="module")
def jinja() -> Environment:
    """Reads templates as the portal's own does; nothing is rendered here."""
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


@pytest.mark.parametrize("file", COMPONENTS, **named)
def test_a_component_never_reaches_for_the_reader(jinja, file):
    tree = jinja.parse(file.read_text())
    assert {name.name for name in tree.find_all(nodes.Name)} & PERSONAL == set()


@pytest.mark.parametrize("file", COMPONENTS, **named)
def test_a_component_opens_by_saying_what_it_is(file):
    assert file.read_text().lstrip().startswith("{#")


@pytest.mark.parametrize("file", [each for each in templates() if each.suffix == ".html"], **named)
def test_a_template_uses_what_it_imports(jinja, file):
    tree = jinja.parse(file.read_text())
    imported = {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in node.names}
    used = {name.name for name in tree.find_all(nodes.Name)}
    assert imported - used == set()


@pytest.mark.parametrize("file", [each for each in templates() if each.suffix == ".html"], **named)
def test_a_group_is_not_said_to_be_required_but_its_choices(file):
    """ARIA knows no required group; each choice carries ``required``, which browsers tell of."""
    assert not re.search(r"<fieldset[^>]*aria-required", file.read_text())
