"""One enquiry at the desk, and what an editor does with it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.desk.door import desk
from app.desk.evidence import evidence
from app.desk.forms import CloseForm, FacetsForm, HoldForm, ReferForm
from app.desk.history import history
from app.desk.queues import queue_of, side
from app.directory.queries import firms_in_order
from app.enquiries import actions
from app.enquiries.models import Enquiry, FacetKind
from app.enquiries.queries import by_reference
from app.enquiries.states import ENQUIRY_MOVES, EnquiryState
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG
from app.journal.queries import entries_of
from app.kernel.clock import now
from app.kernel.db import transaction
from app.matching.ranking import Ground, Ranking, rank
from app.web.briefs import needs_of
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.web.reasons import why

#: Suggestions shown.
_MOST_SUGGESTED = 20


@desk.route("/enquiries/<reference>", methods=["GET", "POST"])
def case(reference: str) -> ResponseReturnValue:
    """Every step is a POST to the page itself, so the page in another language is one link away."""
    enquiry = by_reference(reference)
    if request.method != "POST":
        return _page(enquiry)
    step = _STEPS.get(request.form.get("step", ""))
    if step is None:
        abort(400)
    return step(enquiry)


def _suggestions(enquiry: Enquiry) -> Ranking:
    """The firms for this enquiry that do not have it yet, as the portal itself would rank them."""
    settings = current_app.config["SETTINGS"]
    known = frozenset(referral.firm_id for referral in enquiry.referrals)
    found = rank(
        needs_of(enquiry),
        taxonomy=current_taxonomy(),
        demo=settings.demo,
        day=now().date(),
        secret=settings.secret_key,
        language=BY_SLUG[enquiry.language],
        routing=True,
        refused=known,
    )
    excluded = tuple(each for each in found.excluded if each.firm.id not in known)
    return Ranking(found.candidates[:_MOST_SUGGESTED], found.near, excluded)


def _page(enquiry: Enquiry, *, status: int = 200, **forms: Any) -> ResponseReturnValue:
    taxonomy = current_taxonomy()
    facets = FacetsForm(
        formdata=None,
        markets=enquiry.codes(FacetKind.MARKET),
        services=enquiry.codes(FacetKind.SERVICE),
        sectors=enquiry.codes(FacetKind.SECTOR),
    )
    facets.offer(taxonomy, g.language)
    blank = {
        "refer": ReferForm(formdata=None),
        "hold": HoldForm(formdata=None),
        "close": CloseForm(formdata=None),
        "facets": facets,
    }

    def reason(firm: Any, grounds: Any) -> str:
        return why(firm, grounds, taxonomy=taxonomy, language=g.language)

    page = render_template(
        "desk/case.html",
        enquiry=enquiry,
        evidence=evidence(enquiry, taxonomy, g.language),
        country=taxonomy.regions[enquiry.country].name(g.language),
        history=history(enquiry, entries_of(enquiry.id), taxonomy, g.language),
        suggestions=_suggestions(enquiry),
        why=reason,
        reasons={
            each.id: reason(each.firm, [Ground.of_record(record) for record in each.reasons])
            for each in enquiry.referrals
        },
        agreed_firms={each.id: each for each in firms_in_order([each.firm_id for each in enquiry.consents])},
        forms=blank | forms,
        may=_may(enquiry),
        wrong=status == 422,
        **side(queue_of(enquiry)),
    )
    return page, status


def _may(enquiry: Enquiry) -> frozenset[str]:
    """The steps that can be taken now, by the names their buttons send."""
    moves = ENQUIRY_MOVES[enquiry.state]
    wanted = {
        "refer": enquiry.is_open,
        "facets": enquiry.is_open,
        "hold": EnquiryState.HELD in moves,
        "resume": enquiry.state in {EnquiryState.HELD, EnquiryState.CLOSED},
        "close": EnquiryState.CLOSED in moves,
    }
    return frozenset(name for name, can in wanted.items() if can)


def _do(action: Callable[..., Any], enquiry: Enquiry, **how: Any) -> Any:
    person = signed_in()
    with transaction():
        return action(enquiry, by=person.id if person else None, at=now(), **how)


def _back(enquiry: Enquiry, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(Addresses(g.language).case(enquiry.reference), 303)


def _refer(enquiry: Enquiry) -> ResponseReturnValue:
    found = {each.firm.slug: each for each in _suggestions(enquiry).candidates}
    form = ReferForm.of_request()
    form.firms.choices = [SelectChoice(slug) for slug in found]
    if not form.submitted():
        return _page(enquiry, refer=form, status=422)
    choices = [
        actions.Choice(found[slug].firm, [ground.record for ground in found[slug].grounds])
        for slug in dict.fromkeys(form.firms.data)
    ]
    agreed = [enquiry.consents_to(choice.firm.id) for choice in choices]
    _do(actions.refer, enquiry, to=choices)
    if all(agreed):
        return _back(enquiry, _("The firms have the enquiry in their workspaces now."))
    if any(agreed):
        return _back(
            enquiry, _("Firms the enquirer had agreed to have it now. The others wait for the enquirer.")
        )
    return _back(enquiry, _("The enquirer is asked to agree. No firm sees anything before that."))


def _hold(enquiry: Enquiry) -> ResponseReturnValue:
    form = HoldForm.of_request()
    if not form.submitted():
        return _page(enquiry, hold=form, status=422)
    _do(actions.hold, enquiry, note=form.hold_note.data)
    return _back(
        enquiry, _("Set aside. The enquirer still has our promise; take it up again before its date.")
    )


def _resume(enquiry: Enquiry) -> ResponseReturnValue:
    _do(actions.resume, enquiry)
    return _back(enquiry, _("Taken up again. It stands among those that need a person."))


def _close(enquiry: Enquiry) -> ResponseReturnValue:
    form = CloseForm.of_request()
    if not form.submitted():
        return _page(enquiry, close=form, status=422)
    _do(actions.close, enquiry, note=form.close_note.data)
    return _back(enquiry, _("Closed. Your note is on its way to the enquirer."))


def _set_facets(enquiry: Enquiry) -> ResponseReturnValue:
    form = FacetsForm.of_request()
    form.offer(current_taxonomy(), g.language)
    if not form.submitted():
        return _page(enquiry, facets=form, status=422)
    codes = {name: form[name].data or [] for name in ("markets", "services", "sectors")}
    _do(actions.set_facets, enquiry, **codes)
    return _back(enquiry, _("Saved. The suggestions below follow what you have set."))


_STEPS: Mapping[str, Callable[[Enquiry], ResponseReturnValue]] = {
    "refer": _refer,
    "hold": _hold,
    "resume": _resume,
    "close": _close,
    "facets": _set_facets,
}
