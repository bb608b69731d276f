"""What the harness finds of somebody, and what it calls half."""

import pytest
from sqlalchemy import create_engine, text

from tools.faults.erasing import is_half, traces


@pytest.fixture
def engine(tmp_path):
    made = create_engine(f"sqlite:///{tmp_path / 'any.db'}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE one (words TEXT)"))
        connection.execute(text("CREATE TABLE other (number INTEGER, words TEXT)"))
        connection.execute(text("INSERT INTO one VALUES ('our number is f1n-1 and no other'), ('f1n-12')"))
        connection.execute(text("INSERT INTO other VALUES (1, 'f1n-1@maker.example')"))
    yield made
    made.dispose()


def test_a_name_is_found_in_every_table_and_file_and_not_within_another(engine, tmp_path):
    folder = tmp_path / "files" / "ab"
    folder.mkdir(parents=True)
    for name, words in (("one", b"From: f1n-1@maker.example"), ("two", b"\xff f1n-12")):
        (folder / name).write_bytes(words)

    assert traces(engine, tmp_path / "files", "f1n-1") == (2, 1)
    assert traces(engine, tmp_path / "files", "f1n-12") == (1, 1)
    assert traces(engine, tmp_path / "files", "f1n-2") == (0, 0)


@pytest.mark.parametrize(
    ("now", "half"),
    [
        ((7, 2), False),  # nothing has happened
        ((0, 0), False),  # all is gone
        ((0, 1), False),  # a file is nobody's, and goes with the daily job
        ((3, 2), True),
        ((7, 0), True),  # what the rows name is not there any more
    ],
)
def test_some_of_somebody_is_neither_whole_nor_gone(now, half):
    assert is_half((7, 2), now) is half
