"""The page of one cell: what the firm says of it, by which searches it is found, and why not by others."""

from dataclasses import replace

from flask import current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.queries import names_of
from app.directory.errors import CellsChanged, NoSuchCell
from app.directory.grid.cells import Key, Said, exists, today_of, usual_day
from app.directory.grid.history import changes_of
from app.directory.grid.keeping import Change, keep_cells, offerings_of, remove_cells, said_of
from app.directory.models import Offering
from app.directory.reading import register
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.matching.searches import sight_of
from app.taxonomy.queries import all_requirements
from app.taxonomy.snapshot import by_slug
from app.web.edition import current_taxonomy
from app.web.people import signed_in
from app.workspace.door import listing
from app.workspace.offering_forms import CellForm


@listing.route("/<firm>/offerings/<service>/<market>", methods=["GET", "POST"])
def cell(service: str, market: str) -> ResponseReturnValue:
    """A change from an old page is shown beside what the offering has become."""
    key = _key(service, market)
    offering = offerings_of(g.firm).get(key)
    if request.method == "POST":
        version = _version(request.form.get("version", ""))
        if request.form.get("step") == "remove":
            return _removed(key, version)
        form = _form(key, offering, filled=True)
        if form.submitted():
            return _kept(form, key, version)
        return _page(form, key, offering, status=422)
    return _page(_form(key, offering, filled=False), key, offering, status=200)


def _key(service: str, market: str) -> Key:
    """Raises NoSuchCell."""
    taxonomy = current_taxonomy()
    one, other = by_slug(taxonomy.services, service), by_slug(taxonomy.regions, market)
    if one is None or other is None or not exists(one.code, other.code, taxonomy):
        raise NoSuchCell
    return one.code, other.code


def _version(typed: str) -> int:
    """-1, which no offering has, for what is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _form(key: Key, offering: Offering | None, *, filled: bool) -> CellForm:
    today = today_of(g.firm, now())
    usual = usual_day(today)
    said = said_of(offering, confirm_by=usual) if offering else _new(key)
    if offering and not filled:
        # Keeping the page confirms it from today on.
        said = replace(said, confirm_by=usual)
    form = CellForm(
        request.form if filled else None,
        firm=g.firm,
        taxonomy=current_taxonomy(),
        today=today,
        said=said,
    )
    if not filled:
        form.version.data = str(offering.version if offering else 0)
    return form


def _new(key: Key) -> Said:
    return Said(written_in=g.language.slug, confirm_by=usual_day(today_of(g.firm, now())))


def _kept(form: CellForm, key: Key, version: int) -> ResponseReturnValue:
    try:
        with transaction():
            keep_cells(
                g.firm,
                [Change(*key, version, form.said)],
                by=_me(),
                at=now(),
                taxonomy=current_taxonomy(),
            )
    except (CellsChanged, StaleDataError):
        offering = offerings_of(g.firm).get(key)
        form.version.data = str(offering.version if offering else 0)
        form.version.raw_data = None
        return _page(form, key, offering, status=409)
    flash(_("This is public from now on, on your word."))
    return redirect(Addresses(g.language).cell(g.firm.slug, *key), 303)


def _removed(key: Key, version: int) -> ResponseReturnValue:
    with transaction():
        remove_cells(g.firm, {key: version}, by=_me(), at=now())
    flash(_("You no longer offer this."))
    return redirect(Addresses(g.language).offerings(g.firm.slug), 303)


def _me() -> int:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    return person.id


def _page(form: CellForm, key: Key, offering: Offering | None, *, status: int) -> ResponseReturnValue:
    taxonomy, at = current_taxonomy(), now()
    sight = searches = None
    if offering:
        known = register(taxonomy, demo=current_app.config["SETTINGS"].demo)
        everything = list(offerings_of(g.firm).values())
        sight = sight_of(g.firm, everything, known, at=at)
        searches = {
            "handings": sight.handings(offering),
            "shelves": sight.shelves(offering),
            "rules": sight.rules(offering, all_requirements()),
        }
    history = changes_of(g.firm.id, *key)
    page = render_template(
        "workspace/grid/cell.html",
        form=form,
        service=taxonomy.services[key[0]],
        market=taxonomy.regions[key[1]],
        offering=offering,
        now_said=said_of(offering, confirm_by=today_of(g.firm, at)) if offering else None,
        searches=searches,
        history=history,
        people=names_of({each.account_id for each in history if each.account_id}),
        taxonomy=taxonomy,
        is_conflict=status == 409,
        wrong=status == 422,
    )
    return page, status
