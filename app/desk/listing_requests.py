"""Requests to correct or remove a listing, at the desk: what is late first."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.desk.door import desk
from app.desk.takeover_forms import AnswerForm
from app.desk.takeovers import PAGE, me, number
from app.directory.requests import actions, queries
from app.directory.requests.deadlines import WORKING_DAYS
from app.directory.requests.models import ListingRequest, RequestOutcome
from app.directory.waiting import waiting_for_desk
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web import takeover_words


@desk.get("/requests")
def request_list() -> ResponseReturnValue:
    settled = request.args.get("state", "") == "settled"
    after = _place(request.args.get("after", ""))
    if settled:
        found = queries.settled_requests(limit=PAGE)
    else:
        found = queries.open_requests(after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    return render_template(
        "desk/requests.html",
        words=takeover_words,
        requests=shown,
        following=_name_of(shown[-1]) if len(found) > PAGE else "",
        after=bool(after),
        settled=settled,
        waiting=waiting_for_desk(),
        working_days=WORKING_DAYS,
        at_moment=now(),
    )


def _place(said: str) -> queries.Place | None:
    """Where a page begins, as ``_name_of`` wrote it; None for anything else."""
    moment, _dot, id_ = said.partition(".")
    if not (number(id_) and moment.isascii() and moment.isdigit() and len(moment) <= 10):
        return None
    return datetime.fromtimestamp(int(moment), UTC), number(id_)


def _name_of(last: ListingRequest) -> str:
    return f"{last.due_at.timestamp():.0f}.{last.id}"


@desk.route("/requests/<int:number>", methods=["GET", "POST"])
def request_page(number: int) -> ResponseReturnValue:
    found = queries.request_by_id(number) if number < 2**31 else None
    if found is None:
        abort(404)
    form = AnswerForm.of_request()
    if not form.submitted():
        page = render_template(
            "desk/request.html",
            words=takeover_words,
            found=found,
            people=names_of([found.settled_by] if found.settled_by else []),
            form=form,
            at_moment=now(),
        )
        return page, 422 if form.errors else 200
    with transaction():
        actions.settle(
            found, outcome=RequestOutcome(form.outcome.data), answer=form.answer.data, by=me(), at=now()
        )
    flash(_("Answered. The letter is on its way."))
    return redirect(Addresses(g.language).desk_requests(), 303)
