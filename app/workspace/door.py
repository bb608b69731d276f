"""The door itself: whoever is behind it belongs to the firm whose pages these are."""

from typing import Any

from flask import Blueprint, abort, current_app, g
from werkzeug.wrappers import Response

from app.directory.memberships import firm_of
from app.web.languages import LANGUAGE_RULE
from app.web.people import ask_for_second_factor, ask_to_sign_in, lacks_second_factor, signed_in

workspace = Blueprint("workspace", __name__, url_prefix=LANGUAGE_RULE + "/workspace")


@workspace.url_value_preprocessor
def _take_firm(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The firm of an address is the guard's business; views find it in ``g.firm``."""
    g.firm_slug = values.pop("firm", None) if values else None


@workspace.before_request
def _members_only() -> Response | None:
    """Whether another firm exists is nobody's business here: not belonging to it is a 404."""
    person = signed_in()
    if person is None:
        return ask_to_sign_in()
    if not person.memberships:
        abort(404)
    if lacks_second_factor(person):
        return ask_for_second_factor()
    g.firm = None
    if g.firm_slug is not None:
        g.firm = firm_of(person.id, g.firm_slug, demo=current_app.config["SETTINGS"].demo)
        if g.firm is None:
            abort(404)
    return None


@workspace.context_processor
def _who() -> dict[str, Any]:
    return {"person": signed_in(), "firm": g.get("firm")}
