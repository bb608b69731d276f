"""Nothing is kept about anybody that the list does not name."""

import re
from dataclasses import fields

from app.kernel.db import Base
from app.privacy.inventory import Erasing, Whose, as_markdown, inventory
from app.privacy.retention import Retention, retention
from tests.house.files import TOP

#: What lasts as long as something else does, or for good.
NO_CLASS = {"account", "listing", "counts"}


def test_the_list_names_every_column_of_every_model_and_no_other(app):
    models = {
        table.name: {column.name for column in table.columns} - ({"id"} & set(table.columns.keys()))
        for table in Base.metadata.sorted_tables
    }
    assert {table: set(columns) for table, columns in inventory().columns.items()} == models


def test_what_an_enquirer_said_is_kept_by_a_class_that_ends_or_only_counts():
    classes = {each.name for each in fields(Retention)} | {"arrival"}
    for each in inventory().personal:
        assert each.kept in classes | NO_CLASS, f"{each.table}.{each.column}"
        if each.whose is Whose.ENQUIRER and each.erasing is Erasing.KEEP:
            assert each.kept == "counts", f"{each.table}.{each.column}"


def test_the_document_shows_the_list_as_it_is():
    assert as_markdown() in (TOP / "docs/privacy.md").read_text(encoding="utf-8")


def test_the_document_says_the_days_that_are_kept():
    words = (TOP / "docs/privacy.md").read_text(encoding="utf-8")
    said = retention()
    for days in [
        *said.enquiry.values(),
        said.letter,
        said.mail,
        said.unsettled_mail,
        said.contact,
        said.wish,
    ]:
        assert re.search(rf"\b{days.days}\b", words), days
