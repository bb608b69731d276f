"""The grid of what a firm offers, service by market, and the same word on many cells at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from flask import current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.directory.errors import CellsChanged
from app.directory.grid.cells import Key, Said, exists, faults, today_of, usual_day
from app.directory.grid.keeping import Change, confirm_cells, keep_cells, offerings_of, said_of
from app.directory.models import Offering
from app.directory.reading import register
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.matching.reasons import ExclusionReason
from app.matching.searches import sight_of
from app.taxonomy.snapshot import BROAD, Taxonomy, by_slug
from app.web import offering_words
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.workspace.door import listing
from app.workspace.offering_forms import TogetherForm

#: Rows and columns beside those that hold something.
_MOST_MORE = 20
#: Cells changed by one press.
_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """One cell as it would become."""

    key: Key
    version: int
    before: Said | None
    after: Said
    #: What is wrong with that, in words.
    faults: Sequence[str]


@listing.route("/<firm>/offerings", methods=["GET", "POST"])
def offerings() -> ResponseReturnValue:
    """Steps: ``confirm`` all that is shown, ``preview`` a word on many cells, ``apply`` it."""
    match request.form.get("step") if request.method == "POST" else None:
        case "confirm":
            return _confirmed()
        case "preview" | "apply":
            return _together()
    return _grid(TogetherForm.of_request() if request.method == "GET" else TogetherForm(formdata=None), 200)


def _grid(form: TogetherForm, status: int, *, chosen_none: bool = False) -> ResponseReturnValue:
    taxonomy, at = current_taxonomy(), now()
    cells = offerings_of(g.firm)
    more_services, more_markets = _more("service", taxonomy), _more("market", taxonomy)
    services = {service for service, _market in cells} | more_services
    markets = {market for _service, market in cells} | more_markets
    usual = usual_day(today_of(g.firm, at))
    if form.confirm_by.data is None and not form.errors:
        form.confirm_by.data = usual
    page = render_template(
        "workspace/grid/grid.html",
        form=form,
        cells=cells,
        services=[each for code, each in taxonomy.services.items() if code in services],
        markets=[each for code, each in taxonomy.regions.items() if code in markets],
        others=[each for code, each in taxonomy.services.items() if code not in services],
        other_markets=[
            each for code, each in taxonomy.regions.items() if code not in markets and each.kind not in BROAD
        ],
        more=[("service", code.lower()) for code in sorted(more_services)]
        + [("market", code.lower()) for code in sorted(more_markets)],
        missing=_missing(list(cells.values()), taxonomy),
        exists=lambda service, market: exists(service, market, taxonomy),
        versions=" ".join(written(key, each.version) for key, each in cells.items()),
        lapsed=[each for each in cells.values() if each.lapsed_at],
        usual=usual,
        taxonomy=taxonomy,
        chosen_none=chosen_none,
        wrong=bool(form.errors) or chosen_none,
    )
    return page, status


def _more(name: str, taxonomy: Taxonomy) -> set[str]:
    """Rows or columns that the address adds."""
    known: Mapping[str, object] = taxonomy.services if name == "service" else taxonomy.regions
    found = (by_slug(known, each[:40]) for each in request.args.getlist(name)[:_MOST_MORE])  # type: ignore[type-var]
    return {each.code for each in found if each}  # type: ignore[attr-defined]


def _missing(found: Sequence[Offering], taxonomy: Taxonomy) -> dict[Key, ExclusionReason]:
    """Why enquiries about a cell would not come by it, for those by which none would; one statement."""
    known = register(taxonomy, demo=current_app.config["SETTINGS"].demo)
    sight = sight_of(g.firm, found, known, at=now())
    why = {(each.service_code, each.market_code): sight.why_not(each) for each in found}
    return {key: reason for key, reason in why.items() if reason}


def written(key: Key, version: int) -> str:
    """A cell and the version that was looked at, as a form carries it."""
    return f"{key[0]}@{key[1]}@{version}"


def _read(typed: str) -> dict[Key, int]:
    """What ``written`` made; what it did not make is left out."""
    found: dict[Key, int] = {}
    for each in typed.split()[:5000]:
        service, _at, rest = each.partition("@")
        market, _at, version = rest.partition("@")
        if version.isascii() and version.isdigit() and len(version) < 10:
            found[service, market] = int(version)
    return found


def _me() -> int:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person.id


def _confirmed() -> ResponseReturnValue:
    at = now()
    versions = _read(request.form.get("cells", ""))
    with transaction():
        told = confirm_cells(g.firm, versions, until=usual_day(today_of(g.firm, at)), by=_me(), at=at)
    flash(
        ngettext("%(num)d offering is confirmed.", "%(num)d offerings are confirmed.", len(told))
        if told
        else _("There was nothing to confirm.")
    )
    return redirect(Addresses(g.language).offerings(g.firm.slug), 303)


def _together() -> ResponseReturnValue:
    """The preview, or, of the cells that were seen on it, the deed."""
    form = TogetherForm.of_request()
    if not form.submitted():
        return _grid(form, 422)
    rows, columns = request.form.getlist("row"), request.form.getlist("column")
    previews = _previews(form, rows, columns, adding="adding" in request.form)
    if not previews:
        return _grid(form, 422, chosen_none=True)
    seen = _read(request.form.get("cells", ""))
    is_right = not any(each.faults for each in previews)
    is_current = seen == {each.key: each.version for each in previews}
    if request.form["step"] == "apply" and is_right and is_current:
        try:
            return _applied(previews)
        except CellsChanged:
            is_current = False
    is_stale = request.form["step"] == "apply" and not is_current
    page = render_template(
        "workspace/grid/preview.html",
        form=form,
        previews=previews,
        rows=rows,
        columns=columns,
        adding="adding" in request.form,
        versions=" ".join(written(each.key, each.version) for each in previews),
        taxonomy=current_taxonomy(),
        is_right=is_right,
        is_stale=is_stale,
    )
    return page, 409 if is_stale else 200 if is_right else 422


def _applied(previews: Sequence[Preview]) -> ResponseReturnValue:
    changes = [Change(*each.key, each.version, each.after) for each in previews]
    with transaction():
        told = keep_cells(g.firm, changes, by=_me(), at=now(), taxonomy=current_taxonomy())
    flash(ngettext("%(num)d offering is changed.", "%(num)d offerings are changed.", len(told)))
    return redirect(Addresses(g.language).offerings(g.firm.slug), 303)


def _previews(
    form: TogetherForm, rows: Sequence[str], columns: Sequence[str], *, adding: bool
) -> list[Preview]:
    """The cells of the rows and columns chosen; where both are chosen, those where they meet."""
    taxonomy, cells = current_taxonomy(), offerings_of(g.firm)
    today = today_of(g.firm, now())
    usual = usual_day(today)
    keys = [
        key
        for key in cells
        if (not rows or key[0] in rows) and (not columns or key[1] in columns) and (rows or columns)
    ]
    if adding:
        keys += [
            key for key in product(rows, columns) if key not in cells and exists(*key, taxonomy=taxonomy)
        ]
    return [_preview(key, cells.get(key), form, today, usual, taxonomy) for key in dict.fromkeys(keys)][
        :_MOST_AT_ONCE
    ]


def _preview(
    key: Key, offering: Offering | None, form: TogetherForm, today: date, usual: date, taxonomy: Taxonomy
) -> Preview:
    before = said_of(offering, confirm_by=usual) if offering else None
    after = form.applied_to(before or Said(written_in=g.language.slug, confirm_by=usual), usual)
    wrong = [
        str(offering_words.CELL_FAULT[fault])
        for _name, fault in faults(after, today=today, taxonomy=taxonomy)
    ]
    return Preview(key, offering.version if offering else 0, before, after, wrong)
