"""Both Chinese catalogues are complete, certain, and say what the sources say."""

import pytest
from babel.messages.catalog import Message

from app.console.catalogues import TARGETS, faults_of, file_of, kept, problems, written


def test_the_catalogues_are_complete_and_hold_to_their_rules():
    assert list(problems()) == []


@pytest.mark.parametrize("locale", TARGETS)
def test_a_catalogue_is_written_as_the_tools_would_write_it(locale):
    file = file_of(locale)
    assert file.read_bytes() == written(kept(file, locale))


@pytest.mark.parametrize(
    ("source", "words", "fault"),
    [
        ("Send", "", "not translated"),
        ("%(count)s firms", "幾家業者", "other placeholders than the source"),
        ("<b>Send</b>", "送出", "other tags than the source"),
        ("Send, please", "請,送出", "half-width punctuation at '請,'"),
        ("Send it", "“送出”", "quotation marks of the other script “”"),
        ("In Simplified Chinese", "简體中文", "characters of the other script 简"),
    ],
)
def test_a_fault_in_a_translation_is_named(source, words, fault):
    assert fault in list(faults_of(Message(source, words), "zh_Hant"))


def test_a_good_translation_has_no_fault():
    assert list(faults_of(Message(("%(num)d firm", "%(num)d firms"), ("%(num)d 家業者",)), "zh_Hant")) == []


def test_each_script_keeps_to_its_own_characters():
    assert list(faults_of(Message("In Chinese", "繁體中文"), "zh_Hans")) == [
        "characters of the other script 體"
    ]
    assert list(faults_of(Message("In Chinese", "繁体中文"), "zh_Hans")) == []


def test_a_fuzzy_translation_is_a_fault():
    assert list(faults_of(Message("Send", "送出", flags=["fuzzy"]), "zh_Hant")) == ["fuzzy"]
