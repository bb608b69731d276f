"""What an editor corrects, and what is kept of it for those who write the lexicon."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.enquiries import actions
from app.enquiries.actions import Read
from app.enquiries.errors import MoveNotAllowed
from app.enquiries.models import FacetKind, FacetSource
from app.enquiries.proposals import (
    Change,
    LexiconProposal,
    ProposalState,
    all_open_proposals,
    proposals_in,
)
from app.journal.queries import entries_of
from app.kernel.db import db, transaction
from tests.factories import make_draft, make_staff
from tests.factories.keeping import NOON

LATER = NOON + timedelta(hours=1)
TEXT = "Who can be our UK Responsible Person?"
UK = Read(FacetKind.MARKET, "UK", 0.9, ((15, 17),), True)
UKRP = Read(FacetKind.SERVICE, "REP-UKRP", 0.8, ((15, 36),), True)
#: Only offered: the text names it, and the rules do not take it to be meant.
IMPORTER = Read(FacetKind.SERVICE, "IMP-INDEPENDENT", 0.3, ((0, 3),), False)


@pytest.fixture
def editor(database) -> int:
    return make_staff().id


@pytest.fixture
def enquiry(database):
    """The enquirer chose the market; the rules read the service."""
    with transaction():
        return actions.submit(make_draft(text=TEXT), at=NOON)


@pytest.fixture
def correct(enquiry, editor):
    def save(*codes: str, read=(UK, UKRP), words=()) -> None:
        split = {"UK": "markets", "US": "markets", "MD": "sectors"}
        wanted = {
            name: [code for code in codes if split.get(code, "services") == name]
            for name in ("markets", "services", "sectors")
        }
        with transaction():
            actions.set_facets(enquiry, **wanted, by=editor, at=LATER, read=read, words=words)

    return save


def proposed() -> list[tuple[Change, str, list[str]]]:
    """The open proposals."""
    return [
        (each.change, each.code, each.words)
        for each in db.session.scalars(
            select(LexiconProposal)
            .where(LexiconProposal.state == ProposalState.OPEN)
            .order_by(LexiconProposal.id)
        )
    ]


def facet(enquiry, code):
    return next(each for each in enquiry.facets if each.code == code)


def test_an_editor_says_what_it_is_about_and_what_was_right_keeps_its_source(enquiry, correct):
    correct("UK", "US", "REP-UKRP", "MD")
    assert {(each.kind, each.code, each.source) for each in enquiry.facets} == {
        (FacetKind.MARKET, "UK", FacetSource.ENQUIRER),
        (FacetKind.MARKET, "US", FacetSource.STAFF),
        (FacetKind.SERVICE, "REP-UKRP", FacetSource.LEXICON),
        (FacetKind.SECTOR, "MD", FacetSource.STAFF),
    }
    entry = entries_of(enquiry.id)[-1]
    assert entry.kind == "FacetsCorrected"
    assert entry.facts == {"before": ["UK", "REP-UKRP"], "after": ["UK", "US", "REP-UKRP", "MD"]}


def test_saying_the_same_again_is_no_correction(enquiry, correct, kinds):
    correct("UK", "REP-UKRP")
    assert kinds(enquiry) == ["EnquirySubmitted"]
    assert proposed() == []


def test_whoever_has_the_page_open_can_tell_that_it_was_corrected(enquiry, correct):
    opened = enquiry.version
    correct("UK")
    assert enquiry.version > opened


def test_taking_away_what_the_rules_read_proposes_it_with_their_words(enquiry, correct, editor):
    correct("UK")
    assert proposed() == [(Change.REMOVED, "REP-UKRP", ["UK Responsible Person"])]
    kept = db.session.scalars(select(LexiconProposal)).one()
    assert (kept.kind, kept.proposed_by, kept.proposed_at) == (FacetKind.SERVICE, editor, LATER)


def test_taking_away_what_the_enquirer_chose_proposes_nothing_unless_the_rules_read_it_too(correct):
    correct("REP-UKRP", read=(UKRP,))
    assert proposed() == []
    correct("UK", "REP-UKRP", read=(UKRP,))
    correct("REP-UKRP", read=(UK, UKRP))
    assert proposed() == [(Change.REMOVED, "UK", ["UK"])]


def test_adding_what_the_rules_did_not_read_proposes_it_with_the_editors_words(enquiry, correct):
    correct("UK", "REP-UKRP", "IMP-INDEPENDENT", words=("our UK",))
    assert proposed() == [(Change.ADDED, "IMP-INDEPENDENT", ["our UK"])]
    assert facet(enquiry, "IMP-INDEPENDENT").evidence == [[11, 17]]


def test_words_the_rules_read_in_the_product_are_kept_though_no_place_in_the_question_holds_them(
    database, enquiry, correct
):
    at = len(TEXT) + 3
    product = Read(FacetKind.SECTOR, "MD", 0.7, ((at, at + 5),), True)
    correct("UK", "REP-UKRP", "MD", read=(UK, UKRP, product))
    assert (facet(enquiry, "MD").source, facet(enquiry, "MD").evidence) == (FacetSource.LEXICON, [])
    correct("UK", "REP-UKRP", read=(UK, UKRP, product))
    assert proposed() == [(Change.REMOVED, "MD", ["pulse"])]


def test_adding_without_words_proposes_it_all_the_same(correct):
    correct("UK", "REP-UKRP", "MD")
    assert proposed() == [(Change.ADDED, "MD", [])]


def test_adding_what_the_rules_only_offered_keeps_the_words_they_saw(correct):
    correct("UK", "REP-UKRP", "IMP-INDEPENDENT", read=(UK, UKRP, IMPORTER))
    assert proposed() == [(Change.ADDED, "IMP-INDEPENDENT", ["Who"])]


def test_adding_what_the_rules_had_read_and_the_enquirer_left_out_proposes_nothing(database, editor):
    with transaction():
        enquiry = actions.submit(make_draft(text=TEXT, facets=[]), at=NOON)
        actions.set_facets(
            enquiry, markets=[], services=["REP-UKRP"], sectors=[], by=editor, at=LATER, read=(UKRP,)
        )
    assert proposed() == []
    put_back = facet(enquiry, "REP-UKRP")
    assert (put_back.source, put_back.score, put_back.evidence) == (FacetSource.LEXICON, 0.8, [[15, 36]])


@pytest.mark.parametrize("first", [("UK",), ("UK", "REP-UKRP", "MD")])
def test_undoing_a_correction_leaves_no_proposal(enquiry, correct, first):
    correct(*first)
    assert len(proposed()) == 1
    correct("UK", "REP-UKRP")
    assert proposed() == []
    correct(*first)
    assert len(proposed()) == 1
    assert facet(enquiry, "UK").source is FacetSource.ENQUIRER


def test_a_correction_is_kept_whole_or_not_at_all(enquiry, correct, monkeypatch):
    def fails(_event):
        raise OSError

    monkeypatch.setattr("app.enquiries.actions.correcting.publish", fails)
    with pytest.raises(OSError):
        correct()
    db.session.refresh(enquiry)
    assert {each.code for each in enquiry.facets} == {"UK", "REP-UKRP"}
    assert proposed() == []


def settle(action, note, editor):
    with transaction():
        proposal = db.session.scalars(select(LexiconProposal)).one()
        action(proposal, note=note, by=editor, at=LATER)
    return proposal


def test_a_proposal_is_taken_up_or_dismissed_once(correct, editor):
    correct("UK")
    settled = settle(actions.dismiss, "A slip of mine.", editor)
    assert (settled.state, settled.note, settled.closed_by, settled.closed_at) == (
        ProposalState.DISMISSED,
        "A slip of mine.",
        editor,
        LATER,
    )
    with pytest.raises(MoveNotAllowed):
        settle(actions.take_up, "", editor)
    assert settled.state is ProposalState.DISMISSED


def test_what_was_settled_stays_when_the_correction_is_undone(correct, editor):
    correct("UK")
    settled = settle(actions.take_up, "", editor)
    correct("UK", "REP-UKRP")
    assert db.session.scalars(select(LexiconProposal)).all() == [settled]


def test_proposals_are_read_in_the_order_they_were_made_beyond_an_id(correct, enquiry):
    correct("UK", "REP-UKRP", "MD", "US")
    first, second = proposals_in(ProposalState.OPEN, limit=9)
    assert first.reference == enquiry.reference
    assert proposals_in(ProposalState.OPEN, limit=1) == [first]
    assert proposals_in(ProposalState.OPEN, after=first.proposal.id, limit=9) == [second]
    assert proposals_in(ProposalState.DISMISSED, limit=9) == []
    ids = [first.proposal.id, second.proposal.id]
    assert [each.proposal.id for each in all_open_proposals(batch=1)] == ids
