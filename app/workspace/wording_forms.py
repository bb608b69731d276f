"""The forms of the page on the languages of a listing."""

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, HiddenField, StringField
from wtforms.fields import TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Regexp

from app.i18n.languages import LANGUAGES
from app.kernel.text import clean
from app.web.forms import NEEDED, PortalForm

#: A sentence, and a name; far above what anybody writes as one.
_LONGEST_PART = 4000
_LONGEST_WORD = 100
_MOST_PARTS = 400
_SLUGS = [each.slug for each in LANGUAGES]
_DAMAGED = _l("The form was damaged. Please send it again.")
_TOO_LONG = _l("A word or phrase has at most 100 characters.")


class TextForm(PortalForm):
    """Which text is meant, as it was when the page was opened."""

    text = HiddenField(validators=[AnyOf(_SLUGS, message=_DAMAGED)])
    mark = HiddenField()


class SourceForm(TextForm):
    """What a text was translated from."""

    source = HiddenField(validators=[AnyOf(_SLUGS, message=_DAMAGED)])


class DropForm(TextForm):
    """Which of the kept wordings is left to the machine again."""

    number = HiddenField(validators=[Regexp(r"^[0-9]{1,12}$", message=_DAMAGED)])


class CorrectionForm(TextForm):
    """A converted text, sentence by sentence."""

    parts = FieldList(
        TextAreaField(
            filters=[lambda value: clean(value or "")],
            validators=[
                Length(
                    max=_LONGEST_PART,
                    message=_l("A sentence has at most 4,000 characters. Please shorten it."),
                )
            ],
        ),
        max_entries=_MOST_PARTS,
    )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each leads to its own sentence, as the page numbers them."""
        wrong = [(place, each) for place, each in enumerate(self.parts) if each.errors]
        own = [(f"{self.text.data}-{place}", str(each.errors[0])) for place, each in wrong]
        return own or super().problems


class WordForm(TextForm):
    """A word that is always to be said in one way."""

    word = StringField(
        _l("This word of the source"),
        validators=[DataRequired(NEEDED), Length(max=_LONGEST_WORD, message=_TOO_LONG)],
    )
    wanted = StringField(
        _l("is always converted to"),
        validators=[DataRequired(NEEDED), Length(max=_LONGEST_WORD, message=_TOO_LONG)],
    )
