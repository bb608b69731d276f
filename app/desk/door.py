"""The door itself: whoever is behind it is staff."""

from typing import Any

from flask import Blueprint, abort, current_app
from werkzeug.wrappers import Response

from app.directory.credentials.queries import count_waiting as count_credentials
from app.directory.revisions.queries import count_waiting as count_revisions
from app.directory.waiting import waiting_for_desk
from app.inbox.queries import waiting_for_staff
from app.outbox.queries import count_given_up
from app.web.languages import LANGUAGE_RULE
from app.web.people import ask_for_second_factor, ask_to_sign_in, lacks_second_factor, signed_in

desk = Blueprint("desk", __name__, url_prefix=LANGUAGE_RULE + "/desk")


@desk.before_request
def _staff_only() -> Response | None:
    """For everybody else with an account there is nothing here."""
    person = signed_in()
    if person is None:
        return ask_to_sign_in()
    if not person.is_staff:
        abort(404)
    if lacks_second_factor(person):
        return ask_for_second_factor()
    return None


@desk.context_processor
def _who() -> dict[str, Any]:
    return {
        "person": signed_in(),
        "lost_letters": count_given_up(),
        "mail_waits": waiting_for_staff(),
        "takeovers_wait": sum(waiting_for_desk().values()),
        "changes_wait": count_revisions(demo=current_app.config["SETTINGS"].demo),
        "evidence_waits": count_credentials(),
    }
