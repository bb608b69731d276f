"""Writing a listing's texts: what follows for the other languages, and what stays known of before."""

import pytest

from app.directory.errors import NotATranslation, NotConverted, NothingToConvert, TextMovedOn
from app.directory.models import TextState
from app.directory.wording.actions import (
    Written,
    confirm_translation,
    declare_original,
    declare_translation,
    leave_to_machine,
    write_text,
    write_texts,
)
from app.directory.wording.correcting import correct_conversion, drop_wording, keep_word, made_of
from app.directory.wording.versions import version_of, versions_of
from app.kernel.db import db, transaction
from tests.factories import make_firm, make_member
from tests.factories.keeping import NOON

TAIWAN = "zh-hant"
MAINLAND = "zh-hans"


def say(firm, language, description, *, name="甲", name_language=TAIWAN, by_id=None):
    with transaction():
        write_text(
            firm,
            language=language,
            name=name,
            name_language=name_language,
            description=description,
            by_id=by_id,
            at=NOON,
        )


def states(firm):
    db.session.expire_all()
    return {language: text.state.value for language, text in firm.texts.items()}


@pytest.fixture
def firm(database):
    """Written in English, translated into Traditional Chinese."""
    return make_firm(
        texts={
            "en": {"description": "We act."},
            TAIWAN: {"description": "我們代理。", "state": TextState.TRANSLATION},
        }
    )


@pytest.fixture
def taiwanese(database):
    """Written in Traditional Chinese alone, and converted."""
    firm = make_firm(texts={TAIWAN: {"description": "舊。"}})
    say(firm, TAIWAN, "協助驗證。服務全球。", name="文山顧問")
    return firm


# -- the other script ----------------------------------------------------------------------------------------


def test_the_other_script_follows_by_machine_and_says_so(taiwanese):
    converted = taiwanese.texts[MAINLAND]
    assert states(taiwanese) == {TAIWAN: "original", MAINLAND: "converted"}
    assert (converted.name, converted.name_language) == ("文山顾问", MAINLAND)
    assert converted.description == "协助验证。服务全球。"
    assert (converted.made_from, converted.made_from_version) == (TAIWAN, taiwanese.texts[TAIWAN].version)
    say(taiwanese, TAIWAN, "協助驗證。", name="Wenshan", name_language="en")
    assert (converted.name, converted.name_language) == ("Wenshan", "en")
    assert converted.description == "协助验证。"


def test_english_is_converted_into_nothing(firm):
    say(firm, "en", "We act for you.", name="A", name_language="en")
    assert MAINLAND not in firm.texts


def test_a_script_that_a_person_has_written_is_left_alone(taiwanese):
    say(taiwanese, MAINLAND, "我们自己写的。", name="文山", name_language=MAINLAND)
    say(taiwanese, TAIWAN, "改了。")
    assert states(taiwanese)[MAINLAND] == "translation"
    assert taiwanese.texts[MAINLAND].description == "我们自己写的。"
    assert taiwanese.behind(MAINLAND) == 1


def test_a_converted_text_sent_back_as_it_was_stays_converted(taiwanese):
    converted = taiwanese.texts[MAINLAND]
    before = converted.version
    say(taiwanese, MAINLAND, converted.description, name=converted.name, name_language=MAINLAND)
    assert (states(taiwanese)[MAINLAND], converted.version) == ("converted", before)


def test_a_text_given_up_to_the_machine_is_converted_and_what_it_said_is_kept(taiwanese):
    say(taiwanese, MAINLAND, "我们自己写的。")
    written = taiwanese.texts[MAINLAND].version
    with transaction():
        leave_to_machine(taiwanese, MAINLAND, at=NOON)
    assert taiwanese.texts[MAINLAND].description == "协助验证。服务全球。"
    assert version_of(taiwanese, MAINLAND, written).description == "我们自己写的。"
    for language in (TAIWAN, "en"):  # its other script is the machine's own; English has none
        with pytest.raises(NothingToConvert):
            leave_to_machine(taiwanese, language, at=NOON)


def test_a_source_is_not_given_up_for_its_own_translation(database):
    firm = make_firm(texts={MAINLAND: {}, TAIWAN: {"state": TextState.TRANSLATION}})
    with pytest.raises(NothingToConvert):
        leave_to_machine(firm, MAINLAND, at=NOON)


# -- versions and what is behind -----------------------------------------------------------------------------


def test_every_writing_is_kept_and_the_same_words_are_none(firm):
    person = make_member(firm)
    say(firm, "en", "We act for you.", name="A", name_language="en", by_id=person.id)
    say(firm, "en", "We act for you.", name="A", name_language="en")
    kept = [(each.number, each.description, each.by_id) for each in versions_of(firm, "en", most=9)]
    assert kept == [(2, "We act for you.", person.id), (1, "We act.", None)]


def test_a_translation_is_behind_by_as_many_versions_as_its_source_has_had_since(firm):
    assert firm.behind(TAIWAN) == 0
    for n in range(2):
        say(firm, "en", f"We act {n}.", name="A", name_language="en")
    assert (firm.behind(TAIWAN), firm.behind("en")) == (2, 0)
    say(firm, TAIWAN, "我們代理業務。")
    assert firm.behind(TAIWAN) == 0


def test_a_conversion_is_behind_by_what_the_text_it_was_made_from_is(firm):
    say(firm, TAIWAN, "我們代理業務。")
    say(firm, "en", "We act!", name="A", name_language="en")
    assert states(firm)[MAINLAND] == "converted"
    assert (firm.behind(TAIWAN), firm.behind(MAINLAND)) == (1, 1)


def test_originals_are_written_before_what_is_made_from_them(firm):
    english = Written(name="A", name_language="en", description="We act now.")
    chinese = Written(name="甲", name_language=TAIWAN, description="我們現在代理。")
    with transaction():
        write_texts(firm, {TAIWAN: chinese, "en": english}, by_id=None, at=NOON)
    assert firm.behind(TAIWAN) == 0


def test_who_confirms_a_translation_puts_it_in_step_and_is_remembered(firm):
    person = make_member(firm)
    say(firm, "en", "We act!", name="A", name_language="en")
    with transaction():
        confirm_translation(firm, TAIWAN, by_id=person.id, at=NOON)
    assert firm.behind(TAIWAN) == 0
    version = version_of(firm, TAIWAN, 1)
    assert (version.confirmed_at, version.confirmed_by_id) == (NOON, person.id)


def test_only_what_a_person_translated_can_be_confirmed(taiwanese):
    for language in (TAIWAN, MAINLAND, "en"):
        with pytest.raises(NotATranslation):
            confirm_translation(taiwanese, language, by_id=None, at=NOON)


def test_a_review_is_lost_with_the_words_that_were_reviewed(firm):
    with transaction():
        firm.texts[TAIWAN].state = TextState.REVIEWED
    say(firm, TAIWAN, "我們代理！")
    assert states(firm)[TAIWAN] == "translation"


# -- several originals ---------------------------------------------------------------------------------------


def test_a_firm_may_have_several_originals_and_none_is_behind(firm):
    with transaction():
        declare_original(firm, TAIWAN, at=NOON)
    say(firm, "en", "We act!", name="A", name_language="en")
    assert states(firm) == {"en": "original", TAIWAN: "original"}
    assert firm.behind(TAIWAN) == 0
    with pytest.raises(NotATranslation):
        declare_original(firm, TAIWAN, at=NOON)


def test_a_text_may_be_said_to_be_made_from_another_original_but_never_all_of_them(firm):
    with transaction():
        declare_original(firm, TAIWAN, at=NOON)
        declare_translation(firm, "en", source=TAIWAN, at=NOON)
    say(firm, TAIWAN, "我們代理！")
    assert states(firm)["en"] == "translation"
    assert firm.behind("en") == 1
    for language, source in ((TAIWAN, "en"), (TAIWAN, TAIWAN), (TAIWAN, MAINLAND)):
        with pytest.raises(NotATranslation):
            declare_translation(firm, language, source=source, at=NOON)


# -- corrections ---------------------------------------------------------------------------------------------


def correct(firm, *wanted):
    with transaction():
        correct_conversion(firm, MAINLAND, wanted=wanted, by_id=None, at=NOON)


def held(firm):
    _made, kept = made_of(firm, MAINLAND)
    return [(each.wording.source, each.wording.wanted, each.is_orphan) for each in kept]


def test_a_corrected_sentence_is_kept_when_the_source_changes_around_it(taiwanese):
    correct(taiwanese, "文山顾问", "协助取证。", "服务全球。")
    assert taiwanese.texts[MAINLAND].description == "协助取证。服务全球。"
    assert states(taiwanese)[MAINLAND] == "converted"
    say(taiwanese, TAIWAN, "新的一句。協助驗證。", name="文山顧問")
    assert taiwanese.texts[MAINLAND].description == "新的一句。协助取证。"
    assert held(taiwanese) == [("協助驗證", "协助取证", False)]


def test_a_correction_whose_sentence_is_gone_is_shown_and_comes_back_with_it(taiwanese):
    correct(taiwanese, "文山顾问公司", "协助取证。", "服务全球。")
    say(taiwanese, TAIWAN, "全新。", name="文山顧問")
    assert held(taiwanese) == [("文山顧問", "文山顾问公司", False), ("協助驗證", "协助取证", True)]
    say(taiwanese, TAIWAN, "協助驗證。", name="文山顧問")
    assert taiwanese.texts[MAINLAND].description == "协助取证。"
    assert taiwanese.texts[MAINLAND].name == "文山顾问公司"


def test_a_word_is_kept_wherever_it_stands_until_a_person_drops_it(taiwanese):
    for wanted in ("认可", "认证"):
        with transaction():
            keep_word(taiwanese, MAINLAND, source="驗證", wanted=wanted, by_id=None, at=NOON)
    say(taiwanese, TAIWAN, "驗證機構與驗證。")
    assert taiwanese.texts[MAINLAND].description == "认证机构与认证。"
    _made, [kept] = made_of(taiwanese, MAINLAND)
    with transaction():
        drop_wording(taiwanese, MAINLAND, kept.wording.id, by_id=None, at=NOON)
    assert taiwanese.texts[MAINLAND].description == "验证机构与验证。"


def test_nothing_is_corrected_that_was_changed_meanwhile_or_is_a_persons_own(taiwanese):
    with pytest.raises(TextMovedOn):
        correct(taiwanese, "文山顾问")
    say(taiwanese, MAINLAND, "自己写的。")
    with pytest.raises(NotConverted):
        correct(taiwanese, "文山顾问", "协助取证。", "服务全球。")
    with pytest.raises(NotConverted):
        keep_word(taiwanese, "en", source="a", wanted="b", by_id=None, at=NOON)
