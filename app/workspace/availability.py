"""The page on which a firm says how much it takes at once, and when it is away."""

from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.directory.availability import Absence, absence_of, set_availability
from app.i18n.addresses import Addresses
from app.i18n.formats import zone_name
from app.kernel.clock import now
from app.kernel.db import transaction
from app.workspace.door import listing
from app.workspace.forms import AvailabilityForm


@listing.route("/<firm>/availability", methods=["GET", "POST"])
def availability() -> ResponseReturnValue:
    at, firm = now(), g.firm
    absence = absence_of(firm, at=at)
    stands = {
        "capacity": firm.capacity,
        "first": absence.first if absence else None,
        "last": absence.last if absence else None,
    }
    form = AvailabilityForm.of_request(data=stands, today=at.astimezone(ZoneInfo(firm.time_zone)).date())
    if form.submitted():
        away = Absence(form.first.data, form.last.data) if form.first.data else None
        with transaction():
            set_availability(firm, capacity=form.capacity.data, absence=away)
        flash(_("This holds from now on. What you already have stays with you."))
        return redirect(Addresses(g.language).availability(firm.slug), 303)
    page = render_template(
        "workspace/availability.html",
        form=form,
        absence=absence,
        is_absent=firm.is_absent(at),
        clock=zone_name(firm.time_zone, g.language),
        wrong=bool(form.errors),
    )
    return page, 422 if form.errors else 200
