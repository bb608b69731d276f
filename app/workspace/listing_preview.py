"""The firm's listing as the public would see it, with all that is pending in it."""

from flask import current_app, g
from flask.typing import ResponseReturnValue

from app.directory.queries import listed_firm
from app.directory.revisions.models import FieldState
from app.directory.revisions.queries import pending_of
from app.directory.revisions.values import show_on
from app.kernel.db import db
from app.web.previews import preview_of
from app.workspace.door import listing


@listing.get("/<firm>/preview")
def preview() -> ResponseReturnValue:
    pending = pending_of(g.firm.id)
    waiting = {
        each.field: each.after
        for each in (pending.fields if pending else ())
        if each.state is FieldState.PENDING
    }
    db.session.expire(g.firm)
    found = listed_firm(g.firm_slug, demo=current_app.config["SETTINGS"].demo)
    assert found is not None  # noqa: S101  # the guard has just found it
    # Out of the session, so that nothing of what is only shown can ever be written.
    db.session.expunge(found)
    show_on(found, waiting)
    return preview_of(found)
