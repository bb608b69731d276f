"""The page of a firm's owners: people, invitations, requests; and everybody's own place."""

import re

import pytest

from app.accounts.belonging.queries import waiting_invitations, waiting_offer, waiting_requests
from app.accounts.models import MemberRole
from app.accounts.queries import by_email
from app.kernel.db import db
from tests.doors.account.helpers import letters_to, link_in, past_second_step
from tests.doors.visitors import sign_in, signed_in
from tests.factories import make_account, make_firm, make_member, make_staff

PEOPLE = "/en/workspace/dunlin/people"
PLACE = "/en/workspace/dunlin/membership"
INVITE = {"step": "invite", "email": "guest@guest.example", "role": "editor", "language": "en"}
ACCOUNT = {"name": "Gus Guest", "password": "a password for tests", "again": "a password for tests"}


@pytest.fixture
def firm(database):
    return make_firm(slug="dunlin")


@pytest.fixture
def owner(firm):
    return make_member(firm, role=MemberRole.OWNER, name="Olive Owner")


@pytest.fixture
def editor(firm):
    return make_member(firm, role=MemberRole.EDITOR, name="Eddy Editor")


@pytest.fixture
def boss(app, owner):
    return past_second_step(app, owner)


def role(person, firm):
    db.session.expire_all()
    return person.role_at(firm.id)


@pytest.mark.parametrize("page", [PEOPLE, PLACE])
def test_who_may_see_what(app, client, firm, owner, boss, page):
    elsewhere = make_member(make_firm(slug="other"), role=MemberRole.OWNER)
    answers = {
        "owner": boss.get(page).status_code,
        "editor": signed_in(app, make_member(firm, role=MemberRole.EDITOR)).get(page).status_code,
        "responder": signed_in(app, make_member(firm, role=MemberRole.RESPONDER)).get(page).status_code,
        "another firm": past_second_step(app, elsewhere).get(page).status_code,
        "staff": past_second_step(app, make_staff()).get(page).status_code,
        "nobody": signed_in(app, make_account()).get(page).status_code,
        "stranger": client.get(page).status_code,
    }
    inside = 200 if page == PLACE else 403
    assert answers == {
        "owner": 200,
        "editor": inside,
        "responder": inside,
        "another firm": 404,
        "staff": 404,
        "nobody": 404,
        "stranger": 303,
    }


def test_only_an_owner_changes_anything(app, client, firm, owner, editor):
    forms = (
        INVITE,
        {"step": "role", "which": editor.id, "role": "owner"},
        {"step": "remove", "which": owner.id},
    )
    for who, status in (
        (signed_in(app, editor), 403),
        (past_second_step(app, make_member(make_firm(slug="other"), role=MemberRole.OWNER)), 404),
        (client, 403),
    ):
        for form in forms:
            assert who.post(PEOPLE, data=form).status_code == status
    assert role(editor, firm) is MemberRole.EDITOR
    assert role(owner, firm) is MemberRole.OWNER
    assert waiting_invitations(firm.id) == []


def invitation_link(boss, **more) -> str:
    assert boss.post(PEOPLE, data=INVITE | more).status_code == 303
    return link_in(letters_to("guest@guest.example", "firm_invitation")[-1])


def test_somebody_without_an_account_makes_one_and_joins(app, client, firm, boss):
    link = invitation_link(boss)
    assert "guest@guest.example" in boss.get(PEOPLE).text
    assert "Make the account" in client.get(link).text
    answer = client.post(link, data=ACCOUNT)
    assert answer.status_code == 303
    signed = client.post(
        "/en/account/sign-in",
        data={"email": "guest@guest.example", "password": ACCOUNT["password"], "next": link},
    )
    assert signed.location == link
    assert "Accept the invitation" in client.get(link).text

    assert client.post(link).status_code == 303

    assert role(by_email("guest@guest.example"), firm) is MemberRole.EDITOR
    assert client.get(PLACE).status_code == 200
    assert client.get(link).status_code == 410


def test_an_account_with_another_address_is_told_so(app, firm, boss):
    link = invitation_link(boss)
    other = make_account()
    client = signed_in(app, other)

    assert "sent to another address" in client.get(link).text
    assert client.post(link).status_code == 403
    assert role(other, firm) is None


def test_somebody_with_an_account_signs_in_first(app, client, firm, boss):
    make_account(email="guest@guest.example")
    link = invitation_link(boss)

    page = client.get(link).text
    assert "Sign in to accept" in page
    assert "Make the account" not in page
    assert client.post(link, data=ACCOUNT).status_code == 200
    assert waiting_invitations(firm.id)


def test_a_revoked_invitation_leads_nowhere(client, firm, boss):
    link = invitation_link(boss)
    number = waiting_invitations(firm.id)[0].id

    boss.post(PEOPLE, data={"step": "revoke", "which": number})

    assert client.get(link).status_code == 410
    assert "taken back" in letters_to("guest@guest.example", "firm_news")[0].text


def test_another_firms_invitation_is_not_there_to_revoke(app, firm, boss):
    invitation_link(boss)
    number = waiting_invitations(firm.id)[0].id
    other = past_second_step(app, make_member(make_firm(slug="other"), role=MemberRole.OWNER))

    answer = other.post("/en/workspace/other/people", data={"step": "revoke", "which": number})

    assert answer.status_code == 404
    assert waiting_invitations(firm.id)


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"role": "king"}, {"email": "a" * 5000}])
def test_a_wrong_invitation_comes_back_with_what_was_typed(boss, firm, wrong):
    answer = boss.post(PEOPLE, data=INVITE | wrong)

    assert answer.status_code == 422
    assert (INVITE | wrong)["email"] in answer.text
    assert waiting_invitations(firm.id) == []


def test_roles_are_changed_and_the_person_is_told(firm, editor, boss):
    boss.post(PEOPLE, data={"step": "role", "which": editor.id, "role": "responder"})

    assert role(editor, firm) is MemberRole.RESPONDER
    assert "responder" in letters_to(editor.email, "firm_news")[0].text


def test_the_last_owner_stays(firm, owner, boss):
    assert boss.post(PEOPLE, data={"step": "remove", "which": owner.id}).status_code == 409
    assert boss.post(PLACE, data={"step": "leave"}).status_code == 409
    assert role(owner, firm) is MemberRole.OWNER


def test_ownership_is_offered_and_taken(app, firm, owner, editor, boss):
    boss.post(PEOPLE, data={"step": "offer", "which": editor.id})
    theirs = signed_in(app, editor)
    assert "Olive Owner offers you" in theirs.get(PLACE).text
    assert role(editor, firm) is MemberRole.EDITOR

    theirs.post(PLACE, data={"step": "accept"})

    assert (role(owner, firm), role(editor, firm)) == (MemberRole.EDITOR, MemberRole.OWNER)
    assert boss.get(PEOPLE).status_code == 403
    assert "Eddy Editor now owns" in letters_to(owner.email, "firm_news")[-1].text


def test_nobody_else_takes_an_offer(app, firm, owner, editor, boss):
    boss.post(PEOPLE, data={"step": "offer", "which": editor.id})
    third = make_member(firm, role=MemberRole.RESPONDER)

    assert signed_in(app, third).post(PLACE, data={"step": "accept"}).status_code == 404
    assert waiting_offer(firm.id)


def test_a_person_asks_to_join_and_an_owner_lets_them_in(app, firm, owner, boss):
    person = make_account(name="Kim Kean")
    client = signed_in(app, person)
    assert client.post("/en/join/firms/dunlin/request", data={"note": ""}).status_code == 422
    assert client.post("/en/join/firms/dunlin/request", data={"note": "New here."}).status_code == 303
    assert "New here." in letters_to(owner.email, "firm_news")[0].text
    assert "New here." in boss.get(PEOPLE).text
    request, _account = waiting_requests(firm.id)[0]

    boss.post(PEOPLE, data={"step": "grant", "which": request.id, "role": "responder"})

    assert role(person, firm) is MemberRole.RESPONDER
    assert letters_to(person.email, "firm_news")


def test_nobody_asks_to_join_a_firm_that_is_not_claimed_or_not_public(app, database):
    make_firm(slug="unclaimed", claimed_at=None)
    client = signed_in(app, make_account())

    for slug in ("unclaimed", "nobodys"):
        assert client.get(f"/en/join/firms/{slug}/request").status_code == 404


def test_a_person_of_several_firms_leaves_one(app, firm, editor, owner):
    client = app.test_client()
    sign_in(client, editor)

    assert client.post(PLACE, data={"step": "leave"}).status_code == 303

    assert role(editor, firm) is None
    assert "Eddy Editor has left" in letters_to(owner.email, "firm_news")[0].text
    assert client.get(PLACE).status_code == 404


def test_the_page_takes_the_same_number_of_statements_however_many_people(app, firm, boss):
    from tests.doors.public.conftest import _watched

    boss.get(PEOPLE)
    counts = []
    for _round in range(2):
        with _watched() as seen:
            page = boss.get(PEOPLE).text
        counts.append(len(seen))
        for number in range(5):
            make_member(firm, email=f"p{_round}{number}@p.example")
    assert len(re.findall(r"p0\d@p\.example", page)) == 5
    assert counts[0] == counts[1]
