"""Several firms chosen by name are carried into the question; who cannot take it is named with the reason."""

import pytest
from sqlalchemy import select

from app.enquiries.models import Enquiry
from app.kernel.db import db
from tests.doors.public.visitor import QUESTION, WHO
from tests.factories.firms import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("tokens")


def named(name: str) -> dict[str, dict[str, str]]:
    return {"en": {"name": name}}


@pytest.fixture
def firms(database):
    for slug in ("fit-one", "fit-two", "fit-three"):
        make_offering(make_firm(slug=slug, texts=named(slug.title())))
    make_offering(make_firm(slug="elsewhere", texts=named("Elsewhere Ltd")), "REP-US-AGENT", "US")
    make_offering(make_firm(slug="unclaimed", texts=named("Unclaimed Ltd"), claimed_at=None))


def begun(visitor, *slugs):
    return visitor.get("ask?" + "&".join(f"firm={slug}" for slug in slugs))


def checked(visitor, *slugs):
    return visitor.send(begun(visitor, *slugs), "/ask", text=QUESTION, step="check", **WHO)


def test_step_one_names_the_firms(visitor, firms):
    page = begun(visitor, "fit-two", "fit-one", "fit-two", "nobody")
    assert "You ask Fit-Two, Fit-One" in page.main
    assert page.values("/ask")["from_firm"] == "fit-two fit-one nobody"


def test_firms_chosen_by_name_stand_first_and_are_ticked(visitor, firms):
    page = checked(visitor, "fit-two", "fit-three")
    assert page.faults("en") == []
    assert set(page.values("/ask").getlist("firm")) == {"fit-two", "fit-three"}
    shown = [each.get("value") for each in page.document.iter("input") if each.get("name") == "firm"]
    assert set(shown[:2]) == {"fit-two", "fit-three"}
    assert "fit-one" in shown
    assert "share" not in page.values("/ask")


def test_one_firm_is_only_where_the_reader_came_from(visitor, firms):
    assert checked(visitor, "fit-two").values("/ask").getlist("firm") == []


def test_a_tick_taken_away_stays_away(visitor, firms):
    page = checked(visitor, "fit-two", "fit-three")
    again = visitor.send(page, "/ask", step="update", firm=["fit-two"])
    assert again.values("/ask").getlist("firm") == ["fit-two"]
    none = visitor.send(again, "/ask", step="update", firm=[])
    assert none.values("/ask").getlist("firm") == []


def test_who_does_not_fit_is_named_with_the_reason(visitor, firms):
    page = checked(visitor, "fit-one", "elsewhere", "unclaimed")
    assert "Elsewhere Ltd: it offers none of the ticked services in the ticked markets" in page.main
    assert "Unclaimed Ltd: the firm has not taken over its listing" in page.main
    assert page.values("/ask").getlist("firm") == ["fit-one"]


def test_a_firm_with_no_room_is_named_with_that_reason(visitor, firms):
    make_offering(make_firm(slug="shut", texts=named("Shut Ltd")), is_open=False)
    page = checked(visitor, "fit-one", "shut")
    assert "Shut Ltd: takes no new mandates for this service. An editor can look for help." in page.main


def test_five_firms_at_most_are_asked(visitor, firms):
    page = begun(visitor, *(f"firm-{n}" for n in range(7)))
    assert page.values("/ask")["from_firm"] == "firm-0 firm-1 firm-2 firm-3 firm-4"
    page = begun(visitor, "fit-one", *(f"firm-{n}" for n in range(6)))
    assert "A question goes to 5 firms at most; 2 more were left out." in page.main


def test_the_comparison_and_the_shortlist_lead_there(visitor, firms):
    assert (
        'href="/en/ask?firm=fit-two&amp;firm=fit-one"'
        in visitor.get("compare?firm=fit-two&firm=fit-one").text
    )
    text = visitor.get("shortlist?firm=fit-two&firm=fit-one").text
    assert '<button class="btn plain" formaction="/en/ask">Ask those ticked</button>' in text


def test_the_firms_asked_for_are_kept(visitor, firms):
    page = checked(visitor, "fit-two", "fit-three")
    assert visitor.send(page, "/ask", step="send", share="y", abroad="y").status == 303
    assert db.session.scalars(select(Enquiry)).one().context == {"firm": "fit-two fit-three"}
