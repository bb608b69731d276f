"""The forms of a firm's owners."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import EmailField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, Regexp

from app.accounts.models import MemberRole
from app.i18n.languages import LANGUAGES
from app.notices.members import ROLES
from app.web.account.forms import one_address
from app.web.forms import NEEDED, PortalForm

ROLE_CHOICES: Sequence[SelectChoice] = [SelectChoice(role.value, words) for role, words in ROLES.items()]
_ROLE = DataRequired(_l("Choose a role."))


class InviteForm(PortalForm):
    """Somebody who is to belong to the firm."""

    email = EmailField(
        _l("E-mail address"),
        validators=[
            DataRequired(NEEDED),
            Length(max=254, message=_l("An address has at most 254 characters.")),
            one_address,
        ],
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(_l("Role"), choices=ROLE_CHOICES, validators=[_ROLE])
    language = SelectField(
        _l("Language of the letter"), choices=[SelectChoice(each.slug, each.name) for each in LANGUAGES]
    )


STEPS = ("role", "remove", "revoke", "grant", "decline", "offer", "recall")


class StepForm(PortalForm):
    """What is done, and to which person, invitation or request."""

    step = HiddenField(validators=[AnyOf(STEPS)])
    which = HiddenField(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])
    role = HiddenField(validators=[Optional(), AnyOf([each.value for each in MemberRole])])


class OwnStepForm(PortalForm):
    """What a person does about their own place at the firm."""

    step = HiddenField(validators=[AnyOf(["leave", "accept", "decline"])])
