"""The page of a firm's conflict list, which nobody else reads."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.conflict_list import MOST_ENTRIES, add_conflicts, conflict_list, remove_conflict
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.workspace.door import listing
from app.workspace.forms import ConflictsForm


@listing.route("/<firm>/conflicts", methods=["GET", "POST"])
def conflicts() -> ResponseReturnValue:
    if request.method == "POST" and request.form.get("step") == "remove":
        with transaction():
            remove_conflict(g.firm.id, request.form.get("entry", ""))
        flash(_("It is taken off your list."))
        return redirect(Addresses(g.language).conflict_list(g.firm.slug), 303)
    entries = conflict_list(g.firm.id)
    form = ConflictsForm.of_request()
    if form.submitted() and _fits(form, len(entries)):
        with transaction():
            added = add_conflicts(g.firm.id, form.lines, at=now())
        flash(ngettext("%(num)d entry was put down.", "%(num)d entries were put down.", added))
        return redirect(Addresses(g.language).conflict_list(g.firm.slug), 303)
    page = render_template("workspace/conflicts.html", entries=entries, form=form, wrong=bool(form.errors))
    return page, 422 if form.errors else 200


def _fits(form: ConflictsForm, there: int) -> bool:
    if there + len(form.lines) <= MOST_ENTRIES:
        return True
    form.entries.errors = [_("A list has at most 500 entries.")]
    return False
