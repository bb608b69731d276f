"""What the tests run on holds what it promises."""

import socket

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.directory.models import Firm
from app.kernel.db import db, transaction
from app.taxonomy.models import Region


def add_a_region() -> None:
    with transaction():
        db.session.add(
            Region(
                code="ATLANTIS",
                kind="market",
                parents=[],
                names={},
                aliases={},
                abbreviations=[],
                demonyms={},
                position=1,
            )
        )


def regions() -> int:
    return db.session.scalar(select(func.count()).select_from(Region).where(Region.code == "ATLANTIS"))


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_in_the_next(database, time):
    assert regions() == 0
    add_a_region()
    assert regions() == 1


def test_a_failed_transaction_takes_only_its_own_along(database):
    add_a_region()
    with pytest.raises(IntegrityError):
        add_a_region()
    assert regions() == 1


def test_a_request_sees_what_the_test_has_committed_and_has_its_own_session(app, client):
    add_a_region()
    seen = []
    app.before_request_funcs.setdefault(None, []).append(lambda: seen.append((regions(), id(db.session()))))
    try:
        client.get("/healthz")
    finally:
        app.before_request_funcs[None].pop()
    assert seen[0][0] == 1
    assert seen[0][1] != id(db.session())


@pytest.mark.demo
def test_the_demo_world_has_the_sample_firms(database):
    assert db.session.scalar(select(func.count()).select_from(Firm).where(Firm.demo)) > 30


def test_the_plain_world_has_none(database):
    assert db.session.scalar(select(func.count()).select_from(Firm)) == 0


def test_another_machine_is_out_of_reach():
    with pytest.raises(pytest.fail.Exception, match="another machine"), socket.socket() as reaching:
        reaching.connect(("192.0.2.1", 25))
