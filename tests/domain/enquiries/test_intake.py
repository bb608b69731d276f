"""Weighing how a form came in: what the file says, what is counted, and which lane it makes."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.enquiries import actions, arrivals
from app.enquiries.arrivals import Arrival, Arriving
from app.enquiries.errors import TooManyEnquiries
from app.enquiries.intake import SIGNS, BadIntake, _loaded, graver, intake
from app.enquiries.models import SpamLane
from app.kernel.db import db, transaction
from tests.factories.enquiries import make_draft
from tests.factories.keeping import NOON

HOME = {"address": "a" * 16, "network": "n" * 16}


def submit(at=NOON, *, said=None, **arriving):
    given = {"form": secrets.token_urlsafe(32), "marks": HOME} | arriving
    draft = make_draft(arriving=Arriving(**given))
    if said:
        draft = replace(draft, said=actions.Said(spam_lane=said))
    with transaction():
        return actions.submit(draft, at=at)


class TestTheFile:
    def test_every_sign_is_held_by_itself_or_with_others(self):
        assert all(0 < intake().signs[each] <= intake().hold for each in SIGNS)

    def test_no_sign_is_of_who_sends_it(self):
        assert not {"provider", "name", "company", "country", "script"} & SIGNS

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("trap: 1.0", "trip: 1.0"),
            ("hold: 1.0", "hold: much"),
            ("what: text", "what: name"),
            ("life_", ""),
        ],
    )
    def test_one_that_makes_no_sense_is_refused(self, tmp_path, old, new):
        good = (intake.__wrapped__.__globals__["FOLDER"] / "weights-1.yaml").read_text()
        assert old in good
        file = tmp_path / "weights-2.yaml"
        file.write_text(good.replace(old, new))
        with pytest.raises(BadIntake, match=r"weights-2\.yaml"):
            _loaded(file)


class TestTheLane:
    @pytest.mark.parametrize(
        ("signs", "lane"),
        [
            ((), SpamLane.PASS),
            (("no_proof", "mismatch"), SpamLane.PASS),
            (("trap",), SpamLane.HOLD),
            (("no_proof", "mismatch", "many_links"), SpamLane.HOLD),
            (("trap", "too_quick"), SpamLane.REJECT),
        ],
    )
    def test_is_what_the_signs_weigh_together(self, database, signs, lane):
        enquiry = submit(signs=frozenset(signs))
        assert enquiry.spam_lane is lane
        assert {sign for sign, _weight in enquiry.intake["signs"]} == set(signs)
        assert enquiry.intake["weights"] == intake().version

    def test_is_the_graver_of_text_and_form(self, database):
        assert submit(said=SpamLane.REJECT).spam_lane is SpamLane.REJECT
        assert submit(said=SpamLane.HOLD, signs=frozenset({"trap", "too_quick"})).spam_lane is SpamLane.REJECT
        assert graver(SpamLane.HOLD, SpamLane.PASS) is SpamLane.HOLD

    def test_without_a_form_is_the_texts(self, database):
        with transaction():
            enquiry = actions.submit(make_draft(), at=NOON)
        assert (enquiry.spam_lane, enquiry.intake) == (SpamLane.PASS, {})


class TestTheCount:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        few = tuple(replace(each, most=3) for each in intake().limits if each.what == "address")
        rules = replace(intake(), limits=few[:1])
        monkeypatch.setattr(arrivals, "intake", lambda: rules)

    def test_ends_when_the_oldest_is_old_enough(self, database):
        for minute in range(3):
            submit(NOON + timedelta(minutes=minute))
        with pytest.raises(TooManyEnquiries) as refused:
            submit(NOON + timedelta(minutes=30))
        seconds = refused.value.facts["seconds"]
        assert 29 * 60 <= seconds <= 31 * 60
        assert submit(NOON + timedelta(minutes=30, seconds=seconds))

    def test_is_of_one_address(self, database):
        for _ in range(3):
            submit()
        assert submit(marks={"address": "b" * 16, "network": "n" * 16})

    def test_refused_leaves_nothing_behind(self, database):
        for _ in range(4):
            try:
                submit()
            except TooManyEnquiries:
                break
        assert len(db.session.scalars(select(Arrival)).all()) == 3

    def test_is_forgotten_after_its_window(self, database):
        submit()
        submit(NOON + timedelta(days=2), marks={"address": "c" * 16})
        assert [each.address for each in db.session.scalars(select(Arrival))] == ["c" * 16]

    def test_without_marks_counts_nothing(self, database):
        for _ in range(5):
            submit(marks=None)
        assert db.session.scalars(select(Arrival)).all() == []
