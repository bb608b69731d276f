"""An article's Markdown becomes safe HTML with numbered sources."""

import re

import pytest

from app.articles.markdown import render, take_apart
from app.i18n.languages import EN, ZH_HANS, ZH_HANT


def test_a_text_is_taken_apart_into_title_summary_and_body():
    parts = take_apart("# The title\n\n> One sentence\n> and another.\n\n## First\n\nText.\n")
    assert (parts.title, parts.summary, parts.body) == (
        "The title",
        "One sentence and another.",
        "## First\n\nText.\n",
    )


@pytest.mark.parametrize("source", ["", "Text.", "# Title\n\n## First\n\nText.", "# Title\n\n> Summary.\n"])
def test_a_text_without_title_summary_or_body_is_refused(source):
    with pytest.raises(ValueError):
        take_apart(source)


def test_sections_are_numbered_and_listed():
    rendered = render("## Who needs one\n\nText.\n\n## Dates\n\nMore.\n", EN)
    assert rendered.contents == [{"id": "s1", "title": "Who needs one"}, {"id": "s2", "title": "Dates"}]
    assert '<h2 id="s1"><span class="n">1</span>Who needs one</h2>' in rendered.html


@pytest.mark.parametrize(("language", "word"), [(EN, "source "), (ZH_HANT, "出處 "), (ZH_HANS, "出处 ")])
def test_a_marker_is_a_link_that_says_what_its_number_is(language, word):
    html = render("Text.[^3]", language).html
    assert f'<a class="ref" id="r3" href="#c3"><span class="vh">{word}</span>3</a>' in html


def test_only_the_first_marker_of_a_source_can_be_led_back_to():
    html = render("One.[^1] Two.[^2] Three.[^1]\n\n- Four.[^1]\n", EN).html
    assert re.findall(r'id="(\w+)"', html) == ["r1", "r2"]
    assert html.count('href="#c1"') == 3


def test_each_text_counts_its_own_first_markers():
    assert render("One.[^1]", EN).html == render("One.[^1]", EN).html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("措施。[^1] 境外", "措施。[1]境外"),
        ("如此。[^1] Swissmedic 强调", "如此。[1]Swissmedic 强调"),
        ("同 MDR[^1] 第 11 条", "同 MDR[1]第 11 条"),
        ("措施 [^1]，境外", "措施[1]，境外"),
        ("措施。[^1][^2] 境外", "措施。[1][2]境外"),
        ("per MDR[^1] and IVDR", "per MDR[1] and IVDR"),
    ],
)
def test_no_blank_stands_beside_a_marker_among_chinese_characters(source, shown):
    html = render(source, ZH_HANS).html
    text = re.sub(r'\u2060<a class="ref".*?</span>(\d+)</a>', r"[\1]", html)
    assert text == f"<p>{shown}</p>\n"


def test_the_blank_after_a_marker_stays_in_english():
    assert "</a> And so on." in render("So it is.[^1] And so on.", EN).html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[read](javascript:alert(1))",
        "[read](data:text/html,x)",
        "![x](http://elsewhere.example/pixel.gif)",
    ],
)
def test_nothing_in_a_text_can_act_on_the_page(source):
    html = render(f"{source}\n", EN).html
    assert not re.search(r"<(script|img)|href=\"(javascript|data):", html)


def test_a_definition_of_a_marker_does_not_vanish():
    assert "hidden-note" in render("Text.[^1]\n\n[^1]: hidden-note\n", EN).html


def test_html_in_a_text_is_shown_and_not_obeyed():
    assert render("Use <strong>care</strong>.", EN).html == "<p>Use &lt;strong&gt;care&lt;/strong&gt;.</p>\n"


@pytest.mark.parametrize("language", [ZH_HANT, ZH_HANS])
def test_an_english_phrase_in_a_chinese_text_is_marked_as_english(language):
    html = render("## 通知\n\nFDA 發出 Notice of FDA Action 與 R&D、CE 標誌。\n", language).html

    assert '<span lang="en">Notice of FDA Action</span>' in html
    assert html.count("<span lang") == 1


def test_an_english_text_marks_nothing_as_english():
    assert "lang=" not in render("## Notice\n\nFDA sends a Notice of FDA Action.\n", EN).html
