"""The forms of becoming one of a firm's people."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields import EmailField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from app.directory.claims.models import ClaimProof, Relation
from app.directory.websites import LONGEST_WEBSITE, plain_website
from app.i18n.languages import LANGUAGES, Language
from app.taxonomy.snapshot import Taxonomy
from app.web.account.forms import one_address
from app.web.forms import NEEDED, PortalForm
from app.web.uploads import FilesField

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 2000
_NOTE = Length(max=2000, message=_l("Shorten this to 2,000 characters."))
_NAME_TOO_LONG = _l("Shorten the name to 200 characters.")
_DESCRIPTION_TOO_LONG = _l("Shorten the description to 2,000 characters.")
_CITY_TOO_LONG = _l("Shorten the city to 100 characters.")


class ClaimForm(PortalForm):
    """Why a listing is theirs."""

    relation = RadioField(
        _l("What are you to the firm?"),
        choices=[
            SelectChoice(Relation.OWNER.value, _l("Owner or director")),
            SelectChoice(Relation.EMPLOYEE.value, _l("Employee")),
            SelectChoice(Relation.AGENT.value, _l("Somebody whom the firm has asked to act for it")),
        ],
        validators=[DataRequired(_l("Choose what you are to the firm."))],
    )
    proof = RadioField(
        _l("What shows it?"),
        choices=[
            SelectChoice(ClaimProof.MAIL.value, _l("I read mail at the firm’s own domain")),
            SelectChoice(ClaimProof.DOCUMENTS.value, _l("I send documents")),
        ],
        validators=[DataRequired(_l("Choose what shows it."))],
    )
    address = EmailField(
        _l("Address at the firm’s domain"),
        validators=[
            Optional(),
            Length(max=254, message=_l("An address has at most 254 characters.")),
            one_address,
        ],
    )
    files = FilesField(_l("Documents"))
    note = TextAreaField(_l("What else our editors should know (optional)"), validators=[Optional(), _NOTE])

    def validate_proof(self, field: Field) -> None:
        by_mail = field.data == ClaimProof.MAIL.value
        if by_mail and not self.address.data and not self.address.errors:
            raise ValidationError(_l("Give an address at the firm’s domain, or send documents instead."))
        if field.data == ClaimProof.DOCUMENTS.value and not self.files.data:
            raise ValidationError(_l("Choose at least one document, or use an address at the firm’s domain."))


class JoinForm(PortalForm):
    """A word to the firm's owners."""

    note = TextAreaField(_l("Who you are, for the firm’s owners"), validators=[DataRequired(NEEDED), _NOTE])


def _website(_form: PortalForm, field: Field) -> None:
    """A validator: an address of the web, kept in its normal form."""
    kept = plain_website(field.data or "")
    if kept is None:
        raise ValidationError(_l("Give an address of the web, such as https://www.company.com."))
    field.data = kept


class RegisterForm(PortalForm):
    """What a firm says of itself to begin with, in as many languages as it likes."""

    country = SelectField(
        _l("Country of the headquarters"),
        validators=[DataRequired(_l("Choose where the headquarters are."))],
        validate_choice=True,
    )
    website = StringField(
        _l("Website"),
        validators=[
            DataRequired(NEEDED),
            Length(max=LONGEST_WEBSITE, message=_l("An address of the web has at most 500 characters here.")),
            _website,
        ],
        render_kw={"autocomplete": "url", "inputmode": "url"},
    )
    contact_email = EmailField(
        _l("Address for enquiries"),
        description=_l("Enquiries are announced there. The public never sees it."),
        validators=[
            DataRequired(NEEDED),
            Length(max=254, message=_l("An address has at most 254 characters.")),
            one_address,
        ],
        render_kw={"autocomplete": "email"},
    )
    seen = HiddenField(validators=[Optional(), Regexp(r"[0-9]{1,9}\Z")])

    def offer(self, places: list[tuple[str, str]]) -> None:
        self.country.choices = [("", _l("Please choose")), *places]

    def field(self, what: str, language: Language) -> Field:
        """``name``, ``description`` or ``city`` in one language."""
        return self[f"{what}_{language.slug.replace('-', '_')}"]

    def words(self, what: str, language: Language) -> str:
        return self.field(what, language).data or ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; then that no language has a name alone, and that one at least is whole."""
        fine = super().validate(extra_validators)
        nameless = not any(self.words("name", each) for each in LANGUAGES)
        if nameless:
            fine = self._wants("name", LANGUAGES[0], _l("Give the firm’s name in at least one language."))
        for each in LANGUAGES:
            named = self.words("name", each) or (nameless and each is LANGUAGES[0])
            if named and not self.words("description", each):
                fine = self._wants("description", each, _l("Say in this language too what the firm does."))
        return fine

    def _wants(self, what: str, language: Language, sentence: Any) -> bool:
        field = self.field(what, language)
        field.errors = list(field.errors) or [sentence]
        return False


def _add_words() -> None:
    """Three fields for each language, in their order."""
    for language in LANGUAGES:
        ending = language.slug.replace("-", "_")
        render = {"lang": language.tag}
        name = StringField(
            _l("Name of the firm"),
            validators=[Optional(), Length(max=LONGEST_NAME, message=_NAME_TOO_LONG)],
            render_kw=render,
        )
        city = StringField(
            _l("City of the headquarters"),
            validators=[Optional(), Length(max=100, message=_CITY_TOO_LONG)],
            render_kw=render,
        )
        description = TextAreaField(
            _l("What the firm does, in two or three sentences"),
            validators=[Optional(), Length(max=LONGEST_DESCRIPTION, message=_DESCRIPTION_TOO_LONG)],
            render_kw=render | {"rows": "4"},
        )
        setattr(RegisterForm, f"name_{ending}", name)
        setattr(RegisterForm, f"city_{ending}", city)
        setattr(RegisterForm, f"description_{ending}", description)


_add_words()


def places(taxonomy: Taxonomy, language: Language) -> list[tuple[str, str]]:
    """Places a firm can be in, by name in the reader's language."""
    found = [
        (code, each.name(language))
        for code, each in taxonomy.regions.items()
        if each.iso and each.kind == "market"
    ]
    return sorted(found, key=lambda place: place[1])
