"""The door itself: whoever is behind it belongs to the firm whose pages these are.

Three rooms behind it, by what a person does at the firm: all of its people deal with enquiries, editors
keep the listing, owners say who belongs to it. A page is in the room of the blueprint it is registered
with, so that none can be forgotten.
"""

from typing import Any

from flask import Blueprint, abort, current_app, g
from werkzeug.wrappers import Response

from app.accounts.errors import RoleTooSmall
from app.accounts.models import MemberRole
from app.directory.memberships import firm_of
from app.web.languages import LANGUAGE_RULE
from app.web.people import ask_for_second_factor, ask_to_sign_in, lacks_second_factor, signed_in
from app.workspace.menu import parts_for


def _take_firm(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The firm of an address is the guard's business; views find it in ``g.firm``."""
    g.firm_slug = values.pop("firm", None) if values else None


def _members_only() -> Response | None:
    """Whether another firm exists is nobody's business here: not belonging to it is a 404."""
    person = signed_in()
    if person is None:
        return ask_to_sign_in()
    if not person.memberships:
        abort(404)
    if lacks_second_factor(person):
        return ask_for_second_factor()
    g.firm = g.role = None
    if g.firm_slug is not None:
        g.firm = firm_of(person.id, g.firm_slug, demo=current_app.config["SETTINGS"].demo)
        if g.firm is None:
            abort(404)
        g.role = person.role_at(g.firm.id)
    return None


def _who() -> dict[str, Any]:
    role = g.get("role")
    return {
        "person": signed_in(),
        "firm": g.get("firm"),
        "menu": parts_for(role) if role else [],
    }


def _room(name: str, *, least: MemberRole) -> Blueprint:
    room = Blueprint(name, __name__, url_prefix=LANGUAGE_RULE + "/workspace")
    room.url_value_preprocessor(_take_firm)
    room.before_request(_members_only)

    @room.before_request
    def _role_suffices() -> None:
        if g.role is not None and not g.role.includes(least):
            raise RoleTooSmall

    room.context_processor(_who)
    return room


#: For everybody of the firm: its enquiries.
workspace = _room("workspace", least=MemberRole.RESPONDER)
#: For editors and owners: its listing, offerings and evidence. Each address names the firm.
listing = _room("listing", least=MemberRole.EDITOR)
#: For owners: who belongs to it. Each address names the firm.
ownership = _room("ownership", least=MemberRole.OWNER)
