"""Much mail at once, and mail that belongs nowhere: in order, each in its turn, and none without a trace."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.inbox import filing, keeping
from app.inbox.filing import file_waiting
from app.inbox.models import InboundMail, Verdict
from app.kernel import files
from app.kernel.db import db
from tests.doors.visitors import signed_in
from tests.factories.keeping import NOON
from tests.factories.people import make_staff
from tests.inbox.conftest import POST, Case, filed
from tests.inbox.corpus import mail


def keep_some(case: Case, many: int) -> list[int]:
    raws = [mail(f"No. {n}", to=case.of_enquirer, message_id=f"<{n}@x>") for n in range(many)]
    return [keeping.keep(raw, mailbox="smtp", at=NOON) for raw in raws]


def filed_by(limit: int) -> int:
    return file_waiting(POST, limit=limit, clock=lambda: NOON).filed


def test_a_short_round_ends_nothing(case: Case):
    keep_some(case, 5)

    assert [filed_by(2) for _ in range(4)] == [2, 2, 1, 0]
    assert [message.text for message in case.messages] == [f"No. {n}" for n in range(5)]


def test_of_a_backlog_the_oldest_come_first(case: Case):
    first, second, *later = keep_some(case, 5)

    filed_by(2)

    assert [filed(id_).verdict for id_ in (first, second)] == [Verdict.JOINED] * 2
    assert {filed(id_).verdict for id_ in later} == {Verdict.WAITING}


def test_strangers_who_share_a_parent_are_not_merged(case: Case, arrive):
    parent = b"In-Reply-To: <parent@list.example>\r\nReferences: <parent@list.example>\r\n"
    arrive(mail(to=case.of_enquirer, more=parent))
    found = arrive(
        mail(sender="stranger@elsewhere.example", message_id="<two@elsewhere.example>", more=parent)
    )

    assert (found.verdict, found.reason, found.referral_id) == (Verdict.QUARANTINED, "no_address", None)
    assert len(case.messages) == 1


def test_what_was_turned_down_is_shown_with_its_bytes(app, case: Case, arrive):
    raw = mail("Buy now.", sender="stranger@elsewhere.example", to=case.of_firm, subject="An offer")
    found = arrive(raw)

    assert found.verdict is Verdict.QUARANTINED
    assert files.read(found.file) == raw
    assert found.waits_for_staff
    page = signed_in(app, make_staff()).get("/en/desk/mail?pile=quarantined").text
    assert "An offer" in page
    assert db.session.scalars(select(InboundMail.id)).all() == [found.id]


def test_a_database_that_is_away_counts_against_no_mail(case: Case, monkeypatch):
    (id_,) = keep_some(case, 1)

    def away(*_, **__):
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    with monkeypatch.context() as broken:
        broken.setattr(filing, "judge", away)
        for _ in range(filing.MOST_ATTEMPTS + 1):
            with pytest.raises(OperationalError):
                filed_by(1)

    assert filed_by(1) == 1
    assert (filed(id_).verdict, filed(id_).attempts) == (Verdict.JOINED, 1)
