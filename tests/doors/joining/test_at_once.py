"""Two at the same moment: one is taken, the other is told, and the database has the last word."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.belonging import members
from app.accounts.errors import LastOwner
from app.accounts.models import MemberRole, Membership
from app.config import read_settings
from app.directory.claims.errors import FirmClaimed
from app.directory.claims.models import Claim, ClaimProof, ClaimState, Relation
from app.directory.claims.reviewing import approve
from app.factory import create_app
from app.kernel.db import db, may_write, transaction
from tests.factories import make_account, make_firm, make_member, make_staff
from tests.factories.keeping import NOON, keep
from tests.plumbing.databases import surroundings


@pytest.fixture
def portal(databases, tmp_path):
    """A portal in which every thread has a connection and a transaction of its own."""
    app = create_app(read_settings(surroundings(databases.copy("taxonomy", "joining"), tmp_path)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def together(app, *acts):
    """What came of each: nothing, or what it raised."""
    barrier = Barrier(len(acts))

    def run(act):
        may_write.set(True)
        with app.app_context():
            barrier.wait(timeout=30)
            try:
                with transaction():
                    act()
            except Exception as error:  # the test says which
                return type(error)
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def waiting_claim(firm, person) -> int:
    return keep(
        Claim(
            firm_id=firm.id,
            account_id=person.id,
            relation=Relation.OWNER,
            proof=ClaimProof.DOCUMENTS,
            note="",
            asked_at=NOON,
        )
    ).id


def test_of_two_claims_approved_at_once_one_stands(portal):
    firm, staff = make_firm(claimed_at=None), make_staff().id
    ids = [waiting_claim(firm, make_account()) for _ in range(2)]

    outcomes = together(
        portal, *(lambda id_=id_: approve(db.session.get_one(Claim, id_), by=staff, at=NOON) for id_ in ids)
    )

    assert sorted(map(str, outcomes)) == sorted([str(FirmClaimed), str(None)])
    states = db.session.scalars(select(Claim.state)).all()
    assert sorted(each.value for each in states) == ["approved", "waiting"]
    assert len(db.session.scalars(select(Membership)).all()) == 1


def test_the_database_refuses_a_second_approved_claim(database):
    firm = make_firm(claimed_at=None)
    ids = [waiting_claim(firm, make_account()) for _ in range(2)]
    db.session.get_one(Claim, ids[0]).state = ClaimState.APPROVED
    db.session.flush()
    db.session.get_one(Claim, ids[1]).state = ClaimState.APPROVED
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_two_owners_who_demote_each_other_at_once_leave_one(portal):
    firm = make_firm()
    firm_id, one, other = (
        firm.id,
        make_member(firm, role=MemberRole.OWNER).id,
        make_member(firm, role=MemberRole.OWNER).id,
    )

    def demote(whom, by):
        return lambda: members.change_role(firm_id, whom, role=MemberRole.EDITOR, by=by, at=NOON)

    outcomes = together(portal, demote(one, other), demote(other, one))

    assert sorted(map(str, outcomes)) == sorted([str(LastOwner), str(None)])
    roles = db.session.scalars(select(Membership.role).where(Membership.firm_id == firm_id)).all()
    assert sorted(each.value for each in roles) == ["editor", "owner"]
