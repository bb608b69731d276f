"""Changes of listings that wait for an editor, the oldest first, and what the editor makes of each field."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.desk.door import desk
from app.directory.revisions.deciding import Decision, decide, mark_of, open_fields
from app.directory.revisions.errors import HalfAText, NothingDecided, ReasonMissing, RevisionMoved
from app.directory.revisions.models import LONGEST_REASON, Revision, RevisionState
from app.directory.revisions.queries import PAGE, count_waiting, revision_at_desk, waiting_for_editor
from app.directory.revisions.values import values_of
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.kernel.text import clean
from app.web.edition import current_taxonomy
from app.web.listing.shown import field_name, shown_fields
from app.web.people import signed_in


@desk.get("/revisions/")
def pending_revisions() -> ResponseReturnValue:
    after = _place(request.args.get("after", ""))
    found = waiting_for_editor(demo=_demo(), after=after)
    shown, last = found[:PAGE], found[:PAGE][-1:]
    place = [f"{each.made_at.timestamp():.6f}-{each.id}" for each in last]
    return render_template(
        "desk/revisions.html",
        revisions=shown,
        total=count_waiting(demo=_demo()),
        fields={each.id: [field_name(one.field, g.language) for one in open_fields(each)] for each in shown},
        more=Addresses(g.language).pending_revisions(after=place[0]) if len(found) > PAGE else "",
        is_later=after is not None,
    )


@desk.route("/revisions/<int:number>", methods=["GET", "POST"])
def pending_revision(number: int) -> ResponseReturnValue:
    found = revision_at_desk(number)
    if found is None or (found.firm.demo and not _demo()):
        abort(404)
    return _decided(found) if request.method == "POST" else _page(found)


def _decided(revision: Revision) -> ResponseReturnValue:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    made = _decisions(revision)
    long = [key for key, each in made.items() if len(each.reason) > LONGEST_REASON]
    if long:
        return _page(revision, wrong={key: _("A reason has at most 1,000 characters.") for key in long})
    seen = request.form.get("seen", "")
    try:
        with transaction():
            decide(revision, revision.firm, made, seen=seen, by_id=person.id, at=now())
    except NothingDecided:
        return _page(revision, wrong={"": _("Approve or return one field at least.")})
    except ReasonMissing:
        lacking = [key for key, each in made.items() if not each.approves and not each.reason]
        words = _("Say why it is returned; the firm reads it.")
        return _page(revision, wrong=dict.fromkeys(lacking, words))
    except HalfAText as refused:
        words = _("A name and its text are approved together where the language is new, or taken away.")
        return _page(revision, wrong={f"name.{each}": words for each in refused.facts["languages"]})
    except RevisionMoved:
        db.session.expire_all()
        return _page(revision, moved=True)
    flash(_("It is done, and the firm is told. What you approved is public now."))
    return redirect(Addresses(g.language).pending_revision(revision.id), 303)


def _decisions(revision: Revision) -> dict[str, Decision]:
    """What the form says of each field; an unknown choice is none."""
    found = {}
    for each in open_fields(revision):
        choice = request.form.get(f"decision-{each.field}")
        reason = clean(request.form.get(f"reason-{each.field}", ""))
        if choice in {"approve", "return"}:
            found[each.field] = Decision(approves=choice == "approve", reason=reason)
    return found


def _page(revision: Revision, *, wrong: Any = None, moved: bool = False) -> ResponseReturnValue:
    live = values_of(revision.firm)
    fields = shown_fields(revision.fields, live, current_taxonomy(), g.language)
    people = {revision.made_by, *(each.decided_by for each in revision.fields)} - {None}
    problems = [(f"field-{key}" if key else "fields", words) for key, words in (wrong or {}).items()]
    page = render_template(
        "desk/revision.html",
        revision=revision,
        firm=revision.firm,
        fields=fields,
        names=names_of(each for each in people if each),
        seen=mark_of(revision, live),
        typed=request.form,
        wrong=wrong or {},
        problems=problems,
        moved=moved,
        is_open=revision.state is RevisionState.PENDING,
    )
    return page, 409 if moved else 422 if wrong else 200


def _place(asked: str) -> tuple[datetime, int] | None:
    """Where the page before ended; None where that makes no sense."""
    moment, _dash, number = asked.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(number)
    except (ValueError, OverflowError, OSError):
        return None


def _demo() -> bool:
    return bool(current_app.config["SETTINGS"].demo)
