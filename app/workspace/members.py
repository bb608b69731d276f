"""Who belongs to a firm: the page of its owners."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.belonging import inviting, members, requesting, transferring
from app.accounts.belonging import queries as found
from app.accounts.errors import AlreadyMember
from app.accounts.models import Account, MemberRole
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.notices.members import ROLES
from app.web.account.limited import whose_account
from app.web.limits import limiter
from app.web.people import signed_in
from app.workspace.door import ownership
from app.workspace.member_forms import InviteForm, StepForm

T = TypeVar("T")


def _me() -> Account:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person


@ownership.route("/<firm>/people", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"], key_func=whose_account)
def people() -> ResponseReturnValue:
    if request.method != "POST":
        return _page(InviteForm(formdata=None, language=g.language.slug))
    if request.form.get("step") == "invite":
        return _invite()
    form = StepForm.of_request()
    if not form.submitted():
        abort(400)
    step = _STEPS[form.step.data]
    with transaction():
        said = step(int(form.which.data), MemberRole(form.role.data or MemberRole.RESPONDER.value))
    flash(said)
    still = _me().role_at(g.firm.id) is MemberRole.OWNER
    at = Addresses(g.language)
    return redirect(at.members(g.firm.slug) if still else at.workspace, 303)


def _page(form: InviteForm) -> str:
    firm = g.firm
    return render_template(
        "workspace/people.html",
        form=form,
        members=found.members(firm.id),
        invitations=found.waiting_invitations(firm.id),
        requests=found.waiting_requests(firm.id),
        offer=found.waiting_offer(firm.id),
        roles=ROLES,
        good_for=inviting.GOOD_FOR,
        at_moment=now(),
    )


def _invite() -> ResponseReturnValue:
    form = InviteForm.of_request()
    if not form.submitted():
        return _page(form), 422
    try:
        with transaction():
            inviting.invite(
                g.firm.id,
                form.email.data,
                role=MemberRole(form.role.data),
                language=form.language.data,
                by=_me().id,
                at=now(),
            )
    except AlreadyMember:
        form.email.errors = [_("Whoever has this address belongs to the firm already.")]
        return _page(form), 422
    flash(_("The invitation is on its way. Its link works once, for fourteen days."))
    return redirect(Addresses(g.language).members(g.firm.slug), 303)


def _change_role(which: int, role: MemberRole) -> str:
    members.change_role(g.firm.id, which, role=role, by=_me().id, at=now())
    return _("The role is changed, and the person is told.")


def _remove(which: int, _role: MemberRole) -> str:
    if which == _me().id:
        members.leave(g.firm.id, which, at=now())
        return _("You have left the firm.")
    members.remove(g.firm.id, which, by=_me().id, at=now())
    return _("That person no longer belongs to the firm, and is told.")


def _revoke(which: int, _role: MemberRole) -> str:
    inviting.revoke(_or_404(found.invitation_by_id(g.firm.id, which)), by=_me().id, at=now())
    return _("The invitation is taken back; its link no longer works.")


def _grant(which: int, role: MemberRole) -> str:
    requesting.grant(_or_404(found.request_by_id(g.firm.id, which)), role=role, by=_me().id, at=now())
    return _("That person belongs to the firm from now on, and is told.")


def _decline(which: int, _role: MemberRole) -> str:
    requesting.decline(_or_404(found.request_by_id(g.firm.id, which)), by=_me().id, at=now())
    return _("The request is declined, and the person is told.")


def _offer(which: int, _role: MemberRole) -> str:
    transferring.offer_ownership(g.firm.id, to=which, by=_me().id, at=now())
    return _("The offer is made. Nothing changes until that person accepts.")


def _recall(_which: int, _role: MemberRole) -> str:
    transferring.decline_ownership(_or_404(found.waiting_offer(g.firm.id)), by=_me().id, at=now())
    return _("The offer is taken back.")


def _or_404(row: T | None) -> T:
    if row is None:
        abort(404)
    return row


_STEPS: Mapping[str, Callable[[int, MemberRole], str]] = {
    "role": _change_role,
    "remove": _remove,
    "revoke": _revoke,
    "grant": _grant,
    "decline": _decline,
    "offer": _offer,
    "recall": _recall,
}
