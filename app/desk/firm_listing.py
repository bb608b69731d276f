"""A firm's listing in an editor's hands: the firm's own forms, in force at once, and the firm is told."""

from flask import abort, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.desk.door import desk
from app.directory.models import Firm
from app.directory.queries import listed_firm
from app.directory.revisions.actions import Kept, edit_listing
from app.directory.revisions.fields import SECTIONS
from app.directory.revisions.queries import history_of, pending_of
from app.directory.revisions.values import values_of
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.web.limits import counted_apart
from app.web.listing.drafting import keep_draft
from app.web.listing.editing import Editor
from app.web.people import signed_in

_SECTION = f"<any({','.join(SECTIONS)}):section>"


@desk.get("/listings/<slug>")
def listing(slug: str) -> ResponseReturnValue:
    firm = _firm(slug)
    return render_template(
        "desk/listing.html",
        firm=firm,
        sections=SECTIONS,
        pending=pending_of(firm.id),
        revisions=history_of(firm.id),
    )


@desk.route(f"/listings/<slug>/{_SECTION}", methods=["GET", "POST"])
def section(slug: str, section: str) -> ResponseReturnValue:
    at, firm = Addresses(g.language), _firm(slug)
    return Editor(
        firm,
        section,
        _person_id(),
        values=lambda: values_of(firm),
        save=edit_listing,
        template="desk/listing_section.html",
        here=at.desk_listing_section(slug, section),
        draft_at=at.desk_listing_draft(slug, section),
        back=at.desk_listing(slug),
        told=_told,
    ).answer()


@desk.post(f"/listings/<slug>/{_SECTION}/draft")
@counted_apart
def draft(slug: str, section: str) -> ResponseReturnValue:
    return keep_draft(_firm(slug).id, section, _person_id(), zone="UTC", at=now())


def _firm(slug: str) -> Firm:
    firm = listed_firm(slug, demo=current_app.config["SETTINGS"].demo)
    if firm is None:
        abort(404)
    return firm


def _person_id() -> int:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person.id


def _told(kept: Kept) -> str:
    if kept.live:
        return _("It is public now, and the firm is told by letter.")
    return _("Nothing has changed.")
