"""What of a firm's listing waits for an editor, and every change there has been."""

from collections.abc import Iterable

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.directory.revisions.actions import withdraw_revision
from app.directory.revisions.models import Author, Revision
from app.directory.revisions.queries import PAGE, history_of, revision_of
from app.directory.revisions.values import values_of
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web.edition import current_taxonomy
from app.web.listing.shown import field_name, shown_fields
from app.web.people import signed_in
from app.workspace.door import listing


@listing.get("/<firm>/revisions/")
def revisions() -> ResponseReturnValue:
    asked = request.args.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    found = history_of(g.firm.id, before=before)
    shown = found[:PAGE]
    more = Addresses(g.language).revisions(g.firm.slug, before=shown[-1].id) if len(found) > PAGE else ""
    return render_template(
        "workspace/revisions.html",
        revisions=shown,
        who=_who(shown),
        fields={each.id: list(dict.fromkeys(_names(each))) for each in shown},
        more=more,
        is_later=before is not None,
    )


@listing.route("/<firm>/revisions/<int:number>", methods=["GET", "POST"])
def revision(number: int) -> ResponseReturnValue:
    found = revision_of(g.firm.id, number)
    if found is None:
        abort(404)
    here = Addresses(g.language).revision(g.firm.slug, number)
    if request.method == "POST":
        person = signed_in()
        with transaction():
            withdraw_revision(found, by_id=person.id if person else 0, at=now())
        flash(_("It is withdrawn. Your public listing is as it was."))
        return redirect(here, 303)
    return render_template(
        "workspace/revision.html",
        revision=found,
        fields=shown_fields(found.fields, values_of(g.firm), current_taxonomy(), g.language),
        who=_who([found]),
    )


def _names(revision: Revision) -> Iterable[str]:
    return (field_name(each.field, g.language) for each in revision.fields)


def _who(revisions: Iterable[Revision]) -> dict[int, str]:
    """By revision: who wanted it. Of our staff a firm learns no names."""
    kept = list(revisions)
    own = {each.made_by for each in kept if each.made_by and each.author is Author.FIRM}
    names = names_of(own)
    return {
        each.id: _("our editors") if each.author is Author.STAFF else names.get(each.made_by or 0, "")
        for each in kept
    }
