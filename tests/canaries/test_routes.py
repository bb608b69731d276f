"""Each visitor goes to every page about every enquiry, and reads nothing that is not for them."""

import logging
from collections.abc import Callable, Iterable

import pytest

from app.enquiries.access import key_of
from tests.canaries.planting import UNHEARD, Agreed, Case, Word, other_firm, plan, plant
from tests.canaries.visiting import (
    LANGUAGES,
    about_enquiries,
    everything_in,
    go_everywhere,
    language_of,
    places,
    rules,
)
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_firm, make_member, make_staff

#: No word of it is for anybody.
NOTHING: frozenset[Word] = frozenset()


@pytest.fixture(autouse=True)
def no_form_is_taken(app, monkeypatch):
    """Forms have their token, and whoever comes here without one reads the page it was on."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    monkeypatch.setitem(app.config, "WTF_CSRF_CHECK_DEFAULT", False)


@pytest.fixture
def firm(database):
    return make_firm(slug="the-firm")


@pytest.fixture
def other(database):
    return other_firm()


@pytest.fixture
def cases(firm, other) -> list[Case]:
    return list(plant(firm, other))


def let_in(app, account):
    """A client of the person's own; signing in is the one form that is taken."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = signed_in(app, account)
    app.config["WTF_CSRF_ENABLED"] = True
    return client


def secret(app) -> str:
    return app.config["SETTINGS"].secret_key


def with_key(app, enquiry):
    """Whoever asked that, with their link."""
    client = app.test_client()
    client.get(f"/en/enquiries/{enquiry.reference}?key={key_of(enquiry, secret=secret(app))}")
    return client


def walk(app, client, case: Case, role: int):
    """Each page about the case. Roles go through the languages one behind the other, and so do the cases."""
    return go_everywhere(app, client, places(case), only=about_enquiries, turn=case.turn + role)


def read_by(app, client, case: Case, role: int = 0) -> str:
    """All that is found on the pages about the case."""
    return "\n".join(said for _, said in walk(app, client, case, role))


def leaks(app, client, case: Case, allowed: Iterable[Word], role: int) -> list[str]:
    """Where something is said that should not be. The firm's slug is in the addresses that are asked for."""
    hidden = {word: case.word(word) for word in Word if word not in allowed}
    hidden.pop(Word.OTHER_FIRM, None)
    found = []
    for place, said in walk(app, client, case, role):
        found += [f"{case}: {word.name} at {place}" for word, canary in hidden.items() if canary in said]
        if Word.OTHER_FIRM not in allowed and f"{Word.OTHER_FIRM.value} Advisers" in said:
            found.append(f"{case}: another firm's name at {place}")
    return found


def all_leaks(app, visitor: Callable, cases: Iterable[Case], allowed: Callable, *, role: int) -> list[str]:
    return [leak for case in cases for leak in leaks(app, visitor(case), case, allowed(case), role)]


def test_each_role_walks_each_route_in_every_language_and_all_roles_together_each_case(app):
    numbers, turns = range(len(list(filter(about_enquiries, rules(app))))), range(len(list(plan())))
    assert numbers
    for number in numbers:
        for role in range(3):
            assert {language_of(number, turn + role) for turn in turns} == set(LANGUAGES)
        for turn in turns:
            assert {language_of(number, turn + role) for role in range(3)} == set(LANGUAGES)


class TestNobodysBusiness:
    """Those who have no part in it read nothing at all, not even that it is there."""

    def test_a_stranger(self, app, cases):
        client = app.test_client()
        assert all_leaks(app, lambda case: client, cases, lambda case: NOTHING, role=0) == []

    def test_somebody_who_asked_something_else(self, app, cases):
        mine = make_enquiry()
        client = with_key(app, mine)
        assert all_leaks(app, lambda case: client, cases, lambda case: NOTHING, role=1) == []
        key = key_of(mine, secret=secret(app))
        for case in cases:
            said = everything_in(client.get(f"/en/enquiries/{case.reference}?key={key}"))
            assert not any(case.word(word) in said for word in Word)

    def test_a_firm_that_was_not_asked(self, app, cases):
        client = let_in(app, make_member(make_firm(slug="a-third")))
        assert all_leaks(app, lambda case: client, cases, lambda case: NOTHING, role=2) == []


class TestThoseWhoTakePart:
    def test_the_firm_reads_what_its_state_and_the_agreement_allow(self, app, firm, cases):
        client = let_in(app, make_member(firm))
        assert all_leaks(app, lambda case: client, cases, lambda case: case.for_the_firm, role=0) == []

    def test_the_other_firm_reads_its_own(self, app, other, cases):
        client = let_in(app, make_member(other))
        assert all_leaks(app, lambda case: client, cases, lambda case: case.for_the_other, role=1) == []

    def test_who_asked_reads_all_but_what_firms_and_the_desk_noted(self, app, cases):
        visitor = lambda case: with_key(app, case.enquiry)  # noqa: E731
        assert all_leaks(app, visitor, cases, lambda case: case.for_who_asked, role=2) == []

    def test_the_desk_reads_no_note_of_a_firm(self, app, cases):
        client = let_in(app, make_staff())
        assert all_leaks(app, lambda case: client, cases, lambda case: case.for_staff, role=2) == []

    def test_what_may_be_read_is_found(self, app, firm, other, cases):
        """Else the walk would pass by what it is to guard."""
        client, staff = let_in(app, make_member(firm)), let_in(app, make_staff())
        for case in cases:
            if case.state in UNHEARD or case.agreed is not Agreed.GIVEN:
                continue
            said = read_by(app, client, case)
            missing = {word.name for word in case.for_the_firm - {Word.REASON} if case.word(word) not in said}
            assert missing <= ({"ANSWER"} if Word.SAID not in case.for_the_firm else set()), str(case)
            assert case.word(Word.QUESTION) in read_by(app, with_key(app, case.enquiry), case, 1)
            assert case.word(Word.ADDRESS) in read_by(app, staff, case, 2)


class TestEverywhereElse:
    """Lists, feeds, exports and the search know nothing of enquiries."""

    @pytest.mark.parametrize(
        ("turn", "who"), [*enumerate(["a stranger", "a firm that was not asked", "somebody who asked"])]
    )
    def test_no_other_page_says_anything(self, app, cases, turn, who):
        client = {
            "a stranger": lambda: app.test_client(),
            "a firm that was not asked": lambda: let_in(app, make_member(make_firm(slug="a-third"))),
            "somebody who asked": lambda: with_key(app, make_enquiry()),
        }[who]()
        firms = {"firm": ("the-firm", "a-third")}
        elsewhere = go_everywhere(app, client, firms, only=lambda rule: not about_enquiries(rule), turn=turn)
        for place, said in elsewhere:
            planted = [word.name for word in set(Word) - {Word.OTHER_FIRM} if word.value in said]
            assert planted == [], place
            assert not any(case.reference in said for case in cases), place

    def test_the_inbox_of_a_firm_lists_its_own_without_who_asks(self, app, firm, cases):
        client = let_in(app, make_member(firm))
        for language in LANGUAGES:
            said = everything_in(client.get(f"/{language}/workspace/the-firm/enquiries/"))
            assert not any(word.value in said for word in Word)
            listed = {case.state for case in cases if case.reference in said}
            assert listed == {case.state for case in cases} - UNHEARD

    @pytest.mark.parametrize(
        "page", ["search?q={}", "search/suggestions?q={}", "firms/?q={}", "firms.csv?q={}"]
    )
    def test_searching_for_what_is_said_finds_nothing(self, app, cases, page):
        client = app.test_client()
        for number, word in enumerate(each for each in Word if each is not Word.OTHER_FIRM):
            found = client.get(f"/{language_of(number, 0)}/{page.format(cases[0].word(word))}")
            assert found.status_code == 200
            assert not any(each.value in found.text for each in set(Word) - {word})
            assert cases[0].reference not in found.text


def test_nothing_of_it_is_written_into_the_log(app, firm, cases, caplog):
    caplog.set_level(logging.DEBUG)
    visitors = [let_in(app, make_member(firm)), let_in(app, make_staff()), app.test_client()]
    for case in cases[::7]:
        for client in (*visitors, with_key(app, case.enquiry)):
            read_by(app, client, case)
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert [word.name for word in Word if word is not Word.OTHER_FIRM and word.value in said] == []
