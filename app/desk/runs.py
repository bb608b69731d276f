"""An asking of the matching as it was kept, and the same asked again. Nothing here changes anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.desk.door import desk
from app.desk.evidence import concept_name
from app.desk.standings import firms_by_id, of_outcome, place
from app.directory.models import Firm
from app.enquiries.models import FacetKind
from app.enquiries.queries import by_reference
from app.i18n.formats import clauses, joined
from app.kernel.db import db
from app.matching.models import RoutingRun
from app.matching.reasons import ExclusionReason, NoMatch
from app.matching.replays import Replay, Verdict, replay
from app.matching.weights import Weights, weights
from app.web import statuses
from app.web.edition import current_taxonomy


@dataclass(frozen=True, slots=True)
class Difference:
    """What a run says otherwise when it is asked again; of no firm where it is about all of them."""

    firm: Firm | None
    then: str
    now: str


@desk.get("/enquiries/<reference>/runs/<int:run>")
def run(reference: str, run: int) -> ResponseReturnValue:
    return _page(reference, run, again=False)


@desk.get("/enquiries/<reference>/runs/<int:run>/replay")
def replayed(reference: str, run: int) -> ResponseReturnValue:
    return _page(reference, run, again=True)


def _page(reference: str, run_id: int, *, again: bool) -> str:
    enquiry = by_reference(reference)
    kept = db.session.get(RoutingRun, run_id) if run_id < 2**31 else None
    if kept is None or kept.enquiry_id != enquiry.id:
        abort(404)
    figures = _weights(kept.weights)
    repeated = replay(kept) if again and figures else None
    return render_template(
        "desk/run.html",
        enquiry=enquiry,
        run=kept,
        asked=_asked(kept),
        found=of_outcome(kept.outcome, figures),
        place=place,
        again=repeated,
        is_gone=again and figures is None,
        differences=list(_differences(repeated)) if repeated else [],
    )


def _weights(version: str) -> Weights | None:
    """Those a run was made with; None where the version is no longer here."""
    try:
        return weights(version)
    except LookupError:
        return None


def _asked(kept: RoutingRun) -> str:
    """Services with their markets, as they were asked."""
    taxonomy, language = current_taxonomy(), g.language
    markets: dict[str, list[str]] = {}
    for cell in kept.question["cells"]:
        name = concept_name(FacetKind.MARKET, cell["asked"], taxonomy, language)
        markets.setdefault(cell["service"], []).append(name)
    return clauses(
        [
            _(
                "%(services)s: %(market)s",
                services=concept_name(FacetKind.SERVICE, service, taxonomy, language),
                market=joined(names, language),
            )
            for service, names in markets.items()
        ],
        language,
    )


def _differences(repeated: Replay) -> Iterator[Difference]:
    differing = [row for row in repeated.rows if row.differing]
    firms = firms_by_id(row.firm for row in differing)
    if repeated.no_match_then != repeated.no_match_now:
        yield Difference(None, _nobody(repeated.no_match_then), _nobody(repeated.no_match_now))
    for row in differing:
        yield Difference(firms.get(row.firm), _said(row.then, row.differing), _said(row.now, row.differing))


def _nobody(code: str | None) -> str:
    return str(statuses.NO_MATCH[NoMatch(code)]) if code else _("firms were named")


def _said(verdict: Verdict | None, differing: tuple[str, ...]) -> str:
    """What was said of a firm, as far as it differs."""
    if verdict is None:
        return _("not looked at")
    if verdict.candidate is None:
        return str(statuses.EXCLUSION[ExclusionReason(verdict.reason)])
    said = [_("place %(number)d", number=verdict.place)]
    said += [_figure(name, verdict.candidate) for name in ("score", *statuses.TERM) if name in differing]
    return clauses(said, g.language)


def _figure(name: str, candidate: Any) -> str:
    value = candidate["score"] if name == "score" else candidate["terms"][name]
    words = _("Score") if name == "score" else statuses.TERM[name]
    return f"{words} {value:.3f}"
