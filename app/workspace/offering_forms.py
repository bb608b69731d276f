"""The forms on which a firm says what it offers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.directory.fees import FeeItem, FeeTerm
from app.directory.grid.cells import Said, faults
from app.directory.models import Firm, Intake, Means
from app.i18n.formats import language_name
from app.i18n.languages import LANGUAGES
from app.taxonomy.snapshot import Taxonomy
from app.web import offering_words
from app.web.forms import PortalForm

#: Offered to tick beside the firm's own.
_USUAL_LANGUAGES = ("en", "zh-Hant", "zh-Hans", "de", "fr", "es", "it", "pt", "nl", "ja", "ko", "ru", "ar")
_NO_CHANGE = "-"
_DAY = _l("Give a day as year, month and day.")


class _TicksField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _fee(item: FeeItem) -> SelectField:
    words = [SelectChoice("", _l("not stated"))]
    words += [SelectChoice(each.value, said) for each, said in offering_words.FEE_TERM.items()]
    return SelectField(offering_words.FEE_ITEM[item], choices=words, name=f"fee-{item.value}")


class CellForm(PortalForm):
    """All that a firm says of one service in one market."""

    means = SelectField(
        _l("Who acts"),
        choices=[
            SelectChoice("" if each is None else each.value, said)
            for each, said in offering_words.MEANS.items()
        ],
    )
    partner = StringField(_l("Name of the partner"), description=_l("Shown to everybody."))
    intake = SelectField(
        _l("New mandates"),
        choices=[SelectChoice(each.value, said.words) for each, said in offering_words.INTAKE.items()],
    )
    confirm_by = DateField(
        _l("Counts until"),
        description=_l(
            "Keeping this page confirms the offering until that day. We remind you before; "
            "after it the offering answers no search until you confirm it again."
        ),
        validators=[InputRequired(_DAY)],
    )
    sectors = _TicksField(_l("Kinds of product"), description=_l("Without any, the offering stands for all."))
    without = _TicksField(_l("But not for"))
    exclusions = StringField(
        _l("What else is excluded"), description=_l("Short, for example “no class III”.")
    )
    languages = _TicksField(
        _l("Working languages here"), description=_l("Without any, those of your firm hold.")
    )
    fee_annual = _fee(FeeItem.ANNUAL)
    fee_product = _fee(FeeItem.PRODUCT)
    fee_update = _fee(FeeItem.UPDATE)
    fee_release = _fee(FeeItem.RELEASE)
    switching = TextAreaField(
        _l("When a client changes to you, or leaves"),
        description=_l("Notice, hand-over of documents, release. At most 1,000 characters."),
        render_kw={"rows": 4},
    )
    written_in = SelectField(
        _l("Language of these words"), choices=[SelectChoice(each.slug, each.name) for each in LANGUAGES]
    )
    #: Of the offering that was looked at; 0 for a new one.
    version = HiddenField()

    def __init__(self, *args: Any, firm: Firm, taxonomy: Taxonomy, today: date, said: Said) -> None:
        super().__init__(*args, data=_data(said))
        self._taxonomy, self._today = taxonomy, today
        sectors = [(code, each.name(g.language)) for code, each in taxonomy.sectors.items()]
        self.sectors.choices = self.without.choices = [SelectChoice(*each) for each in sectors]
        tags = dict.fromkeys((*firm.working_languages, *said.languages, *_USUAL_LANGUAGES))
        self.languages.choices = [SelectChoice(tag, language_name(tag, g.language)) for tag in tags]

    @property
    def fees(self) -> Iterable[Any]:
        return [self[f"fee_{each.value}"] for each in FeeItem]

    @property
    def said(self) -> Said:
        """What was put into it; asked once it is well formed."""
        return Said(
            means=Means(self.means.data) if self.means.data else None,
            partner=(self.partner.data or "").strip(),
            sectors=tuple(self.sectors.data or ()),
            without=tuple(self.without.data or ()),
            exclusions=(self.exclusions.data or "").strip(),
            switching=(self.switching.data or "").strip(),
            written_in=self.written_in.data,
            languages=tuple(self.languages.data or ()),
            intake=Intake(self.intake.data),
            fees={each: FeeTerm(said) for each in FeeItem if (said := self[f"fee_{each.value}"].data)},
            confirm_by=self.confirm_by.data,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        if self.confirm_by.process_errors:
            self.confirm_by.process_errors = [_DAY]
        if not super().validate(extra_validators):
            return False
        for name, fault in faults(self.said, today=self._today, taxonomy=self._taxonomy):
            self[name].errors = [offering_words.CELL_FAULT[fault]]
        return not self.errors


def _data(said: Said) -> dict[str, Any]:
    plain = ("partner", "exclusions", "switching", "written_in", "confirm_by")
    return {
        **{name: getattr(said, name) for name in plain},
        **{f"fee_{item.value}": term.value for item, term in said.fees.items()},
        "means": said.means.value if said.means else "",
        "intake": said.intake.value,
        "sectors": list(said.sectors),
        "without": list(said.without),
        "languages": list(said.languages),
    }


class TogetherForm(PortalForm):
    """The same word on many cells at once."""

    means = SelectField(
        _l("Who acts"),
        choices=[
            SelectChoice(_NO_CHANGE, _l("as it is")),
            *(
                SelectChoice("" if each is None else each.value, said)
                for each, said in offering_words.MEANS.items()
            ),
        ],
        default=_NO_CHANGE,
    )
    partner = StringField(_l("Name of the partner"))
    intake = SelectField(
        _l("New mandates"),
        choices=[
            SelectChoice(_NO_CHANGE, _l("as it is")),
            *(SelectChoice(each.value, said.words) for each, said in offering_words.INTAKE.items()),
        ],
        default=_NO_CHANGE,
    )
    confirm_by = DateField(_l("Counts until"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        if self.confirm_by.process_errors:
            self.confirm_by.process_errors = [_DAY]
        return super().validate(extra_validators)

    def applied_to(self, said: Said, usual: date) -> Said:
        """What a cell says once this is said of it."""
        new: dict[str, Any] = {"confirm_by": self.confirm_by.data or usual}
        if self.means.data != _NO_CHANGE:
            new["means"] = Means(self.means.data) if self.means.data else None
            new["partner"] = (self.partner.data or "").strip() or said.partner
        if self.intake.data != _NO_CHANGE:
            new["intake"] = Intake(self.intake.data)
        return replace(said, **new)
