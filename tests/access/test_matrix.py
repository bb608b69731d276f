"""Every route × role × firm: who gets in, and that each guard is what keeps the others out."""

import pytest

from app.directory.answer_templates import AnswerTemplate
from app.enquiries.states import EnquiryState
from tests.access.matrix import (
    DOORS,
    GOT_IN,
    OPEN,
    Visitor,
    World,
    address,
    blueprint_of,
    guarded,
    methods,
)
from tests.doors.visitors import signed_in
from tests.factories import make_enquiry, make_firm, make_member, make_referral
from tests.factories.keeping import keep

#: The least role is everybody's there, so this guard keeps nobody out.
_KEEPS_NOBODY_OUT = {("workspace", "_role_suffices")}
#: Pages of an account that a stranger must reach: to sign in, or with a link from a letter.
_BEFORE_SIGNING_IN = {
    "account.first_password",
    "account.invited",
    "account.sign_up",
    "account.sign_up_confirmed",
    "account.move_agreed",
    "account.reset",
    "account.reset_password",
    "account.second_step",
    "account.sign_in",
    "account.sign_out",
    "account.with_passkey",
}


@pytest.fixture
def world(app, database):
    return World(app)


@pytest.fixture
def stubs(app, monkeypatch):
    """In place of each page behind a guard, a sentence that somebody got in."""
    for rule in guarded(app):
        monkeypatch.setitem(app.view_functions, rule.endpoint, lambda **_parts: GOT_IN)


def own_pages(app):
    """The pages of an account that are the person's own."""
    rules = [rule for rule in app.url_map.iter_rules() if blueprint_of(rule) == "account"]
    return [rule for rule in rules if rule.endpoint not in _BEFORE_SIGNING_IN]


def guards(app):
    return [
        (name, guard)
        for name in DOORS
        for guard in app.before_request_funcs.get(name, ())
        if (name, guard.__name__) not in _KEEPS_NOBODY_OUT
    ]


def test_every_rule_is_behind_a_door_or_open_to_all(app):
    strays = {rule.endpoint for rule in app.url_map.iter_rules() if blueprint_of(rule) not in {*DOORS, *OPEN}}
    assert strays == set()


@pytest.mark.parametrize("room", ["listing", "ownership"])
def test_every_page_for_a_role_names_the_firm_it_is_a_role_at(app, room):
    """Without one there is no role to look at, and the door would let everybody of any firm in."""
    without = [
        rule.endpoint for rule in guarded(app) if blueprint_of(rule) == room and "firm" not in rule.arguments
    ]
    assert without == []


def test_each_visitor_gets_where_they_should_and_nowhere_else(world, stubs):
    assert world.faults() == []


def test_without_any_one_guard_somebody_gets_where_they_should_not(app, world, stubs, monkeypatch):
    taken = guards(app)
    assert {name for name, _guard in taken} == set(DOORS)
    for name, guard in taken:
        if not any(blueprint_of(rule) == name for rule in guarded(app)):
            continue  # a room without pages keeps nobody out of them
        with monkeypatch.context() as patch:
            left = [each for each in app.before_request_funcs[name] if each is not guard]
            patch.setitem(app.before_request_funcs, name, left)
            patch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
            patch.setattr(app, "testing", False)
            assert world.faults(only=name), f"{name}: {guard.__name__}"


def test_what_belongs_to_another_firm_is_not_found_under_ones_own(app, world):
    """The firm in the address is the visitor's own, the rest of it is of the other; the pages themselves."""
    enquiry = make_enquiry(state=EnquiryState.ROUTED)
    make_referral(enquiry, world.theirs)
    template = AnswerTemplate(firm_id=world.theirs.id, language="en", name="n", text="t")
    parts = {"reference": enquiry.reference, "number": str(keep(template).id)}
    for rule in guarded(app):
        if "firm" in rule.arguments and rule.arguments & {*parts, "file"}:
            for method in methods(rule):
                place = address(app, rule, firm="ours", **parts)
                answer = world.clients[Visitor.OUTSIDER].open(place, method=method)
                assert answer.status_code == 404, f"{method} {rule.endpoint}"


def test_a_page_of_ones_own_is_for_nobody_without_an_account(app, world):
    for rule in own_pages(app):
        for method in methods(rule):
            answer = app.test_client().open(address(app, rule), method=method)
            if method == "GET":
                assert (answer.status_code, "/account/sign-in" in answer.location) == (303, True), (
                    rule.endpoint
                )
            else:
                assert answer.status_code == 403, rule.endpoint


def test_a_page_of_ones_own_opens_once_signed_in(app, database):
    client = signed_in(app, make_member(make_firm()))
    for rule in own_pages(app):
        if "GET" in methods(rule):
            assert client.get(address(app, rule)).status_code in {200, 303}, rule.endpoint
