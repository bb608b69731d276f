"""The forms of signing in. Passwords are taken as they are typed: no filter touches them."""

from flask_babel import lazy_gettext as _l
from wtforms.fields import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from app.web.forms import NEEDED, PortalForm

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128


class SignInForm(PortalForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[
            InputRequired(NEEDED),
            Length(max=254, message=_l("An address has at most 254 characters.")),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        filters=[],
        validators=[
            InputRequired(NEEDED),
            Length(max=LONGEST_PASSWORD, message=_l("A password has at most %(max)d characters.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField(validators=[Length(max=500)])


class FirstPasswordForm(PortalForm):
    password = PasswordField(
        _l("New password"),
        filters=[],
        description=_l("At least 12 characters. Several words are easier to keep in mind than signs."),
        validators=[
            InputRequired(NEEDED),
            Length(
                min=SHORTEST_PASSWORD,
                max=LONGEST_PASSWORD,
                message=_l("Choose a password of %(min)d to %(max)d characters."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password, once more"),
        filters=[],
        validators=[
            InputRequired(NEEDED),
            Length(max=LONGEST_PASSWORD, message=_l("A password has at most %(max)d characters.")),
            EqualTo("password", _l("The two passwords differ. Type the same one twice.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
