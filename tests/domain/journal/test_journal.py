"""Everything that happens is written down, and nobody's data with it."""

import json

import pytest
from sqlalchemy import select

from app.enquiries.actions import submit
from app.enquiries.events import EnquiryEvent
from app.journal.models import Entry
from app.journal.queries import entries_of
from app.kernel.db import db, transaction
from app.reactions import REACTIONS
from tests.factories import make_draft
from tests.factories.keeping import NOON
from tests.factories.lives import SECRETS, WRITTEN, live
from tests.factories.old_age import grow_old


def everything_in(entries):
    """Every value of the rows, as text."""
    return "\n".join(
        json.dumps(
            [str(getattr(entry, column.key)) for column in Entry.__table__.columns], ensure_ascii=False
        )
        for entry in entries
    )


def test_a_whole_life_leaves_every_kind_of_event_and_no_personal_data(database):
    live()
    grow_old(**SECRETS)
    entries = db.session.scalars(select(Entry)).all()
    about_enquiries = [event for event in REACTIONS if issubclass(event, EnquiryEvent)]
    assert {entry.kind for entry in entries} == {event.__name__ for event in about_enquiries}
    written = everything_in(entries)
    for canary in (*SECRETS.values(), *WRITTEN.values(), "CANARY", "@example.test"):
        assert canary not in written


def test_entries_come_in_the_order_in_which_things_happened(database):
    life = live()
    entries = entries_of(life.enquiry.id)
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert [entry.kind for entry in entries] == [
        "EnquirySubmitted",
        "EnquiryConfirmed",
        "EnquirySentToDesk",
        "EnquiryHeld",
        "EnquiryResumed",
        "FacetsCorrected",
        "EnquiryReferred",
        "FirmsProposed",
        "EnquiryReferred",
        "ReferralOpened",
        "ReferralOpened",
        "ReferralOpened",
        "ReferralDeclined",
        "ConsentWithdrawn",
        "FirmAsked",
        "EnquirerReplied",
        "ReferralAccepted",
        "ReferralAnswered",
        "EnquirerReplied",
        "ReferralAnswered",
        "EnquiryClosed",
        "EnquiryResumed",
        "EnquiryClosed",
    ]


def test_each_entry_says_who_did_it_and_names_the_person_where_one_was_signed_in(database):
    life = live()
    for entry in entries_of(life.enquiry.id):
        by_enquirer = entry.actor in {"enquirer", "nobody"}
        assert (entry.account_id is None) == by_enquirer, entry.kind
    assert {entry.actor for entry in entries_of(life.enquiry.id)} == {"enquirer", "nobody", "staff", "firm"}


def test_one_enquiry_shows_nothing_of_another(database):
    life = live()
    assert {entry.enquiry_id for entry in entries_of(life.withdrawn.id)} == {life.withdrawn.id}


def test_what_was_not_kept_has_not_happened(database):
    def fall_over():
        with transaction():
            submit(make_draft(), at=NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fall_over()
    assert db.session.scalars(select(Entry)).all() == []
