"""The pages on which a firm keeps its listing."""

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.directory.revisions.actions import Kept, change_listing
from app.directory.revisions.drafts import drafts_of
from app.directory.revisions.fields import SECTIONS
from app.directory.revisions.gaps import gaps_of
from app.directory.revisions.queries import pending_of, wanted_of
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.web.limits import counted_apart
from app.web.listing.drafting import keep_draft
from app.web.listing.editing import Editor
from app.web.listing.gaps import shown_gap
from app.web.people import signed_in
from app.workspace.door import listing

_SECTION = f"<any({','.join(SECTIONS)}):section>"


@listing.get("/<firm>/listing")
def overview() -> ResponseReturnValue:
    pending = pending_of(g.firm.id)
    return render_template(
        "workspace/listing.html",
        pending=pending,
        gaps=[shown_gap(each) for each in gaps_of(wanted_of(g.firm, pending))],
        sections=SECTIONS,
        drafts={each.section: each for each in drafts_of(g.firm.id, _person_id())},
    )


@listing.route(f"/<firm>/listing/{_SECTION}", methods=["GET", "POST"])
def section(section: str) -> ResponseReturnValue:
    at, slug = Addresses(g.language), g.firm.slug
    return Editor(
        g.firm,
        section,
        _person_id(),
        values=_values,
        save=change_listing,
        template="workspace/listing_section.html",
        here=at.listing_section(slug, section),
        draft_at=at.listing_draft(slug, section),
        back=at.listing(slug),
        told=_told,
    ).answer()


@listing.post(f"/<firm>/listing/{_SECTION}/draft")
@counted_apart
def draft(section: str) -> ResponseReturnValue:
    return keep_draft(g.firm.id, section, _person_id(), zone=g.firm.time_zone, at=now())


def _values() -> dict[str, Any]:
    return wanted_of(g.firm, pending_of(g.firm.id))


def _person_id() -> int:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person.id


def _told(kept: Kept) -> str:
    if kept.waiting:
        return _("It is with an editor now. Your public listing stays as it is until it is approved.")
    if kept.live:
        return _("It is kept, and holds from now on.")
    return _("Nothing has changed.")
