"""Who belongs to a firm: its last owner, its invitations, and the handing over of ownership."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.belonging import inviting, members, requesting, transferring
from app.accounts.belonging.models import JoinRequest
from app.accounts.belonging.queries import request_by_id, waiting_offer
from app.accounts.errors import (
    AlreadyMember,
    AlreadySettled,
    AlreadyWaiting,
    AnotherAddress,
    LastOwner,
    NoSuchMember,
)
from app.accounts.models import MemberRole
from app.journal.firms import newest_of_firm
from app.kernel.db import db, transaction
from tests.factories import make_account, make_firm, make_member
from tests.factories.keeping import NOON

SECRET = "a secret for tests"


@pytest.fixture
def firm(database):
    return make_firm()


@pytest.fixture
def owner(firm):
    return make_member(firm, role=MemberRole.OWNER)


@pytest.fixture
def editor(firm):
    return make_member(firm, role=MemberRole.EDITOR)


def do(action, *given, **how):
    with transaction():
        return action(*given, **how)


def role(person, firm):
    db.session.expire_all()
    return person.role_at(firm.id)


def test_the_last_owner_can_neither_leave_nor_be_removed_nor_be_demoted(firm, owner, editor):
    for action, how in (
        (members.leave, {}),
        (members.remove, {"by": owner.id}),
        (members.change_role, {"by": owner.id, "role": MemberRole.RESPONDER}),
    ):
        with pytest.raises(LastOwner):
            do(action, firm.id, owner.id, at=NOON, **how)
        assert role(owner, firm) is MemberRole.OWNER


def test_with_another_owner_the_first_can_go(firm, owner, editor):
    do(members.change_role, firm.id, editor.id, role=MemberRole.OWNER, by=owner.id, at=NOON)
    do(members.leave, firm.id, owner.id, at=NOON)

    assert role(owner, firm) is None
    assert role(editor, firm) is MemberRole.OWNER
    assert [each.kind for each in newest_of_firm(firm.id, most=5)] == ["MemberLeft", "RoleChanged"]


def test_somebody_of_another_firm_is_nobody_here(firm, owner):
    stranger = make_member(make_firm())

    with pytest.raises(NoSuchMember):
        do(members.remove, firm.id, stranger.id, by=owner.id, at=NOON)


def invited(firm, owner, email="guest@guest.example", **how):
    how = {"role": MemberRole.EDITOR, "language": "en", "by": owner.id, "at": NOON} | how
    return do(inviting.invite, firm.id, email, **how)


def found(invitation, *, at=NOON):
    token = inviting.token_of(invitation, secret=SECRET)
    return inviting.invitation_of(token, secret=SECRET, at=at)


def test_an_invitation_is_good_once_and_for_fourteen_days(firm, owner):
    guest = make_account(email="guest@guest.example")
    invitation = invited(firm, owner, "Guest@guest.example ")

    assert found(invitation, at=NOON + timedelta(days=14)) is None
    assert found(invitation, at=NOON + timedelta(days=13, hours=23)) is invitation
    do(inviting.accept, invitation, guest, at=NOON)
    assert role(guest, firm) is MemberRole.EDITOR
    assert found(invitation) is None


def test_an_invitation_is_of_no_use_to_another_address(firm, owner):
    invitation = invited(firm, owner)
    other = make_account()

    with pytest.raises(AnotherAddress):
        do(inviting.accept, invitation, other, at=NOON)
    assert role(other, firm) is None


def test_a_revoked_or_repeated_invitation_is_worth_nothing(firm, owner):
    first = invited(firm, owner)
    second = invited(firm, owner, role=MemberRole.RESPONDER)
    assert found(first) is None
    do(inviting.revoke, second, by=owner.id, at=NOON)
    assert found(second) is None
    with pytest.raises(AlreadySettled):
        do(inviting.revoke, second, by=owner.id, at=NOON)


def test_an_altered_token_finds_nothing(firm, owner):
    token = inviting.token_of(invited(firm, owner), secret=SECRET)

    assert inviting.invitation_of(token, secret="another", at=NOON) is None
    assert inviting.invitation_of("1" + token, secret=SECRET, at=NOON) is None
    assert inviting.invitation_of("ü", secret=SECRET, at=NOON) is None


def test_whoever_belongs_to_the_firm_is_not_invited_again(firm, owner, editor):
    with pytest.raises(AlreadyMember):
        invited(firm, owner, editor.email)


def newest_request():
    return db.session.scalar(select(func.max(JoinRequest.id)))


def test_a_request_waits_once_and_is_settled_once(firm, owner):
    person = make_account()
    do(requesting.ask_to_join, person, firm.id, note="I am new.", at=NOON)
    with pytest.raises(AlreadyWaiting):
        do(requesting.ask_to_join, person, firm.id, note="Again.", at=NOON)

    asked = request_by_id(firm.id, newest_request())
    do(requesting.grant, asked, role=MemberRole.RESPONDER, by=owner.id, at=NOON)

    assert role(person, firm) is MemberRole.RESPONDER
    with pytest.raises(AlreadySettled):
        do(requesting.decline, asked, by=owner.id, at=NOON)


def test_a_request_to_one_firm_is_not_another_firms_to_grant(firm, owner):
    do(requesting.ask_to_join, make_account(), firm.id, note="I am new.", at=NOON)

    assert request_by_id(firm.id, newest_request()) is not None
    assert request_by_id(make_firm().id, newest_request()) is None


def test_ownership_changes_hands_only_when_it_is_accepted(firm, owner, editor):
    do(transferring.offer_ownership, firm.id, to=editor.id, by=owner.id, at=NOON)
    assert (role(owner, firm), role(editor, firm)) == (MemberRole.OWNER, MemberRole.EDITOR)

    do(transferring.take_ownership, waiting_offer(firm.id), at=NOON)

    assert (role(owner, firm), role(editor, firm)) == (MemberRole.EDITOR, MemberRole.OWNER)
    assert waiting_offer(firm.id) is None


def test_an_offer_declined_or_overtaken_changes_nothing(firm, owner, editor):
    do(transferring.offer_ownership, firm.id, to=editor.id, by=owner.id, at=NOON)
    offer = waiting_offer(firm.id)
    with pytest.raises(AlreadyWaiting):
        do(transferring.offer_ownership, firm.id, to=editor.id, by=owner.id, at=NOON)
    do(transferring.decline_ownership, offer, by=editor.id, at=NOON)
    with pytest.raises(AlreadySettled):
        do(transferring.take_ownership, offer, at=NOON)
    assert role(owner, firm) is MemberRole.OWNER

    do(transferring.offer_ownership, firm.id, to=editor.id, by=owner.id, at=NOON)
    do(members.remove, firm.id, editor.id, by=owner.id, at=NOON)
    assert waiting_offer(firm.id) is None
