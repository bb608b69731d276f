"""The one table where parts meet knows every event; every refusal has words."""

import importlib
from string import Formatter

import pytest

from app.kernel.errors import Refusal
from app.kernel.events import Event
from app.reactions import REACTIONS
from app.web.refusals import WORDS
from tests.house.files import APP, TOP, modules


def everything_imported() -> None:
    for module in modules(APP):
        name = ".".join(module.relative_to(TOP).with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))


def below(kind: type) -> set[type]:
    return {
        each
        for child in kind.__subclasses__()
        for each in {child, *below(child)}
        if each.__module__.startswith("app.")
    }


def test_every_event_is_in_the_reactions_table():
    everything_imported()
    # What others derive from is a kind of event; the leaves are events.
    assert {event for event in below(Event) if not event.__subclasses__()} == set(REACTIONS)


def test_an_event_that_nobody_heeds_is_a_mistake():
    assert [event.__name__ for event, reactions in REACTIONS.items() if not reactions] == []


def test_every_refusal_has_words():
    everything_imported()
    assert below(Refusal) == set(WORDS)


@pytest.mark.parametrize(
    "refusal", sorted(WORDS, key=lambda each: each.__name__), ids=lambda each: each.__name__
)
def test_the_words_of_a_refusal_use_only_the_facts_it_documents(refusal, app):
    with app.test_request_context("/en/"):
        sentence = str(WORDS[refusal])
    asked = {part.split(")")[0] for part in sentence.split("%(")[1:]}
    assert not [name for _, name, _, _ in Formatter().parse(sentence) if name], "use %(name)s"
    for fact in asked:
        assert f"``{fact}``" in (refusal.__doc__ or ""), (
            f"{refusal.__name__} does not say that it carries {fact}"
        )
