"""Work that is kept as it is typed: what a page's script sends, and what it is told."""

from datetime import datetime

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.directory.revisions.drafts import LARGEST, save_draft
from app.i18n.formats import short_time
from app.kernel.db import transaction

#: What belongs to one page and not to what was typed into it.
_OF_THE_PAGE = frozenset({"csrf_token", "step", "draft_version"})


def keep_draft(firm_id: int, section: str, person_id: int, *, zone: str, at: datetime) -> ResponseReturnValue:
    """Keep the form of this request; zone: the clock that the answer names."""
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in _OF_THE_PAGE]
    if sum(len(name) + len(value) for name, value in typed) > LARGEST:
        return jsonify(said=_("This is too long to be kept as a draft. Please send it.")), 413
    given = request.form.get("draft_version", "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
    try:
        with transaction():
            version = save_draft(firm_id, section, person_id, typed, after=after, at=at)
    except IntegrityError:
        # Two windows at once began the first draft.
        version = None
    if version is None:
        return jsonify(
            said=_(
                "Another window of yours has kept a later draft. What stands here is not kept as you type."
            )
        ), 409
    return jsonify(version=version, said=_("Kept as a draft at %(time)s.", time=short_time(at, zone=zone)))
