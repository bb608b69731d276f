"""The forms in which staff say how they checked evidence, or why they return it."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, ValidationError
from wtforms.fields import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.directory.credentials.models import LONGEST_REASON, CheckMethod
from app.directory.credentials.reviewing import Check
from app.directory.trust import LONGEST_REGISTER, LONGEST_REGISTER_NUMBER
from app.web import evidence_words
from app.web.forms import PortalForm

_LONGEST = timedelta(days=366 * 10)
_EARLIEST = date(1990, 1, 1)


class CheckForm(PortalForm):
    """How it was found to be so, on which day, and until when that is good."""

    method = SelectField(
        _l("How it was checked"),
        choices=[
            SelectChoice("", _l("Choose how")),
            *(SelectChoice(each.value, words) for each, words in evidence_words.METHOD.items()),
        ],
        validators=[InputRequired(_l("Say how it was checked."))],
    )
    checked_on = DateField(_l("Checked on"), validators=[InputRequired(_l("Say on which day."))])
    check_until = DateField(
        _l("Check again by (optional)"),
        description=_l("The last day on which this check is good, where that is sooner than its own end."),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, today: date, **given: Any) -> None:
        super().__init__(*args, **given)
        self._today = today

    def validate_checked_on(self, field: Any) -> None:
        if field.data and not _EARLIEST <= field.data <= self._today + timedelta(days=1):
            raise ValidationError(_l("That day is still to come, or too long ago."))

    def validate_check_until(self, field: Any) -> None:
        if not field.data:  # what was typed is no day, which is said already
            return
        if field.data < self._today:
            raise ValidationError(_l("That day has passed."))
        if field.data > self._today + _LONGEST:
            raise ValidationError(_l("A check is good for ten years at most."))

    @property
    def check(self) -> Check:
        return Check(
            method=CheckMethod(self.method.data), on=self.checked_on.data, until=self.check_until.data
        )


class FactForm(CheckForm):
    """A fact about the firm itself."""

    @property
    def columns(self) -> dict[str, Any]:
        """Those of ``TrustFact``."""
        return {
            "method": CheckMethod(self.method.data),
            "checked_on": self.checked_on.data,
            "good_until": self.check_until.data,
        }


class RegisterForm(FactForm):
    """That the entity of record stands in a register."""

    register = StringField(
        _l("Which register"),
        description=_l("Its name in its own language, for example “Companies House”."),
        validators=[
            DataRequired(_l("Name the register.")),
            Length(max=LONGEST_REGISTER, message=_l("A register’s name has at most 200 characters.")),
        ],
    )
    number = StringField(
        _l("Number seen there"),
        validators=[
            DataRequired(_l("Give the number.")),
            Length(max=LONGEST_REGISTER_NUMBER, message=_l("A number has at most 120 characters.")),
        ],
    )

    @property
    def columns(self) -> dict[str, Any]:
        return super().columns | {"register": self.register.data, "number": self.number.data}


class ReturnForm(PortalForm):
    """What the firm has to put right."""

    reason = TextAreaField(
        _l("What is missing or wrong"),
        description=_l("The firm reads it as you write it. At most 2,000 characters."),
        validators=[
            DataRequired(_l("Say what is missing, so that the firm can put it right.")),
            Length(max=LONGEST_REASON, message=_l("A reason has at most 2,000 characters.")),
        ],
        render_kw={"rows": 4},
    )
