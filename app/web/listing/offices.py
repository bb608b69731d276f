"""The form of a firm's offices: as many rows as there are, moved and taken away by buttons."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, SelectField
from wtforms.fields import HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.i18n.formats import language_name
from app.i18n.languages import LANGUAGES, Language
from app.taxonomy.snapshot import Taxonomy
from app.web.forms import PortalForm
from app.web.listing.checks import no_unseen
from app.web.listing.forms import SectionForm, countries

MOST_OFFICES = 40
_LONGEST_CITY = 100
_STEP = re.compile(r"^(remove|up|down)-(\d{1,3})$")


class OfficeForm(Form):
    """One row."""

    class Meta(PortalForm.Meta):
        csrf = False

    country = SelectField(_l("Country"), validators=[InputRequired(_l("Choose the country of this office."))])


for _each in LANGUAGES:
    setattr(
        OfficeForm,
        f"city-{_each.slug}",
        StringField(
            validators=[
                Length(max=_LONGEST_CITY, message=_l("A city has at most 100 characters.")),
                no_unseen,
            ],
            render_kw={"translate": "no"},
        ),
    )


class OfficesForm(SectionForm):
    """Where the firm sits; one of the offices is the head office."""

    section = "offices"
    #: Rows that are read at all; each costs a form of its own.
    most_rows = 600
    office = FieldList(FormField(OfficeForm))
    #: The number of the row, from 0.
    headquarters = HiddenField()

    @classmethod
    def data_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        seats = values["offices"]
        head = next((n for n, each in enumerate(seats) if each["is_headquarters"]), None)
        return {
            "office": [_row(each) for each in seats] or [{}],
            "headquarters": "" if head is None else str(head),
        }

    def fit(self, values: Mapping[str, Any], taxonomy: Taxonomy, language: Language) -> None:
        choices = [SelectChoice("", _("Choose a country")), *countries(taxonomy, language)]
        for row in self.office:
            row.form.country.choices = choices
            for each in LANGUAGES:
                name = language_name(each.tag, language)
                row.form[f"city-{each.slug}"].label.text = _("City in %(language)s", language=name)

    @property
    def seats(self) -> list[dict[str, Any]]:
        return [
            {
                "country": row.form.country.data or "",
                "city": {
                    each.slug: city for each in LANGUAGES if (city := row.form[f"city-{each.slug}"].data)
                },
                "is_headquarters": self.headquarters.data == str(number),
            }
            for number, row in enumerate(self.office)
        ]

    def wanted(self) -> dict[str, Any]:
        return {"offices": self.seats}

    def moved(self, step: str) -> list[dict[str, Any]]:
        """The rows after one of the buttons: ``add``, ``remove-2``, ``up-2``, ``down-2``."""
        seats = self.seats
        if step == "add":
            return [*seats, {"country": "", "city": {}, "is_headquarters": False}]
        found = _STEP.match(step)
        number = int(found[2]) if found else len(seats)
        if found is None or number >= len(seats):
            return seats
        taken = seats.pop(number)
        if found[1] != "remove":
            seats.insert(max(0, number + (1 if found[1] == "down" else -1)), taken)
        return seats

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        heads = [each for each in self.seats if each["is_headquarters"]]
        wrong = None
        if len(self.office) > MOST_OFFICES:
            wrong = _("A listing has at most 40 offices. Please take some away.")
        elif self.office and len(heads) != 1:
            wrong = _("Say which office is the head office.")
        if wrong:
            self.headquarters.errors = [wrong]
        return fits and not wrong

    @property
    def problems(self) -> list[SelectChoice]:
        """Each wrong field of each row, and what concerns them together."""
        rows = [(field.id, str(field.errors[0])) for row in self.office for field in row.form if field.errors]
        return [*(("offices", str(each)) for each in self.headquarters.errors), *rows]


def _row(seat: Mapping[str, Any]) -> dict[str, Any]:
    cities = {f"city-{each.slug}": seat["city"].get(each.slug, "") for each in LANGUAGES}
    return {"country": seat["country"], **cities}
