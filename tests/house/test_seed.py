"""The seed loads twice, and the second time changes nothing."""

import pytest
from sqlalchemy import select

from app.console import seeding
from app.kernel.clock import now
from app.kernel.content import edition
from app.kernel.db import db


def contents() -> dict[str, list[tuple]]:
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in db.metadata.sorted_tables
    }


@pytest.mark.demo
def test_loading_the_seed_again_changes_nothing(database):
    before, known = contents(), edition()
    assert before["firm"]
    assert before["article"]

    tallies = list(seeding.load(seeding.SEED, demo=True, at=now()))

    db.session.expire_all()
    assert [str(tally) for tally in tallies if tally.changed] == []
    assert contents() == before
    assert edition() == known
