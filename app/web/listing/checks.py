"""Shapes that every form of a listing asks for."""

import re
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

#: Controls, and marks that turn the direction of what follows: in a name they are a trick or an accident.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HOST = re.compile(r"^(?=.{4,253}$)([^\s./?#@:]+\.)+[^\s./?#@:]{2,}$")


def no_unseen(_form: Any, field: Any) -> None:
    """Looked for in what was sent: what is kept of it was cleaned before."""
    if _UNSEEN.search("".join(str(each) for each in field.raw_data or ())):
        raise ValidationError(
            _l("There are invisible control characters in this. Please type it anew instead of pasting it.")
        )


def web_address(_form: Any, field: Any) -> None:
    """Where a browser may be sent: http or https, a host with a dot, no password in it."""
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
        is_web = parts.scheme in {"http", "https"} and bool(_HOST.match(parts.hostname or ""))
        is_plain = parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        is_web = is_plain = False
    if not (is_web and is_plain) or re.search(r"\s", field.data):
        raise ValidationError(_l("Give the address of a website, such as https://www.company.com."))


def mail_address(form: Any, field: Any) -> None:
    """One address that our mail server can carry; none, and the one that was there, are taken too."""
    if not field.data or field.data == form.opened_with.get(field.name):
        return
    smtputf8 = current_app.config["SETTINGS"].mail_smtputf8
    try:
        found = validate_email(field.data, check_deliverability=False, allow_smtputf8=smtputf8)
    except EmailNotValidError as error:
        raise ValidationError(
            _l("Give one e-mail address, such as name@company.com, in Latin letters before the @.")
        ) from error
    field.data = found.normalized


class TickListField(SelectMultipleField):
    """Several of a list, each a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        known = {each.value for each in self.choices or ()}
        if any(value not in known for value in self.data or ()):
            raise ValidationError(_l("One of the choices does not exist. Please choose again."))
