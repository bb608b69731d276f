"""A firm's offerings as a file, out and in again. What a file would change is shown before it does."""

from typing import Any

from flask import Response, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FileField, ValidationError

from app.directory.errors import CellsChanged
from app.directory.grid.cells import today_of
from app.directory.grid.columns import COLUMNS, NEEDED, row_of
from app.directory.grid.imports import OfferingImport, drop_import, import_of, keep_import
from app.directory.grid.keeping import keep_cells, locked_offerings_of, offerings_of
from app.directory.grid.planning import Fate, Plan, plan
from app.directory.grid.tables import FileRefused, Row, Table, read_table
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.web import offering_words
from app.web.edition import current_taxonomy
from app.web.forms import PortalForm
from app.web.people import signed_in
from app.web.sheets import XLSX, csv_of, xlsx_of
from app.workspace.door import listing

#: Rows that a page tells one by one; the rest is counted.
_MOST_TOLD = 300


class ImportForm(PortalForm):
    """One table; ``table`` holds its rows once the form is well formed."""

    file = FileField(
        _l("File"),
        description=_l("CSV or XLSX, 5 MB and 10,000 rows at most. It is read at once while you wait."),
        render_kw={"accept": ".csv,.xlsx"},
    )
    table: Table

    def validate_file(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Choose a file."))
        try:
            self.table = read_table(field.data.read(), needed=NEEDED, known=COLUMNS)
        except FileRefused as refused:
            raise ValidationError(offering_words.FILE_FAULT[refused.why]) from refused


@listing.get("/<firm>/offerings/export.<any(csv, xlsx):kind>")
def offerings_table(kind: str) -> Response:
    rows = [row_of(g.firm.slug, each) for each in offerings_of(g.firm).values()]
    if kind == "csv":
        answer = Response(csv_of(COLUMNS, rows), mimetype="text/csv")
    else:
        answer = Response(xlsx_of(_("Offerings"), COLUMNS, rows), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="offerings-{g.firm.slug}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@listing.route("/<firm>/offerings/import", methods=["GET", "POST"])
def offerings_import() -> ResponseReturnValue:
    """Reading a file shows what it would change; a second press does it."""
    if request.method == "POST" and request.form.get("step") == "apply":
        return _applied()
    form = ImportForm.of_request() if request.method == "GET" else ImportForm()
    if not form.submitted():
        return _page(form, status=422 if form.errors else 200)
    person = signed_in()
    rows = [[each.number, each.values] for each in form.table.rows]
    with transaction():
        kept = keep_import(g.firm.id, rows, by=person.id if person else None, at=now())
    return _page(form, kept=kept, unknown=form.table.unknown, status=200)


def _plan(kept: OfferingImport, *, locked: bool) -> Plan:
    rows = [Row(number, values) for number, values in kept.rows]
    return plan(
        rows,
        (locked_offerings_of if locked else offerings_of)(g.firm),
        firm=g.firm.slug,
        today=today_of(g.firm, now()),
        taxonomy=current_taxonomy(),
        language=g.language.slug,
    )


def _applied() -> ResponseReturnValue:
    """What was seen, and nothing else: where things have changed since, it is shown anew."""
    number = request.form.get("number", "")
    kept = (
        import_of(g.firm.id, int(number))
        if number.isascii() and number.isdigit() and len(number) < 10
        else None
    )
    if kept is None:
        return _page(ImportForm(formdata=None), is_gone=True, status=409)
    person = signed_in()
    try:
        with transaction():
            found = _plan(kept, locked=True)
            if found.digest != request.form.get("seen"):
                raise CellsChanged(cells=())
            told = keep_cells(
                g.firm, found.changes, by=person.id if person else None, at=now(), taxonomy=current_taxonomy()
            )
            drop_import(g.firm.id)
    except CellsChanged:
        return _page(
            ImportForm(formdata=None), kept=import_of(g.firm.id, int(number)), is_stale=True, status=409
        )
    flash(
        ngettext(
            "%(num)d offering was taken from the file.",
            "%(num)d offerings were taken from the file.",
            len(told),
        )
    )
    return redirect(Addresses(g.language).offerings(g.firm.slug), 303)


def _page(
    form: ImportForm, *, status: int, kept: OfferingImport | None = None, **more: Any
) -> ResponseReturnValue:
    found = _plan(kept, locked=False) if kept else None
    # Rows that need a look first, then what would change; what stays as it is goes last.
    order = (Fate.REFUSED, Fate.KEPT, Fate.CHANGED, Fate.ADDED, Fate.SAME)
    told = sorted(found.outcomes, key=lambda each: order.index(each.fate)) if found else []
    page = render_template(
        "workspace/grid/import.html",
        form=form,
        kept=kept,
        plan=found,
        told=told[:_MOST_TOLD],
        untold=max(0, len(told) - _MOST_TOLD),
        columns=COLUMNS,
        taxonomy=current_taxonomy(),
        wrong=status >= 400,
        **{"unknown": (), "is_gone": False, "is_stale": False} | more,
    )
    return page, status
