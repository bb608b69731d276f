"""Changing the language in the middle of asking keeps all that was typed and ticked, without script."""

import pytest

from tests.doors.public.visitor import QUESTION, TAGS, WHO, Page, Visitor
from tests.factories import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("tokens")


def switched(visitor, page, language):
    """Press the button of that language, with what the form holds now."""
    (button,) = [
        each
        for each in page.document.iter("button")
        if each.get("lang") == TAGS[language] and each.get("form") == page.form("/ask").get("id")
    ]
    values = page.values("/ask") | {button.get("name"): button.get("value")}
    return Page(visitor.client.post(button.get("formaction"), data=values))


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_step_two_is_the_same_in_the_other_language(client, database, language):
    make_offering(make_firm(slug="ukrp-firm"))
    visitor = Visitor(client)
    page = visitor.write()
    before = page.values("/ask")
    other = switched(visitor, page, language)
    assert (other.status, other.faults(language)) == (200, [])
    after = other.values("/ask")
    for name in ("text", "nonce", *WHO):
        assert after[name] == before[name]
    for name in ("market", "service", "sector"):
        assert after.getlist(name) == before.getlist(name)


def test_step_one_keeps_what_was_typed_so_far(client, database):
    visitor = Visitor(client)
    begun = visitor.get("ask?firm=ukrp-firm&service=rep-ukrp")
    values = begun.values("/ask")
    values["text"], values["step"] = QUESTION, "edit"
    page = Page(client.post("/zh-hant/ask", data=values))
    assert (page.status, page.faults("zh-hant"), page.problems) == (200, [], [])
    kept = page.values("/ask")
    assert (kept["text"], kept["from_firm"], kept["service"]) == (QUESTION, "ukrp-firm", "REP-UKRP")
    assert switched(visitor, page, "en").values("/ask")["text"] == QUESTION


@pytest.mark.parametrize("step", ["write", "check"])
def test_enter_in_a_field_goes_on_and_does_not_change_the_language(client, database, step):
    visitor = Visitor(client)
    page = visitor.get("ask") if step == "write" else visitor.write()
    first = next(
        each
        for each in page.document.iter("button")
        if each.get("form") == "ask" or each.get("name") == "step"
    )
    assert first.get("formaction") is None
    assert first.get("value") == {"write": "check", "check": "update"}[step]
