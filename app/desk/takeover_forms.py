"""The forms with which the desk decides on claims, registrations and requests."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length

from app.directory.requests.models import LONGEST_TEXT, RequestOutcome
from app.web.forms import PortalForm

_REASON = Length(max=2000, message=_l("Shorten the reason to 2,000 characters."))


class DecideForm(PortalForm):
    """Yes, or no with a reason that the other side reads."""

    step = HiddenField(validators=[AnyOf(["approve", "reject", "revoke"])])
    reason = TextAreaField(
        _l("Reason"),
        description=_l("The other side reads it. Not needed where you agree."),
        validators=[_REASON],
    )

    def validate_reason(self, field: Field) -> None:
        if self.step.data != "approve" and not field.data:
            raise ValidationError(_l("Give a reason; the other side reads it."))


class AnswerForm(PortalForm):
    """What was done about a request, and what whoever asked is told."""

    outcome = RadioField(
        _l("What was done?"),
        choices=[
            SelectChoice(RequestOutcome.DONE.value, _l("What was asked")),
            SelectChoice(RequestOutcome.REFUSED.value, _l("Nothing; the listing stays as it is")),
        ],
        validators=[DataRequired(_l("Choose what was done."))],
    )
    answer = TextAreaField(
        _l("Answer"),
        description=_l("It goes by letter to whoever asked."),
        validators=[
            DataRequired(_l("Write an answer.")),
            Length(max=LONGEST_TEXT, message=_l("Shorten the answer to 4,000 characters.")),
        ],
    )
