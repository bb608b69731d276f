"""The inbox of a firm: what it must do first, and the rest of what it was given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.enquiries.handling import in_hands_of
from app.enquiries.inboxes import PAGE, Place, Turn, inbox_counts, inbox_of, turn_of
from app.enquiries.models import Referral
from app.i18n.addresses import Addresses
from app.i18n.formats import zone_name
from app.kernel.clock import now
from app.web.briefs import brief
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.web.working_days import calendar_name
from app.workspace.door import workspace


@dataclass(frozen=True, slots=True)
class View:
    """A choice of the firm's enquiries, by the name its address has."""

    name: str
    words: LazyString
    turn: Turn | None = None
    is_mine: bool = False

    def count(self, counts: Mapping[str, int]) -> int:
        if self.is_mine:
            return counts["mine"]
        return counts[self.turn.value] if self.turn else sum(counts[each.value] for each in Turn)


VIEWS: Sequence[View] = (
    View("", _l("All")),
    View("ours", _l("Waiting for us"), Turn.FIRM),
    View("enquirer", _l("Waiting for the enquirer"), Turn.ENQUIRER),
    View("done", _l("Done"), Turn.NOBODY),
    View("mine", _l("In my hands"), is_mine=True),
)
_BY_NAME = {view.name: view for view in VIEWS}


@workspace.get("/<firm>/enquiries/")
def inbox() -> ResponseReturnValue:
    """A view nobody knows is all of them, and a place nobody has written is the beginning."""
    view = _BY_NAME.get(request.args.get("show", ""), VIEWS[0])
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    after = Place.read(request.args.get("after", ""))
    # One more than is shown says whether there is a next page.
    found = inbox_of(
        g.firm.id,
        turn=view.turn,
        account_id=person.id if view.is_mine else None,
        after=after,
        limit=PAGE + 1,
    )
    shown, taxonomy = found[:PAGE], current_taxonomy()
    return render_template(
        "workspace/inbox.html",
        parts=[(turn, [each for each in shown if turn_of(each) is turn]) for turn in Turn],
        view=view,
        views=VIEWS,
        counts=inbox_counts(g.firm.id, person.id),
        briefs={each.id: brief(each.enquiry, taxonomy, g.language) for each in shown},
        hands={id_: name for id_, (_account, name) in in_hands_of(shown).items()},
        is_later=after is not None,
        more=_more(view, found),
        calendar=calendar_name(g.firm.calendar, taxonomy, g.language),
        clock=zone_name(g.firm.time_zone, g.language),
        at_moment=now(),
    )


def _more(view: View, found: Sequence[Referral]) -> str:
    """The address of the next page; empty where this is the last."""
    if len(found) <= PAGE:
        return ""
    last = Place.of(found[PAGE - 1])
    return Addresses(g.language).inbox(g.firm.slug, show=view.name, after=str(last))
