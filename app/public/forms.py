"""The forms of the public door."""

from collections.abc import Sequence

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields import EmailField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from app.classification.needs import Needs
from app.enquiries.actions import MOST_FIRMS
from app.enquiries.models import Outcome
from app.i18n.languages import Language
from app.kernel.text import clean
from app.taxonomy.snapshot import Taxonomy
from app.web.forms import PortalForm
from app.web.uploads import FilesField

LONGEST_TEXT = 4000
_SHORTEST_TEXT = 10
_SLUGS = rf"^\S{{1,64}}( \S{{1,64}}){{0,{MOST_FIRMS - 1}}}$"
_NONCE = r"^[A-Za-z0-9_-]{43}$"
Choices = Sequence[tuple[str, str]]
#: A question about everything is about nothing, and dear to answer.
_FEW = Length(max=12, message=_l("Choose %(max)d at most."))


def _mail_address(_form: PortalForm, field: StringField) -> None:
    """One deliverable-looking address; whether it is the sender's, the confirmation shows."""
    try:
        # The domain is kept as people write it; mail servers that need its ASCII form get that one.
        field.data = validate_email(
            field.data,
            check_deliverability=False,
            # Only what our own mail server can carry: a letter that cannot leave is no use to anybody.
            allow_smtputf8=current_app.config["SETTINGS"].mail_smtputf8,
        ).normalized
    except EmailNotValidError as error:
        raise ValidationError(
            _l("Give one e-mail address, such as name@company.com, in Latin letters before the @.")
        ) from error


class _Ticks(SelectMultipleField):
    """Several codes of a list; what is not in the list is an error, not a crash."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A list to add from that was left alone sends a blank."""
        self.data = [value for value in valuelist if value]

    def pre_validate(self, form: PortalForm) -> None:
        known = {value for value, _label in self.choices}
        if any(value not in known for value in self.data or ()):
            raise ValidationError(_l("One of the choices does not exist. Please choose again."))


class AskForm(PortalForm):
    """A question on its way through the three steps; every step carries the whole of it."""

    text = TextAreaField(
        _l("Your question"),
        description=_l(
            "What is the product, which market, what do you need, by when? Write as you would in a letter."
        ),
        validators=[
            DataRequired(_l("Write your question.")),
            Length(
                min=_SHORTEST_TEXT,
                message=_l("Write at least ten characters, so that a firm can tell what you need."),
            ),
            Length(max=LONGEST_TEXT, message=_l("Shorten your question to 4,000 characters.")),
        ],
    )
    product = StringField(
        _l("Product, in a few words (optional)"),
        validators=[Optional(), Length(max=300, message=_l("Shorten the product to 300 characters."))],
    )
    sector = _Ticks(_l("Kind of product"), validators=[_FEW])
    market = _Ticks(_l("Markets"), validators=[_FEW])
    service = _Ticks(_l("Services"), validators=[_FEW])
    company = StringField(
        _l("Company"),
        validators=[
            DataRequired(_l("Give your company’s name.")),
            Length(max=200, message=_l("Shorten the company’s name to 200 characters.")),
        ],
        render_kw={"autocomplete": "organization"},
    )
    contact_name = StringField(
        _l("Your name"),
        validators=[
            DataRequired(_l("Give your name, as you write it.")),
            Length(max=200, message=_l("Shorten your name to 200 characters.")),
        ],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        _l("E-mail address"),
        description=_l("For the receipt and for news of answers. Firms see it only if you agree."),
        validators=[
            DataRequired(_l("Give your e-mail address.")),
            Length(max=254, message=_l("An e-mail address has 254 characters at most.")),
            _mail_address,
        ],
        filters=[lambda value: clean(value) if value else value],
        render_kw={"autocomplete": "email"},
    )
    country = SelectField(
        _l("Where your company is"),
        validators=[DataRequired(_l("Choose where your company is."))],
        validate_choice=True,
    )
    firm = _Ticks(_l("Firms"), validators=[_FEW])
    #: How it goes to them, how many have it at once, and which stood on the page, by slug.
    mode = HiddenField()
    best = HiddenField()
    named = HiddenField()
    share = BooleanField()
    abroad = BooleanField()
    #: The question asked back as it was put, what the reader chose, and that they have chosen.
    question = HiddenField()
    answer = StringField()
    settled = HiddenField()
    #: Where the question came from, carried along.
    #: The firms asked for, by slug with a blank between.
    from_firm = HiddenField(
        validators=[Optional(), Regexp(_SLUGS, message=_l("The form is damaged. Please start again."))]
    )
    from_article = HiddenField(validators=[Optional(), Length(max=100)])
    nonce = HiddenField(validators=[Regexp(_NONCE, message=_l("The form is damaged. Please start again."))])
    #: When the form was handed out, sealed; what the browser worked out; what nobody but a program fills in.
    issued = HiddenField()
    proof = HiddenField()
    homepage = StringField()

    def offer(self, taxonomy: Taxonomy, language: Language, *, firms: Choices = ()) -> None:
        """Fill the lists the reader chooses from, in their language."""
        self.market.choices = [(code, each.name(language)) for code, each in taxonomy.regions.items()]
        self.service.choices = [(code, each.name(language)) for code, each in taxonomy.services.items()]
        self.sector.choices = [(code, each.name(language)) for code, each in taxonomy.sectors.items()]
        self.country.choices = [("", _("Please choose")), *countries(taxonomy, language)]
        self.firm.choices = list(firms)

    @property
    def asked(self) -> list[str]:
        """The slugs of the firms it was begun for: one whose page it came from, or several chosen by name."""
        return (self.from_firm.data or "").split()

    @property
    def chosen(self) -> Needs:
        """The reader's own ticks."""
        return Needs(
            tuple(dict.fromkeys(self.market.data or ())),
            tuple(dict.fromkeys(self.service.data or ())),
            tuple(dict.fromkeys(self.sector.data or ())),
        )


def countries(taxonomy: Taxonomy, language: Language) -> list[tuple[str, str]]:
    """Places a company can be in, by name in the reader's language."""
    places = [
        (code, each.name(language))
        for code, each in taxonomy.regions.items()
        if each.iso and each.kind == "market"
    ]
    return sorted(places, key=lambda place: place[1])


class OpenForm(PortalForm):
    """A reference and what opens it."""

    reference = StringField(
        _l("Reference"),
        description=_l("It looks like LRE-7K2Q-94MX."),
        validators=[
            DataRequired(_l("Type the reference.")),
            Length(max=40, message=_l("That is not a reference.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    passphrase = StringField(
        _l("Passphrase"),
        description=_l("Three groups of four letters and figures, from the receipt or the first letter."),
        validators=[
            DataRequired(_l("Type the passphrase.")),
            Length(max=60, message=_l("That is not a passphrase.")),
        ],
        render_kw={"autocomplete": "off"},
    )


class ReplyForm(PortalForm):
    """A message to one of the firms."""

    text = TextAreaField(
        _l("Message"),
        validators=[
            DataRequired(_l("Write your message.")),
            Length(max=LONGEST_TEXT, message=_l("Shorten your message to 4,000 characters.")),
        ],
    )
    files = FilesField()
    nonce = HiddenField(
        validators=[Regexp(_NONCE, message=_l("The form is damaged. Please open the page again."))]
    )


class OutcomeForm(PortalForm):
    """Whether the question has been answered."""

    outcome = RadioField(
        _l("Is this your answer?"),
        choices=[
            SelectChoice(Outcome.ANSWERED.value, _l("Yes; the enquiry can be closed")),
            SelectChoice(Outcome.PARTLY.value, _l("In part; I will ask back below")),
            SelectChoice(Outcome.NOT_ANSWERED.value, _l("No; please look for another firm")),
        ],
        validators=[DataRequired(_l("Choose one of the three."))],
    )


class AgreeForm(PortalForm):
    """Agreement to firms that an editor proposed."""

    firm = _Ticks(_l("Firms"), validators=[DataRequired(_l("Choose at least one firm."))])
    share = BooleanField()
    abroad = BooleanField()


class RevealForm(PortalForm):
    """Agreement that one firm, which has the question, learns who asks."""

    share = BooleanField()
    abroad = BooleanField()


class EraseForm(PortalForm):
    """That an enquiry is to be erased for good."""

    sure = BooleanField(
        _l("I want this enquiry erased, and know that it cannot be undone"),
        validators=[DataRequired(_l("Tick the box if you want the enquiry erased."))],
    )


class PlainForm(PortalForm):
    """A button: nothing but the token."""
