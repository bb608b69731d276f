"""The page on the languages of a listing: what stands behind, what was corrected, what readers are told."""

import re

import pytest
from sqlalchemy import event

from app.directory.models import TextState
from app.directory.revisions.deciding import Decision, decide, mark_of
from app.directory.revisions.queries import pending_of
from app.directory.revisions.values import values_of
from app.directory.wording.actions import write_text
from app.directory.wording.correcting import keep_word, kept_wordings
from app.directory.wording.overview import standings
from app.kernel.db import db, transaction
from tests.doors.visitors import signed_in, take
from tests.factories import make_firm, make_member, make_staff
from tests.factories.keeping import NOON

PAGE = "/en/workspace/theirs/languages"
TAIWAN = "zh-hant"
MAINLAND = "zh-hans"


@pytest.fixture
def firm(database):
    """Written in Traditional Chinese, converted, and translated into English."""
    firm = make_firm(
        slug="theirs",
        texts={TAIWAN: {"description": "舊。"}, "en": {"state": TextState.TRANSLATION, "made_from": TAIWAN}},
    )
    say(firm, "協助驗證。服務全球。")
    return firm


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


def say(firm, description, language=TAIWAN):
    words = {"name": "文山顧問", "name_language": TAIWAN, "description": description}
    with transaction():
        write_text(firm, language=language, **words, by_id=None, at=NOON)


def step(client, firm, name, text, **fields):
    db.session.expire_all()
    [standing] = [each for each in standings(firm) if each.language.slug == text]
    return take(client, PAGE, name, **{"text": text, "mark": standing.mark} | fields)


def parts(*wanted):
    return {f"parts-{n}": each for n, each in enumerate(wanted)}


def approve(firm):
    """An editor reads what waits, and finds it right."""
    revision, editor = pending_of(firm.id), make_staff()
    chosen = {each.field: Decision(approves=True) for each in revision.fields}
    with transaction():
        decide(revision, firm, chosen, seen=mark_of(revision, values_of(firm)), by_id=editor.id, at=NOON)


def described(firm, language):
    db.session.expire_all()
    return firm.texts[language].description


def test_a_translation_that_is_behind_shows_what_changed_until_it_is_confirmed(client, firm):
    page = client.get(PAGE).text
    assert "Behind by 1 version" in page
    assert '<del lang="zh-Hant">舊。</del>' in page
    assert '<ins lang="zh-Hant">協助驗證。</ins>' in page
    assert step(client, firm, "confirm", "en").status_code == 303
    assert "Behind by" not in client.get(PAGE).text


def test_readers_are_told_how_often_the_original_has_changed_since(client, firm):
    said = client.get("/en/firms/theirs").text
    assert "the original has been changed 1 time since" in said
    step(client, firm, "confirm", "en")
    assert "has been changed" not in client.get("/en/firms/theirs").text


def test_a_correction_is_read_by_an_editor_then_kept_and_a_kept_one_can_be_removed(client, firm):
    assert (
        step(client, firm, "correct", MAINLAND, **parts("文山顾问", "协助取证。", "服务全球。")).status_code
        == 303
    )
    assert described(firm, MAINLAND) == "协助验证。服务全球。"
    assert kept_wordings(firm, MAINLAND) == []
    approve(firm)
    assert described(firm, MAINLAND) == "协助取证。服务全球。"
    assert firm.texts[MAINLAND].state is TextState.CONVERTED
    [kept] = kept_wordings(firm, MAINLAND)
    assert "协助取证" in client.get(PAGE).text
    assert step(client, firm, "drop", MAINLAND, number=kept.id).status_code == 303
    assert described(firm, MAINLAND) == "协助验证。服务全球。"


def test_a_wording_whose_place_is_gone_is_shown_as_such(client, firm):
    step(client, firm, "word", MAINLAND, word="驗證", wanted="认证")
    approve(firm)
    assert described(firm, MAINLAND) == "协助认证。服务全球。"
    say(firm, "服務全球。")
    assert "not in the source any more" in client.get(PAGE).text


def test_a_correction_of_what_was_rewritten_meanwhile_is_shown_again(client, firm):
    """Nothing typed is lost, and nothing written meanwhile is."""
    old = re.search(
        r'value="zh-hans"><input type="hidden" name="mark" value="([^"]+)"', client.get(PAGE).text
    )
    say(firm, "全新。協助驗證。")
    fields = {"text": MAINLAND, "mark": old[1], **parts("文山顾问", "协助取证。", "服务全球。")}
    answer = take(client, PAGE, "correct", **fields)
    assert answer.status_code == 409
    assert "协助取证。" in answer.text
    assert described(firm, MAINLAND) == "全新。协助验证。"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("word", {"word": "", "wanted": "认证"}),
        ("word", {"word": "長" * 101, "wanted": "认证"}),
        ("correct", parts("文山顾问", "长" * 4001, "服务全球。")),
        ("drop", {"number": "one"}),
        ("translation", {"source": "fr"}),
    ],
)
def test_malformed_input_is_answered_with_a_sentence_and_kept(client, firm, name, fields):
    answer = step(client, firm, name, MAINLAND, **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    if name != "drop" and name != "translation":
        assert all(value in answer.text for value in fields.values())
    assert kept_wordings(firm, MAINLAND) == []


@pytest.mark.parametrize("fields", [{"step": "dance"}, {"step": "confirm", "text": "fr", "mark": "1.1"}, {}])
def test_what_no_page_asks_for_is_refused(client, firm, fields):
    assert client.post(PAGE, data=fields).status_code in {400, 422}


def test_a_text_is_declared_what_it_is_and_given_up_to_the_machine(client, firm):
    assert step(client, firm, "original", "en").status_code == 303
    assert step(client, firm, "translation", "en", source=TAIWAN).status_code == 303
    say(firm, "自己写的。", MAINLAND)
    assert step(client, firm, "machine", MAINLAND).status_code == 303
    assert described(firm, MAINLAND) == "协助验证。服务全球。"
    assert step(client, firm, "machine", "en").status_code == 409


def test_the_source_is_shown_with_the_glossarys_words_and_their_counterparts(client, firm):
    say(firm, "辦理查驗登記與上市後監控。")
    page = client.get(PAGE).text
    word = '<a class="term" href="#en-post-market-surveillance">上市後監控</a>'
    assert word in page
    assert re.search(r'id="en-post-market-surveillance"[^>]*>上市後監控</dt><dd><a[^>]*>post-market', page)


def test_words_of_the_other_place_are_warned_of_and_not_refused(client, firm):
    say(firm, "質量管理體系與軟件。")
    page = client.get(PAGE).text
    assert "質量管理體系 → 品質管理系統" in page
    assert "軟件 → 軟體" in page
    assert "quality on the mainland" in page


def test_the_page_asks_no_more_questions_however_much_was_kept(client, firm):
    def statements():
        seen = []
        listener = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        client.get(PAGE)
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    few = statements()
    for n in range(5):
        with transaction():
            keep_word(firm, MAINLAND, source=f"字{n}", wanted=f"词{n}", by_id=None, at=NOON)
    assert len(kept_wordings(firm, MAINLAND)) == 5
    assert statements() == few
