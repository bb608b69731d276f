"""A change to a reviewed field waits beside the live listing; the rest holds at once; all is on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.directory.models import TextState, Visibility
from app.directory.revisions.actions import change_listing, edit_listing, withdraw_revision
from app.directory.revisions.deciding import Decision, decide, is_stale, mark_of
from app.directory.revisions.errors import (
    HalfAText,
    NothingDecided,
    ReasonMissing,
    RevisionEnded,
    RevisionMoved,
)
from app.directory.revisions.models import Author, FieldState, ListingEntry, Revision, RevisionState
from app.directory.revisions.queries import history_of, pending_of, wanted_of
from app.directory.revisions.values import values_of
from app.directory.wording.actions import write_text
from app.kernel.content import edition
from app.kernel.db import db, transaction
from tests.factories import make_firm, make_member, make_staff
from tests.factories.keeping import NOON

LATER = NOON + timedelta(hours=1)
TEXT, NAME = "description.en", "name.en"
APPROVE = Decision(approves=True)


@pytest.fixture
def firm(database):
    return make_firm()


@pytest.fixture
def person(firm):
    return make_member(firm).id


@pytest.fixture
def editor(database):
    return make_staff().id


def change(firm, person, at=NOON, **wanted):
    named = {key.replace("__", "."): value for key, value in wanted.items()}
    with transaction():
        return change_listing(firm, named, by_id=person, at=at)


def settle(firm, editor, **decisions):
    named = {key.replace("__", "."): value for key, value in decisions.items()}
    revision = pending_of(firm.id)
    with transaction():
        decide(revision, firm, named, seen=mark_of(revision, values_of(firm)), by_id=editor, at=LATER)
    return revision


def states(revision):
    return {each.field: each.state for each in revision.fields}


def test_a_reviewed_field_of_a_public_firm_waits_and_the_live_listing_stays(firm, person):
    before, version = values_of(firm), edition().version
    kept = change(firm, person, description__en="Advises on UKRP.")
    assert (kept.live, kept.waiting) == ((), (TEXT,))
    assert values_of(firm) == before
    assert edition().version == version
    [field] = pending_of(firm.id).fields
    assert (field.before, field.after) == ("Advises.", "Advises on UKRP.")


def test_an_unreviewed_field_holds_at_once_and_public_pages_follow(firm, person):
    version = edition().version
    kept = change(firm, person, working_languages=["en", "ja"])
    assert (kept.live, kept.waiting) == (("working_languages",), ())
    assert firm.working_languages == ["en", "ja"]
    assert edition().version > version
    assert pending_of(firm.id) is None


def test_the_history_does_not_keep_a_private_address(firm, person):
    change(firm, person, contact_email="new@firm.test")
    [revision] = history_of(firm.id)
    assert firm.contact_email == "new@firm.test"
    assert [(each.field, each.before, each.after) for each in revision.fields] == [
        ("contact_email", None, None)
    ]


def test_everything_of_a_draft_holds_at_once(firm, person):
    firm.visibility = Visibility.DRAFT
    kept = change(firm, person, description__en="Ours.", website="https://firm.test/")
    assert kept.waiting == ()
    assert (firm.texts["en"].description, firm.website) == ("Ours.", "https://firm.test/")


def test_a_firm_has_one_pending_revision_and_amends_it(firm, person):
    change(firm, person, description__en="First.")
    change(firm, person, at=LATER, description__en="Second.", website="https://firm.test/")
    [revision] = db.session.scalars(select(Revision)).all()
    assert {each.field: each.after for each in revision.fields} == {
        TEXT: "Second.",
        "website": "https://firm.test/",
    }
    assert (revision.made_at, revision.changed_at, revision.version) == (NOON, LATER, 2)
    assert wanted_of(firm, revision)[TEXT] == "Second."


def test_what_is_wanted_as_it_is_live_waits_no_more(firm, person):
    change(firm, person, description__en="First.")
    assert change(firm, person, description__en="Advises.").waiting == ()
    assert pending_of(firm.id) is None
    [revision] = history_of(firm.id)
    assert revision.state is RevisionState.WITHDRAWN


def test_approved_fields_go_live_even_where_others_are_returned(firm, person, editor):
    version = edition().version
    change(firm, person, description__en="Advises on UKRP.", website="https://best.test/")
    revision = settle(
        firm, editor, description__en=APPROVE, website=Decision(approves=False, reason="Not your site.")
    )
    assert (firm.texts["en"].description, firm.website) == ("Advises on UKRP.", None)
    assert edition().version > version
    assert revision.state is RevisionState.SETTLED
    assert states(revision) == {TEXT: FieldState.APPROVED, "website": FieldState.RETURNED}
    db.session.expire_all()
    [returned] = [each for each in revision.fields if each.state is FieldState.RETURNED]
    assert (returned.reason, returned.after, returned.decided_by) == (
        "Not your site.",
        "https://best.test/",
        editor,
    )


def test_a_field_nobody_decided_about_waits_on_and_what_was_returned_keeps_its_reason(firm, person, editor):
    change(firm, person, description__en="Better.", website="https://firm.test/")
    revision = settle(firm, editor, website=Decision(approves=False, reason="It does not open."))
    assert revision.state is RevisionState.PENDING
    change(firm, person, website="https://www.firm.test/")
    wanted_again = [(each.state, each.reason) for each in revision.fields if each.field == "website"]
    assert wanted_again == [(FieldState.RETURNED, "It does not open."), (FieldState.PENDING, "")]


def test_a_decision_about_what_has_changed_meanwhile_is_not_taken(firm, person, editor):
    change(firm, person, description__en="First.")
    revision = pending_of(firm.id)
    seen = mark_of(revision, values_of(firm))
    change(firm, person, description__en="Second.")
    with pytest.raises(RevisionMoved), transaction():
        decide(revision, firm, {TEXT: APPROVE}, seen=seen, by_id=editor, at=LATER)
    assert firm.texts["en"].description == "Advises."


def test_a_field_whose_live_value_has_changed_is_stale_and_asks_for_a_fresh_look(firm, person, editor):
    change(firm, person, description__en="Ours.")
    revision = pending_of(firm.id)
    seen = mark_of(revision, values_of(firm))
    with transaction():
        edit_listing(firm, {TEXT: "The editor's."}, by_id=editor, at=LATER)
    assert is_stale(revision.fields[0], values_of(firm))
    with pytest.raises(RevisionMoved), transaction():
        decide(revision, firm, {TEXT: APPROVE}, seen=seen, by_id=editor, at=LATER)
    settle(firm, editor, description__en=APPROVE)
    assert firm.texts["en"].description == "Ours."


@pytest.mark.parametrize(
    ("decisions", "refusal"),
    [({}, NothingDecided), ({"website": APPROVE}, NothingDecided), ({TEXT: Decision(False)}, ReasonMissing)],
)
def test_a_decision_says_what_and_why(firm, person, editor, decisions, refusal):
    change(firm, person, description__en="Better.")
    revision = pending_of(firm.id)
    seen = mark_of(revision, values_of(firm))
    with pytest.raises(refusal), transaction():
        decide(revision, firm, decisions, seen=seen, by_id=editor, at=LATER)


def test_the_first_text_in_a_language_is_approved_or_returned_as_a_whole(firm, person, editor):
    name = {"name": "東湖", "language": "zh-hant"}
    change(firm, person, **{"name__zh-hant": name, "description__zh-hant": "法規顧問。"})
    with pytest.raises(HalfAText):
        settle(firm, editor, **{"name__zh-hant": APPROVE})
    db.session.expire_all()
    settle(firm, editor, **{"name__zh-hant": APPROVE, "description__zh-hant": APPROVE})
    assert (firm.texts["zh-hant"].name, firm.texts["zh-hant"].description) == ("東湖", "法規顧問。")


def test_what_was_taken_back_can_be_decided_no_more(firm, person, editor):
    change(firm, person, description__en="Better.")
    revision = pending_of(firm.id)
    seen = mark_of(revision, values_of(firm))
    with transaction():
        withdraw_revision(revision, by_id=person, at=LATER)
    assert (revision.state, states(revision)) == (RevisionState.WITHDRAWN, {TEXT: FieldState.WITHDRAWN})
    with pytest.raises(RevisionEnded), transaction():
        decide(revision, firm, {TEXT: APPROVE}, seen=seen, by_id=editor, at=LATER)


def test_an_editors_change_holds_at_once_and_is_on_record(firm, editor):
    with transaction():
        kept = edit_listing(firm, {TEXT: "Shorter.", "website": ""}, by_id=editor, at=NOON)
    assert kept.live == (TEXT,)
    [revision] = history_of(firm.id)
    assert (revision.author, revision.state, states(revision)) == (
        Author.STAFF,
        RevisionState.APPLIED,
        {TEXT: FieldState.APPLIED},
    )


def test_offices_are_put_in_order_and_the_head_office_sets_the_clock(firm, editor):
    seats = [
        {"country": "TW", "city": {"en": "Taipei"}, "is_headquarters": True},
        {"country": "UK", "city": {"en": "London"}, "is_headquarters": False},
    ]
    with transaction():
        edit_listing(firm, {"offices": seats}, by_id=editor, at=NOON)
    db.session.expire_all()
    assert values_of(firm)["offices"] == seats
    assert firm.time_zone == "Asia/Taipei"


def test_each_step_is_noted_without_its_words(firm, person, editor):
    change(firm, person, description__en="Secret.", contact_language="zh-hant")
    settle(firm, editor, description__en=Decision(approves=False, reason="Untrue."))
    noted = db.session.scalars(select(ListingEntry).order_by(ListingEntry.id)).all()
    assert [(each.kind, each.account_id) for each in noted] == [
        ("ListingChanged", person),
        ("RevisionMade", person),
        ("RevisionDecided", editor),
    ]
    assert "Secret" not in str([each.facts for each in noted])


def test_a_search_finds_a_name_once_it_is_approved_and_not_before(firm, person, editor, client):
    name = {"name": "Quillfeather Compliance", "language": "en"}
    change(firm, person, name__en=name)
    assert "Quillfeather Compliance" not in client.get("/en/firms/?q=quillfeather").text
    settle(firm, editor, name__en=APPROVE)
    assert "Quillfeather Compliance" in client.get("/en/firms/?q=quillfeather").text


def test_an_approved_change_of_a_converted_text_leaves_it_converted_where_its_sentences_stand(
    firm, person, editor
):
    with transaction():
        write_text(
            firm,
            language="zh-hant",
            name="文山",
            name_language="zh-hant",
            description="協助驗證。服務全球。",
            by_id=None,
            at=NOON,
        )
    change(firm, person, **{"description__zh-hans": "协助取证。服务全球。"})
    settle(firm, editor, **{"description__zh-hans": APPROVE})
    text = firm.texts["zh-hans"]
    assert (text.description, text.state) == ("协助取证。服务全球。", TextState.CONVERTED)

    change(firm, person, **{"description__zh-hans": "全由我们自己写。"})
    settle(firm, editor, **{"description__zh-hans": APPROVE})
    assert (text.description, text.state) == ("全由我们自己写。", TextState.TRANSLATION)
