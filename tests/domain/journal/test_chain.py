"""Nobody changes what happened without its showing."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.enquiries.states import ReferralState
from app.journal.chain import first_break
from app.journal.models import Entry
from app.journal.queries import entries_of
from app.journal.rebuilding import present, told
from app.kernel.db import db, transaction
from tests.factories import make_enquiry, make_firm, make_referral
from tests.factories.lives import live


@pytest.fixture
def enquiry(database):
    return live().enquiry


def unguarded(statement: str, **values: object) -> None:
    """Write past the triggers, as somebody with the database in hand could."""
    if db.engine.dialect.name == "sqlite":
        for deed in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS journal_entry_no_{deed}"))
    else:
        db.session.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER USER"))
    db.session.execute(text(statement), values)
    db.session.expire_all()


def test_a_chain_nobody_touched_holds_and_tells_the_present(enquiry):
    entries = entries_of(enquiry.id)
    assert first_break(entries) is None
    whole = told(entries)
    assert (whole.gaps, whole.states) == ([], present(enquiry))


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'EnquiryWithdrawn'",
        "actor = 'somebody'",
        "at = '2020-01-01 00:00:00.000000'",
        "account_id = 999",
        "facts = '{}'",
        "moves = '[]'",
        "ordinal = 99",
    ],
)
def test_a_changed_entry_shows(enquiry, change):
    ordinal = next(each.ordinal for each in entries_of(enquiry.id) if each.moves and each.facts)
    unguarded(
        f"UPDATE journal_entry SET {change} WHERE enquiry_id = :id AND ordinal = :ordinal",
        id=enquiry.id,
        ordinal=ordinal,
    )
    broken = first_break(entries_of(enquiry.id))
    assert broken is not None
    assert broken.ordinal == ordinal


def test_a_missing_entry_shows(enquiry):
    unguarded("DELETE FROM journal_entry WHERE enquiry_id = :id AND ordinal = 3", id=enquiry.id)
    broken = first_break(entries_of(enquiry.id))
    assert broken is not None
    assert broken.ordinal == 3


def test_a_chain_that_was_cut_short_tells_another_present(enquiry):
    last = entries_of(enquiry.id)[-1]
    unguarded("DELETE FROM journal_entry WHERE id = :id", id=last.id)
    entries = entries_of(enquiry.id)
    assert first_break(entries) is None
    assert told(entries).states != present(enquiry)


@pytest.mark.parametrize("deed", ["UPDATE journal_entry SET actor = 'staff'", "DELETE FROM journal_entry"])
def test_the_database_lets_nobody_change_or_remove_an_entry(enquiry, deed):
    with pytest.raises(DBAPIError, match="nothing is changed or removed"), db.session.begin_nested():
        db.session.execute(text(deed))


def test_an_enquiry_with_a_journal_cannot_be_removed(enquiry):
    with pytest.raises(DBAPIError, match="nothing is changed or removed"), db.session.begin_nested():
        db.session.execute(text("DELETE FROM enquiry"))


def test_a_state_changed_without_a_word_is_put_down_all_the_same(database):
    referral = make_referral(make_enquiry(), make_firm())
    with transaction():
        referral.move(ReferralState.SEEN)
    (entry,) = entries_of(referral.enquiry_id)
    assert (entry.kind, entry.moves) == ("Moved", [["referral", referral.id, "visible", "seen"]])


def test_what_is_taken_back_is_not_put_down(database):
    referral = make_referral(make_enquiry(), make_firm())
    referral.move(ReferralState.SEEN)
    db.session.flush()
    db.session.rollback()
    with transaction():
        referral.firm.website = "https://example.test"
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0
