"""The ground of every form: tokens, cleaning, messages in the reader's language."""

from typing import Any, Self

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import Field
from wtforms.fields import HiddenField, StringField, TextAreaField
from wtforms.i18n import get_translations

from app.kernel.text import clean
from app.web.languages import current_language

csrf = CSRFProtect()

#: WTForms names its catalogues by territory; gettext alone would give Traditional readers the Simplified one.
_WTFORMS_LOCALES = {"en": ["en"], "zh-hant": ["zh_TW"], "zh-hans": ["zh"]}


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _one_line(value: Any) -> Any:
    """A field that browsers show as one line has one, whoever sends it."""
    return " ".join(value.splitlines()) if isinstance(value, str) else value


class PortalForm(FlaskForm):
    """A form whose text fields are cleaned and whose messages follow the reader."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            kind = unbound_field.field_class
            if issubclass(kind, StringField):
                several = issubclass(kind, TextAreaField | HiddenField)
                unbound_field.kwargs.setdefault("filters", [_clean] if several else [_clean, _one_line])
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> Any:
            return get_translations(_WTFORMS_LOCALES[current_language().slug])

    @classmethod
    def of_request(cls, **given: Any) -> Self:
        """The form as this request filled it, or empty.

        A form is filled by a form: a body of another kind, JSON say, is nobody's answer to it.
        """
        return cls(formdata=request.form if request.method == "POST" else None, **given)

    def submitted(self) -> bool:
        """Whether this request sent the form and everything in it is well formed."""
        return bool(request.method == "POST" and self.validate())

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each field that is wrong: its id, and what to do about it. For the error summary.

        A field nobody sees cannot be led to; its line leads to the beginning of the page's content.
        """
        return [
            ("main" if isinstance(field, HiddenField) else field.id, str(_first(field.errors)))
            for field in self
            if field.errors and field.name != "csrf_token"
        ]


def _first(errors: Any) -> Any:
    """The first message; nested fields keep theirs in lists."""
    found = errors[0] if isinstance(errors, list | tuple) else next(iter(errors.values()))
    return _first(found) if isinstance(found, list | tuple | dict) else found


#: What a field without anything in it is told, where the field has no better words.
NEEDED = _l("Please fill this in.")
