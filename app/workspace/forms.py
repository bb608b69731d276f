"""The forms of the workspace."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from app.directory.answer_templates import LONGEST_NAME, LONGEST_TEXT
from app.directory.conflict_list import LONGEST_ENTRY
from app.i18n.languages import LANGUAGES
from app.web import statuses
from app.web.forms import PortalForm
from app.web.uploads import FilesField

LONGEST_ANSWER = 8000
_LONGEST_NOTE = 1000
_LONGEST_INTERNAL_NOTE = 4000
_LONGEST_QUESTION = 4000
MOST_AT_ONCE = 500
NONCE = r"^[A-Za-z0-9_-]{43}$"


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
    nonce = HiddenField(validators=[Regexp(NONCE, message=_l("The form was damaged. Please send it again."))])


class QuestionForm(PortalForm):
    """What the firm must know before it answers."""

    text = TextAreaField(
        _l("Your question"),
        description=_l(
            "What must you know before you answer? The enquirer is told by mail. At most 4,000 characters."
        ),
        validators=[
            DataRequired(_l("Write your question.")),
            Length(
                max=_LONGEST_QUESTION,
                message=_l("A question has at most 4,000 characters. Please shorten it."),
            ),
        ],
        render_kw={"rows": 4},
        id="question-text",
    )
    #: Minted with the form, so that sending it twice is one question.
    nonce = HiddenField(
        validators=[Regexp(NONCE, message=_l("The form was damaged. Please send it again."))],
        id="question-nonce",
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


class NoteForm(PortalForm):
    """What the firm's people put down for each other."""

    text = TextAreaField(
        _l("Note for your colleagues"),
        description=_l(
            "Never shown to the enquirer, to other firms or to our editors. At most 4,000 characters."
        ),
        validators=[
            DataRequired(_l("Write your note.")),
            Length(
                max=_LONGEST_INTERNAL_NOTE,
                message=_l("A note has at most 4,000 characters. Please shorten it."),
            ),
        ],
        render_kw={"rows": 3},
        id="internal-note",
    )
    #: Minted with the form, so that sending it twice is one note.
    nonce = HiddenField(
        validators=[Regexp(NONCE, message=_l("The form was damaged. Please send it again."))],
        id="internal-nonce",
    )


class AssignForm(PortalForm):
    """Which of the firm's people has it in hand; the choices are those of the firm."""

    person = SelectField(_l("In the hands of"), validate_choice=True)


class AvailabilityForm(PortalForm):
    """How much the firm takes at once, and when it is away."""

    capacity = IntegerField(
        _l("Open enquiries at once"),
        description=_l(
            "New ones wait until you have answered one of these, or go to others. Empty means no limit."
        ),
        validators=[
            Optional(),
            NumberRange(1, MOST_AT_ONCE, message=_l("Give a number from 1 to 500, or nothing.")),
        ],
        render_kw={"min": 1, "max": MOST_AT_ONCE, "inputmode": "numeric"},
    )
    first = DateField(_l("Away from"), validators=[Optional()])
    last = DateField(
        _l("Away until, this day included"),
        description=_l("The day after, new enquiries come again by themselves."),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, today: Any = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self._today = today

    def validate_capacity(self, field: Any) -> None:
        if field.process_errors:
            field.process_errors = []
            raise ValidationError(_l("Give a number from 1 to 500, or nothing."))

    def validate_first(self, _field: Any) -> None:
        """What is left empty is not looked at, so each of the two looks at the other."""
        if not _is_typed(self.last):
            raise ValidationError(_l("Give both days, or neither."))

    def validate_last(self, field: Any) -> None:
        first, last = self.first.data, field.data
        if not _is_typed(self.first):
            raise ValidationError(_l("Give both days, or neither."))
        if first and last and last < first:
            raise ValidationError(_l("The last day is before the first."))
        if last and self._today and last < self._today:
            raise ValidationError(_l("That is over already."))


def _is_typed(field: Any) -> bool:
    return any(each.strip() for each in field.raw_data or ())


class ConflictsForm(PortalForm):
    """Names and domains to be put down, one a line."""

    entries = TextAreaField(
        _l("Names or domains"),
        description=_l("One a line, for example “Maker Ltd” or “maker.example”."),
        validators=[DataRequired(_l("Write at least one name or domain."))],
        render_kw={"rows": 4},
    )

    @property
    def lines(self) -> list[str]:
        return [line for each in (self.entries.data or "").splitlines() if (line := " ".join(each.split()))]

    def validate_entries(self, _field: Any) -> None:
        if any(len(each) > LONGEST_ENTRY for each in self.lines):
            raise ValidationError(_l("A line has at most 200 characters."))
        if any(sum(map(str.isalnum, each)) < 2 for each in self.lines):
            raise ValidationError(_l("A name or domain has at least two letters or figures."))


class TemplateForm(PortalForm):
    """A text the firm keeps for its answers."""

    name = StringField(
        _l("Name of the template"),
        validators=[
            DataRequired(_l("Give it a name.")),
            Length(max=LONGEST_NAME, message=_l("A name has at most 80 characters.")),
        ],
    )
    language = SelectField(
        _l("Language of its text"), choices=[SelectChoice(each.slug, each.name) for each in LANGUAGES]
    )
    text = TextAreaField(
        _l("Text"),
        validators=[
            DataRequired(_l("Write the text.")),
            Length(
                max=LONGEST_TEXT, message=_l("An answer has at most 8,000 characters. Please shorten it.")
            ),
        ],
        render_kw={"rows": 10},
    )
    #: Of the text that was changed; empty for a new one.
    version = HiddenField()
