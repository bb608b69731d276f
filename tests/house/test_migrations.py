"""The migrations make what the models describe, in both directions, and keep the rows that are there."""

from pathlib import Path
from uuid import uuid4

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text

from app.config import read_settings
from app.factory import create_app
from app.kernel import migrations
from app.kernel.db import db
from app.taxonomy.models import Requirement
from migrations.defaults import compare
from tests.house.files import TOP
from tests.plumbing.databases import surroundings


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(TOP / "migrations"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


@pytest.fixture
def own_app(databases, tmp_path):
    """A portal on a filled database that this test may take apart."""
    name = f"migrating_{uuid4().hex[:8]}"
    databases.server.copy(databases.template("taxonomy"), name)
    app = create_app(read_settings(surroundings(databases.server.url(name), tmp_path)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.server.drop(name)


def counts() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }


def modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Whether it has a model: the tokens of the search index have none, and on SQLite are several tables."""
    return not (kind == "table" and (name or "").startswith("search_tokens"))


def tables() -> set[str]:
    return {name for name in inspect(db.engine).get_table_names() if modelled(name, "table", None)}


def test_the_file_head_names_the_newest_revision():
    assert scripts().get_heads() == [migrations.expected()]


def test_every_revision_goes_both_ways():
    for file in sorted((TOP / "migrations/versions").glob("*.py")):
        body = file.read_text().split("def downgrade")[1]
        assert "pass" not in body.split(), f"{file.name} cannot be taken back"


def test_models_and_migrations_agree(own_app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": compare, "include_name": modelled},
        )
        assert compare_metadata(context, db.metadata) == []


def _is_behind() -> bool:
    with db.engine.connect() as connection:
        return migrations.pending(connection)


def test_a_database_goes_all_the_way_down_and_up_again(own_app):
    assert not _is_behind()
    flask_migrate.downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    assert _is_behind()
    flask_migrate.upgrade()
    assert not _is_behind()
    assert tables() == {*db.metadata.tables, "alembic_version"}


REVISION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0000next", "{head}"


def upgrade():
    with op.batch_alter_table("region") as region:
        region.add_column(sa.Column("remark", sa.String(10)))
        region.alter_column("iso", type_=sa.String(3))
    {then}


def downgrade():
    with op.batch_alter_table("region") as region:
        region.drop_column("remark")
"""


@pytest.fixture
def one_more(tmp_path, own_app):
    """Makes a folder of migrations with one more revision than the real one has."""

    def make(then: str = "") -> str:
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True)
        real = TOP / "migrations"
        for name in ("alembic.ini", "env.py", "script.py.mako"):
            Path(folder, name).write_text((real / name).read_text())
        for file in (real / "versions").glob("*.py"):
            Path(folder, "versions", file.name).write_text(file.read_text())
        Path(folder, "versions/next.py").write_text(REVISION.format(head=migrations.expected(), then=then))
        return str(folder)

    return make


def test_altering_a_table_that_others_point_to_keeps_every_row(one_more):
    before = counts()
    db.session.remove()
    flask_migrate.upgrade(directory=one_more())
    assert counts() == before
    assert before["region"] > 0
    assert before["regulator"] > 0


def test_a_migration_that_fails_leaves_nothing_behind(one_more):
    directory = one_more(then='op.execute("INSERT INTO no_such_table VALUES (1)")')
    with pytest.raises(BaseException, match="no_such_table"):
        flask_migrate.upgrade(directory=directory)
    assert "remark" not in {column["name"] for column in inspect(db.engine).get_columns("region")}
    assert not _is_behind()


def test_foreign_keys_are_in_force_after_a_migration(one_more):
    flask_migrate.upgrade(directory=one_more())
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1


def _evidence() -> list[object]:
    rules = db.session.scalars(select(Requirement).order_by(Requirement.code))
    found = [proof["what"] for rule in rules for proof in rule.evidence]
    db.session.rollback()
    return found


def test_evidence_that_was_one_text_is_read_by_language_after_an_upgrade(own_app):
    flask_migrate.downgrade(revision="0005")
    texts = _evidence()
    assert texts
    assert all(isinstance(text, str) and text for text in texts)
    flask_migrate.upgrade(revision="0006")
    assert _evidence() == [{"en": text} for text in texts]
