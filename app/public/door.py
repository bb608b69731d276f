"""The blueprints of this door, and what all its pages are handed."""

from flask import Blueprint, current_app

from app.config import Settings
from app.directory.turns import Turns
from app.kernel.clock import now
from app.web.languages import LANGUAGE_RULE

#: Pages that exist once in each language.
public = Blueprint("public", __name__, url_prefix=LANGUAGE_RULE)
#: What is asked for without a language.
root = Blueprint("root", __name__)


def settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def todays_turns() -> Turns:
    """Who stands first today among equals."""
    return Turns(settings().secret_key, now().date())
