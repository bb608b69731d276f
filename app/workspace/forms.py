"""The forms of the workspace."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from app.web import statuses
from app.web.forms import PortalForm
from app.web.uploads import FilesField

LONGEST_ANSWER = 8000
_LONGEST_NOTE = 1000
_NONCE = r"^[A-Za-z0-9_-]{43}$"


class AnswerForm(PortalForm):
    """What the firm writes to the enquirer."""

    text = TextAreaField(
        _l("Your answer"),
        description=_l(
            "The enquirer reads it on their own page and is told by mail. At most 8,000 characters."
        ),
        validators=[
            DataRequired(_l("Write your answer.")),
            Length(
                max=LONGEST_ANSWER, message=_l("An answer has at most 8,000 characters. Please shorten it.")
            ),
        ],
        render_kw={"rows": 10},
    )
    files = FilesField()
    #: Minted with the form, so that sending it twice is one answer.
    nonce = HiddenField(
        validators=[Regexp(_NONCE, message=_l("The form was damaged. Please send it again."))]
    )


class DeclineForm(PortalForm):
    """Why the firm does not take it."""

    reason = SelectField(
        _l("Reason"),
        choices=[
            SelectChoice("", _l("Choose a reason")),
            *(SelectChoice(each.value, words) for each, words in statuses.DECLINE_REASON.items()),
        ],
        validators=[InputRequired(_l("Choose a reason, so that the enquirer knows how to go on."))],
    )
    note = TextAreaField(
        _l("Note (optional)"),
        description=_l("For our editors, who look for another firm. At most 1,000 characters."),
        validators=[
            Length(max=_LONGEST_NOTE, message=_l("A note has at most 1,000 characters. Please shorten it."))
        ],
        render_kw={"rows": 3},
    )
