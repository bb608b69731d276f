"""Corrections wait as proposals for the lexicon; an editor settles each, and no rule moves."""

import json

import pytest

from app.enquiries.models import FacetKind
from app.enquiries.proposals import Change, LexiconProposal, ProposalState
from app.kernel.db import db
from tests.doors.visitors import signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_staff
from tests.factories.keeping import NOON, keep

PAGE = "/en/desk/proposals"


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff(name="Ling Wu"))


@pytest.fixture
def enquiry(client):
    return make_enquiry()


@pytest.fixture
def propose(enquiry):
    editor = make_staff(name="Mei Chen")

    def make(**given) -> LexiconProposal:
        dull = {
            "enquiry_id": enquiry.id,
            "kind": FacetKind.SERVICE,
            "code": "REP-UKRP",
            "change": Change.REMOVED,
            "words": ["our UK agent"],
            "proposed_at": NOON,
            "proposed_by": editor.id,
        }
        return keep(LexiconProposal(**dull | given))

    return make


def settle(client, proposal, step="dismiss", **fields):
    return take(client, PAGE, step, proposal=str(proposal.id), **fields)


def test_a_proposal_says_what_was_corrected_by_whom_and_where(client, propose, enquiry):
    propose()

    shown = client.get(PAGE).text

    for said in (
        "our UK agent",
        "UK Responsible Person",
        "REP-UKRP",
        "The rules read it wrongly",
        "Mei Chen",
    ):
        assert said in shown
    assert f"/en/desk/enquiries/{enquiry.reference}" in shown


def test_the_words_are_marked_with_the_language_they_were_typed_in(client, propose):
    shown = make_enquiry(language="zh-hans")
    propose(enquiry_id=shown.id, words=["英代"])

    assert '<q lang="zh-Hans">英代</q>' in client.get(PAGE).text


def test_the_page_begins_with_what_is_open_and_shows_the_rest_by_state(client, propose):
    propose(words=["still open"])
    propose(words=["long done"], state=ProposalState.TAKEN_UP, closed_at=NOON, note="roles.yaml")

    assert "still open" in client.get(PAGE).text
    assert "long done" not in client.get(PAGE).text
    done = client.get(f"{PAGE}?state=taken_up").text
    assert "long done" in done
    assert "roles.yaml" in done
    assert "still open" not in done


def test_a_long_list_is_paged_by_key(client, propose):
    many = [propose(words=[f"word-{n}."]) for n in range(52)]

    first = client.get(PAGE).text
    assert "word-49." in first
    assert "word-50." not in first
    assert f"after={many[49].id}" in first
    second = client.get(f"{PAGE}?after={many[49].id}").text
    assert "word-49." not in second
    assert "word-51." in second


@pytest.mark.parametrize(
    "query", ["state=nothing", "after=x", "after=-1", "after=99999999999999999999", "after=²"]
)
def test_a_query_that_makes_no_sense_shows_the_open_ones_from_the_beginning(client, propose, query):
    propose()

    answer = client.get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert "our UK agent" in answer.text


@pytest.mark.parametrize(
    ("step", "state"), [("take_up", ProposalState.TAKEN_UP), ("dismiss", ProposalState.DISMISSED)]
)
def test_an_editor_settles_it_with_a_note(client, propose, step, state):
    proposal = propose()

    assert settle(client, proposal, step, note="A word of art.").status_code == 303

    db.session.refresh(proposal)
    assert (proposal.state, proposal.note) == (state, "A word of art.")
    assert "No correction waits." in client.get(PAGE).text


def test_what_somebody_else_has_settled_is_said_and_the_note_is_kept(client, propose):
    proposal = propose(state=ProposalState.TAKEN_UP, closed_at=NOON, note="Theirs.")

    answer = settle(client, proposal, note="My note.")

    assert answer.status_code == 409
    assert "Somebody has already taken this step." in answer.text
    assert "My note." in answer.text
    db.session.refresh(proposal)
    assert proposal.note == "Theirs."


def test_too_long_a_note_is_answered_at_its_field_and_kept(client, propose):
    proposal = propose()

    answer = settle(client, proposal, note="kestrel " * 300)

    assert answer.status_code == 422
    assert "<title>Error" in answer.text
    assert f'href="#note-{proposal.id}"' in answer.text
    assert "kestrel" in answer.text
    db.session.refresh(proposal)
    assert proposal.state is ProposalState.OPEN


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"proposal": "0", "step": "dismiss"}, 404),
        ({"proposal": "x", "step": "dismiss"}, 404),
        ({"proposal": "9" * 30, "step": "dismiss"}, 404),
        ({"step": "dismiss"}, 404),
        ({"proposal": "1", "step": "apply"}, 400),
    ],
)
def test_what_there_is_not_cannot_be_settled(client, fields, status):
    assert client.post(PAGE, data=fields).status_code == status


def test_a_member_of_a_firm_finds_no_proposals(app, propose):
    assert signed_in(app, make_member(make_firm())).get(PAGE).status_code == 404


def test_open_proposals_are_written_for_whoever_writes_the_lexicon(app, propose, enquiry):
    first = propose()
    propose(state=ProposalState.DISMISSED)
    last = propose(change=Change.ADDED, words=["英代"])

    result = app.test_cli_runner().invoke(args=["enquiries", "proposals"])

    assert result.exit_code == 0
    written = [json.loads(line) for line in result.output.splitlines()]
    assert [each["id"] for each in written] == [first.id, last.id]
    assert written[1] == {
        "id": last.id,
        "facet": "service",
        "code": "REP-UKRP",
        "change": "added",
        "words": ["英代"],
        "language": "en",
        "proposed_at": NOON.isoformat(),
    }
    assert enquiry.email not in result.output
    assert enquiry.text not in result.output
