"""What supports a claim is kept until some time after the decision, and no shorter."""

from datetime import timedelta

from sqlalchemy import select

from app.directory.claims.actions import Grounds, Paper, claim
from app.directory.claims.models import ClaimPaper, Relation
from app.directory.claims.reviewing import reject
from app.kernel.db import db, transaction
from app.kernel.files import files
from app.privacy.keeping import keep_to_retention
from app.privacy.retention import retention
from tests.factories import make_account, make_firm, make_staff
from tests.factories.keeping import NOON


def papers() -> list[ClaimPaper]:
    db.session.expire_all()
    return list(db.session.scalars(select(ClaimPaper)))


def test_papers_go_ninety_days_after_the_decision_and_not_as_orphans(database):
    grounds = Grounds(relation=Relation.OWNER, papers=[Paper("a.pdf", "application/pdf", b"%PDF-1.4")])
    firm, person, staff = make_firm(claimed_at=None), make_account(), make_staff()
    with transaction():
        made = claim(firm, person, grounds, at=NOON)
    key = papers()[0].file

    keep_to_retention(at=NOON + timedelta(days=800))
    assert [each.file for each in papers()] == [key]
    files().open(key).close()

    with transaction():
        reject(made, reason="No.", by=staff.id, at=NOON)
    keep_to_retention(at=NOON + retention().claim_paper - timedelta(days=1))
    assert papers()
    keep_to_retention(at=NOON + retention().claim_paper + timedelta(days=1))
    assert papers() == []
    assert key not in set(files().keys(before=NOON + timedelta(days=9999)))
