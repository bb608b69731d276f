"""What an editor corrects at the desk is kept as a proposal, with the words it rests on."""

import pytest
from sqlalchemy import select

from app.enquiries.models import Facet, FacetKind, FacetSource
from app.enquiries.proposals import LexiconProposal
from app.kernel.db import db
from tests.doors.visitors import signed_in, take
from tests.factories import make_enquiry, make_staff

TEXT = "Who can be our UK Responsible Person? Our maker wants somebody to keep the stock."


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff(name="Ling Wu"))


@pytest.fixture
def enquiry(database):
    return make_enquiry(
        text=TEXT,
        facets=[
            Facet(kind=FacetKind.MARKET, code="UK", source=FacetSource.LEXICON, evidence=[[15, 17]]),
            Facet(kind=FacetKind.SERVICE, code="REP-UKRP", source=FacetSource.LEXICON, evidence=[[15, 36]]),
        ],
    )


@pytest.fixture
def page(enquiry):
    return f"/en/desk/enquiries/{enquiry.reference}"


def proposed() -> list[tuple[str, str, list[str]]]:
    return [
        (each.change.value, each.code, each.words)
        for each in db.session.scalars(select(LexiconProposal).order_by(LexiconProposal.id))
    ]


def test_what_is_taken_away_and_what_is_added_are_proposals(client, page):
    answer = take(
        client, page, "facets", markets=["UK"], services=["IMP-INDEPENDENT"], words="\n keep THE stock \n"
    )

    assert answer.status_code == 303
    assert proposed() == [
        ("removed", "REP-UKRP", ["UK Responsible Person"]),
        ("added", "IMP-INDEPENDENT", ["keep THE stock"]),
    ]
    assert "<mark>keep the stock" in client.get(page).text


def test_what_the_rules_read_in_the_text_comes_back_as_theirs(client, page, enquiry):
    take(client, page, "facets", markets=["UK"])
    take(client, page, "facets", markets=["UK"], services=["REP-UKRP"])

    assert proposed() == []
    db.session.refresh(enquiry)
    assert {each.source for each in enquiry.facets} == {FacetSource.LEXICON}


def test_words_that_do_not_stand_in_the_question_are_refused_by_name(client, page):
    answer = take(client, page, "facets", markets=["UK"], words="keep the stock\nin a warehouse")

    assert answer.status_code == 422
    assert "“in a warehouse” does not stand in the question." in answer.text
    assert proposed() == []


def test_words_may_stand_in_the_product_beside_the_question(client):
    enquiry = make_enquiry(product="A frobnicator")
    page = f"/en/desk/enquiries/{enquiry.reference}"

    assert take(client, page, "facets", services=["IMP-INDEPENDENT"], words="frobnicator").status_code == 303

    assert proposed() == [("added", "IMP-INDEPENDENT", ["frobnicator"])]
