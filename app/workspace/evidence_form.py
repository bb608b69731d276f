"""The form in which a firm says what proves its offerings."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FileField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.directory.credentials.actions import MOST_FILES, Particulars
from app.directory.credentials.models import (
    LONGEST_ADDRESS,
    LONGEST_ISSUER,
    LONGEST_NUMBER,
    LONGEST_SCOPE,
    Credential,
    CredentialKind,
)
from app.directory.models import Offering
from app.i18n.languages import LANGUAGES, Language
from app.taxonomy.snapshot import Taxonomy
from app.web import evidence_words
from app.web.forms import PortalForm
from app.web.uploads import FilesField

#: Nobody's licence is older, and none is issued for so long.
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_ISSUER_LENGTH = Length(max=LONGEST_ISSUER, message=_l("An issuer’s name has at most 200 characters."))


class TickListField(SelectMultipleField):
    """Several of a list, each a box to tick; what is not in it is an error, not a crash."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        known = {choice.value for choice in self.choices}
        if any(value not in known for value in self.data or ()):
            raise ValidationError(_l("One of the choices does not exist. Please choose again."))


class CredentialForm(PortalForm):
    """One piece of evidence, what it supports and its files."""

    kind = SelectField(
        _l("What it is"),
        choices=[
            SelectChoice("", _l("Choose a kind")),
            *(SelectChoice(each.value, words) for each, words in evidence_words.KIND.items()),
        ],
        validators=[InputRequired(_l("Choose what it is."))],
    )
    number = StringField(
        _l("Number"),
        description=_l("As it stands on the document or in the register. At most 120 characters."),
        validators=[
            DataRequired(_l("Give its number.")),
            Length(max=LONGEST_NUMBER, message=_l("A number has at most 120 characters.")),
        ],
    )
    issuer_en = StringField(_l("Issued by, in English"), validators=[_ISSUER_LENGTH])
    issuer_zh_hant = StringField(_l("Issued by, in Traditional Chinese"), validators=[_ISSUER_LENGTH])
    issuer_zh_hans = StringField(
        _l("Issued by, in Simplified Chinese"),
        description=_l("In one language at least; give the others where the issuer has such a name."),
        validators=[_ISSUER_LENGTH],
    )
    scope = TextAreaField(
        _l("What it covers"),
        description=_l("Products, sites or activities, as the document says. At most 2,000 characters."),
        validators=[Length(max=LONGEST_SCOPE, message=_l("What it covers has at most 2,000 characters."))],
        render_kw={"rows": 4},
    )
    valid_from = DateField(_l("Valid from (optional)"), validators=[Optional()])
    valid_until = DateField(
        _l("Valid until, this day included (optional)"),
        description=_l("Leave it empty only where the document names no end."),
        validators=[Optional()],
    )
    seen_at = StringField(
        _l("Where it can be looked up (optional)"),
        description=_l("The address of a public page, beginning with https://."),
        validators=[Length(max=LONGEST_ADDRESS, message=_l("An address has at most 500 characters."))],
    )
    offerings = TickListField(
        _l("Offerings it supports"),
        description=_l(
            "Once it is accepted these count as verified. When it lapses, those that nothing else supports "
            "are not found until it is renewed."
        ),
        choices=[],
    )
    files = FilesField()
    #: Of the draft that was changed; empty for a new one.
    version = HiddenField()

    def __init__(self, *args: Any, today: date | None = None, kept_files: int = 0, **given: Any) -> None:
        super().__init__(*args, **given)
        self._today, self._kept_files = today, kept_files

    def validate_issuer_en(self, _field: Any) -> None:
        if not self.issuer:
            raise ValidationError(_l("Say who issued it, in one language at least."))

    def validate_valid_from(self, field: Any) -> None:
        _must_be_a_likely_day(field)

    def validate_valid_until(self, field: Any) -> None:
        _must_be_a_likely_day(field)
        if not field.data:  # what was typed is no day, which is said already
            return
        if self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The last day is before the first."))
        if self._today and field.data < self._today:
            raise ValidationError(_l("That day has passed: it proves nothing any more."))

    def validate_seen_at(self, field: Any) -> None:
        if field.data and not _is_public_address(field.data):
            raise ValidationError(
                _l("That is not the address of a public page. It begins with https:// or http://.")
            )

    def validate_files(self, field: Any) -> None:
        if self._kept_files + len(field.data) > MOST_FILES:
            raise ValidationError(
                _("At most %(most)s files belong to one piece of evidence.", most=MOST_FILES)
            )

    @property
    def issuer(self) -> dict[str, str]:
        """By language slug, those that were given."""
        named = {each.slug: self[_issuer_field(each)].data for each in LANGUAGES}
        return {slug: name for slug, name in named.items() if name}

    @property
    def said(self) -> Particulars:
        return Particulars(
            kind=CredentialKind(self.kind.data),
            number=self.number.data,
            issuer=self.issuer,
            scope=self.scope.data or "",
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            seen_at=self.seen_at.data or None,
        )

    @property
    def cells(self) -> list[int]:
        return [int(each) for each in self.offerings.data or ()]


def _issuer_field(language: Language) -> str:
    return f"issuer_{language.slug.replace('-', '_')}"


def _must_be_a_likely_day(field: Any) -> None:
    if field.data and not _EARLIEST <= field.data <= _LATEST:
        raise ValidationError(_l("Give a day between 1900 and 2100."))


def _is_public_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(given) & set(' "<>\\')
    except ValueError:
        return False


def stands(credential: Credential | None) -> Mapping[str, Any]:
    """What the form begins with."""
    if credential is None:
        return {}
    return {
        "kind": credential.kind.value,
        "number": credential.number,
        "scope": credential.scope,
        "valid_from": credential.valid_from,
        "valid_until": credential.valid_until,
        "seen_at": credential.seen_at,
        "offerings": [str(each.offering_id) for each in credential.supports],
        "version": str(credential.version),
        **{_issuer_field(each): credential.issuer.get(each.slug, "") for each in LANGUAGES},
    }


def choices(offerings: Sequence[Offering], taxonomy: Taxonomy, language: Language) -> list[SelectChoice]:
    """The firm's offerings, market by market, in the reader's words."""
    stop = "：" if language.is_chinese else ": "

    def words(each: Offering) -> str:
        service = taxonomy.services[each.service_code].name(language)
        return f"{taxonomy.regions[each.market_code].name(language)}{stop}{service}"

    return [SelectChoice(str(each.id), words(each)) for each in offerings]


class LogoForm(PortalForm):
    """One picture."""

    picture = FileField(
        _l("Picture"),
        description=_l("PNG, JPEG or WebP, 1 MB at most, 4,096 pixels on a side at most. Shown small."),
        render_kw={"accept": ".png,.jpg,.jpeg,.webp"},
    )

    @property
    def sent(self) -> bytes:
        found = request.files.get(self.picture.name)
        return found.read() if found else b""

    def validate_picture(self, _field: Any) -> None:
        found = request.files.get(self.picture.name)
        if not (found and found.filename):
            raise ValidationError(_l("Choose a picture."))
