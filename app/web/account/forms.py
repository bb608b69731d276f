"""The forms of signing in. Passwords are taken as they are typed: no filter touches them."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError
from wtforms.fields import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import AnyOf, EqualTo, InputRequired, Length, Regexp

from app.web.forms import NEEDED, PortalForm

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128


_ADDRESS_TOO_LONG = _l("An address has at most 254 characters.")
_PASSWORD_TOO_LONG = _l("A password has at most %(max)d characters.")


def one_address(_form: PortalForm, field: Field) -> None:
    """A validator: one address that letters can go to, kept in its normal form."""
    try:
        found = validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValidationError(
            _l("Give one e-mail address, such as name@company.com, in Latin letters before the @.")
        ) from error
    field.data = found.normalized


class SignInForm(PortalForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[
            InputRequired(NEEDED),
            Length(max=254, message=_ADDRESS_TOO_LONG),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        filters=[],
        validators=[
            InputRequired(NEEDED),
            Length(max=LONGEST_PASSWORD, message=_PASSWORD_TOO_LONG),
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
            Length(max=LONGEST_PASSWORD, message=_PASSWORD_TOO_LONG),
            EqualTo("password", _l("The two passwords differ. Type the same one twice.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class NewAccountForm(FirstPasswordForm):
    """Whoever reads the mail of an address makes an account for it."""

    name = StringField(
        _l("Your name"),
        validators=[
            InputRequired(NEEDED),
            Length(max=200, message=_l("Shorten your name to 200 characters.")),
        ],
        render_kw={"autocomplete": "name"},
    )


class OwnPasswordForm(FirstPasswordForm):
    current = PasswordField(
        _l("Present password"),
        filters=[],
        validators=[InputRequired(NEEDED), Length(max=LONGEST_PASSWORD, message=_PASSWORD_TOO_LONG)],
        render_kw={"autocomplete": "current-password"},
    )


class SecondStepForm(PortalForm):
    code = StringField(
        _l("Code from your app, or a recovery code"),
        validators=[
            InputRequired(NEEDED),
            Length(max=60, message=_l("A code has six digits, a recovery code 24 characters.")),
        ],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class ShownPasskeyForm(PortalForm):
    credential = HiddenField(validators=[InputRequired(NEEDED), Length(max=20_000)])
    next = HiddenField(validators=[Length(max=500)])


class ResetForm(PortalForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[InputRequired(NEEDED), Length(max=254, message=_ADDRESS_TOO_LONG)],
        render_kw={"autocomplete": "username"},
    )


class MoveForm(PortalForm):
    email = EmailField(
        _l("New address"),
        validators=[InputRequired(NEEDED), Length(max=254, message=_ADDRESS_TOO_LONG)],
        render_kw={"autocomplete": "email"},
    )

    def validate_email(self, field: Field) -> None:
        one_address(self, field)


class SignUpForm(PortalForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[InputRequired(NEEDED), Length(max=254, message=_ADDRESS_TOO_LONG)],
        render_kw={"autocomplete": "email"},
    )
    next = HiddenField(validators=[Length(max=500)])

    def validate_email(self, field: Field) -> None:
        one_address(self, field)


class AgreeForm(PortalForm):
    step = HiddenField(validators=[AnyOf(["agree", "refuse"])])


class CodeForm(PortalForm):
    code = StringField(
        _l("The six digits that the app shows now"),
        validators=[InputRequired(NEEDED), Length(max=12, message=_l("A code has six digits."))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class NewPasskeyForm(PortalForm):
    name = StringField(
        _l("What you call this device"),
        description=_l("Say: work laptop, telephone. Only you see it."),
        validators=[InputRequired(NEEDED), Length(max=60, message=_l("A name has at most 60 characters."))],
    )
    credential = HiddenField(
        validators=[
            InputRequired(_l("The browser has made no passkey. Passkeys need JavaScript.")),
            Length(max=20_000),
        ]
    )


class RemoveForm(PortalForm):
    """What is taken away: the number of a passkey."""

    remove = HiddenField(validators=[InputRequired(), Regexp(r"[0-9]{1,15}\Z")])


class EndForm(PortalForm):
    """Which sessions end: the number of one, or all others."""

    which = HiddenField(validators=[InputRequired(), Regexp(r"(?:[0-9]{1,15}|others)\Z")])
