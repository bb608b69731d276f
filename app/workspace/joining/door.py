"""The door itself: whoever is behind it has an account, whatever else they are."""

from typing import Any

from flask import Blueprint, abort, current_app
from werkzeug.wrappers import Response

from app.accounts.models import Account
from app.directory.claims.queries import claimable
from app.directory.models import Firm
from app.web import takeover_words
from app.web.languages import LANGUAGE_RULE
from app.web.people import ask_to_sign_in, signed_in

joining = Blueprint("joining", __name__, url_prefix=LANGUAGE_RULE + "/join")


@joining.before_request
def _with_account() -> Response | None:
    return None if signed_in() else ask_to_sign_in()


@joining.context_processor
def _who() -> dict[str, Any]:
    return {"person": signed_in(), "words": takeover_words}


def whoever() -> Account:
    """Who is behind the door."""
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person


def public_firm(slug: str) -> Firm:
    """That firm if everybody can read of it; else 404."""
    firm = claimable(slug, demo=current_app.config["SETTINGS"].demo)
    if firm is None:
        abort(404)
    return firm
