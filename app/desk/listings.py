"""Listings that firms' own answers put in doubt, until an editor has checked them."""

from flask import flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.desk.door import desk
from app.enquiries.doubts import settle_listing
from app.i18n.addresses import Addresses
from app.kernel.db import transaction


@desk.post("/")
def listing_checked() -> ResponseReturnValue:
    """An editor has looked at it. Two who press it at once are told the same."""
    with transaction():
        settle_listing(request.form.get("listing", "")[:64])
    flash(_("The listing is noted as checked."))
    return redirect(Addresses(g.language).queue("overdue"), 303)
