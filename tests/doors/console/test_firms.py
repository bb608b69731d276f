"""``flask firms``: offerings of firms, out and in again, row by row."""

import pytest

from app.directory.grid.keeping import offerings_of
from app.directory.models import Means
from app.kernel.db import db
from tests.factories import make_firm, make_offering


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["firms", *map(str, words)])


def test_what_is_written_is_read_again_and_changes_nothing(database, run, tmp_path):
    one, other = make_firm(slug="one"), make_firm(slug="other")
    make_offering(one)
    make_offering(other, "QA-AUDIT", "KR", means=Means.OWN)
    for name in ("all.csv", "all.xlsx"):
        assert run("export", "--to", tmp_path / name).exit_code == 0
        again = run("import", tmp_path / name)
        assert again.exit_code == 0
        assert "0 added, 0 changed, 2 same, 0 kept, 0 refused" in again.output
    assert "other,QA-AUDIT,KR,own" in run("export", "--firm", "other").output
    assert "one,REP" not in run("export", "--firm", "other").output
    assert run("export", "--firm", "nobody").exit_code == 1


def test_each_row_is_told_and_a_dry_run_changes_nothing(database, run, tmp_path):
    firm = make_firm(slug="one")
    file = tmp_path / "rows.csv"
    file.write_text(
        "firm,service,market,means\none,qa-audit,kr,own\none,qa-audit,zz,own\nnobody,qa-audit,kr,own\n"
    )
    for dry in (["--dry-run"], []):
        told = run("import", file, *dry)
        assert told.exit_code == 1
        assert "row 2: added; QA-AUDIT@KR" in told.output
        assert "row 3: refused; market: no_such_market" in told.output
        assert "row 4: refused: there is no firm nobody" in told.output
        db.session.expire_all()
        assert bool(offerings_of(firm)) == (not dry)


def test_a_file_that_is_not_read_is_told_in_one_line(database, run, tmp_path):
    file = tmp_path / "rows.csv"
    file.write_bytes(b"MZ\x90\x00")
    told = run("import", file)
    assert told.exit_code == 1
    assert "not read (kind)" in told.output
