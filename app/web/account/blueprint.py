"""The pages themselves, and who may see those of an account."""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.models import Account
from app.i18n.addresses import Addresses
from app.web.languages import LANGUAGE_RULE, current_language
from app.web.people import ask_to_sign_in, is_fresh, signed_in

account = Blueprint("account", __name__, url_prefix=LANGUAGE_RULE + "/account")

View = Callable[[Account], ResponseReturnValue]


def own_page(view: View) -> Callable[[], ResponseReturnValue]:
    """A page of the person's own, who is handed to it; a stranger signs in first."""

    @wraps(view)
    def guarded() -> ResponseReturnValue:
        person = signed_in()
        return view(person) if person else ask_to_sign_in()

    return guarded


def freshly(view: View) -> Callable[[], ResponseReturnValue]:
    """The same, for what changes how the person signs in: only soon after they did."""

    @wraps(view)
    def guarded() -> ResponseReturnValue:
        person = signed_in()
        if person is None:
            return ask_to_sign_in()
        if not is_fresh():
            return redirect(Addresses(current_language()).sign_in_to(request.path), 303)
        return view(person)

    return guarded
