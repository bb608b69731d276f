"""The forms of a listing, a section each; every one knows its values and its fields."""

import json
from collections.abc import Mapping
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields import EmailField, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from app.directory.revisions.fields import description_in, keys_of, name_in
from app.i18n.formats import endonym, language_name
from app.i18n.languages import LANGUAGES, Language
from app.taxonomy.snapshot import Taxonomy
from app.web.forms import PortalForm
from app.web.listing.checks import TickListField, mail_address, no_unseen, web_address

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 3000
MOST_FORMER_NAMES = 20
_LONGEST_NUMBER = 64
_LONGEST_ADDRESS = 500
#: What firms work in, beside what a firm says already.
TONGUES = (
    *("en", "zh-Hant", "zh-Hans", "ja", "ko", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "hu", "ro"),
    *("sv", "da", "nb", "fi", "el", "tr", "ru", "uk", "ar", "he", "hi", "bn", "th", "vi", "id", "ms", "yue"),
)
_TOO_LONG = _l("This has at most %(max)d characters. Please shorten it.")


def _at_most(most: int) -> list[Any]:
    return [Length(max=most, message=_TOO_LONG), no_unseen]


class SectionForm(PortalForm):
    """A part of a listing that is edited and sent by itself."""

    section: str
    #: What the listing said when the form was opened, as JSON by key.
    base = HiddenField()
    #: Which state of the draft the form continues.
    draft_version = HiddenField()

    @classmethod
    def opened(
        cls,
        values: Mapping[str, Any],
        *,
        base: Mapping[str, Any],
        typed: Any,
        taxonomy: Taxonomy,
        language: Language,
    ) -> Self:
        """The form as somebody typed it (pairs of name and value), or with those values.

        base: what the listing says as the form is opened.
        """
        kept = {key: base[key] for key in keys_of(cls.section)}
        data = {**cls.data_of(values), "base": json.dumps(kept, ensure_ascii=False)}
        form = cls(formdata=MultiDict(typed) if typed is not None else None, data=data)
        form.fit(values, taxonomy, language)
        return form

    @classmethod
    def data_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What its fields hold where the listing says that."""
        raise NotImplementedError

    def fit(self, values: Mapping[str, Any], taxonomy: Taxonomy, language: Language) -> None:
        """Give it the words and choices that depend on the reader and the firm."""

    def wanted(self) -> dict[str, Any]:
        """What the listing should say, by key."""
        raise NotImplementedError

    @property
    def opened_with(self) -> dict[str, Any]:
        """What the listing said when the form was opened; empty where nobody can tell."""
        try:
            found = json.loads(self.base.data or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class WordsForm(SectionForm):
    """Names and texts, in each language both or neither."""

    section = "words"

    @classmethod
    def data_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for each in LANGUAGES:
            name = values[name_in(each.slug)] or {"name": "", "language": each.slug}
            data[f"name-{each.slug}"] = name["name"]
            data[f"name_language-{each.slug}"] = name["language"]
            data[f"description-{each.slug}"] = values[description_in(each.slug)]
        return data

    def fit(self, values: Mapping[str, Any], taxonomy: Taxonomy, language: Language) -> None:
        for each in LANGUAGES:
            name, of = language_name(each.tag, language), each.slug
            self[f"name-{of}"].label.text = _("Name in %(language)s", language=name)
            self[f"name_language-{of}"].label.text = _("Language of the name in %(language)s", language=name)
            self[f"description-{of}"].label.text = _("Text in %(language)s", language=name)

    def wanted(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for each in LANGUAGES:
            name, of = self[f"name-{each.slug}"].data, self[f"name_language-{each.slug}"].data
            found[name_in(each.slug)] = {"name": name, "language": of} if name else None
            found[description_in(each.slug)] = self[f"description-{each.slug}"].data or ""
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        for each in LANGUAGES:
            name, text = self[f"name-{each.slug}"], self[f"description-{each.slug}"]
            if text.data and not name.data:
                name.errors = [*name.errors, _("Give the name that stands above this text.")]
            if name.data and not text.data:
                text.errors = [*text.errors, _("Write the text that stands under this name.")]
        if not any(self[f"name-{each.slug}"].data for each in LANGUAGES):
            first = self[f"name-{LANGUAGES[0].slug}"]
            first.errors = [_("Give the firm’s name in one language at least.")]
        return fits and not self.errors


def _add_words() -> None:
    """The fields of each language, in the order of the languages."""
    tongues = [SelectChoice(each.slug, each.name) for each in LANGUAGES]
    for each in LANGUAGES:
        name = StringField(validators=_at_most(LONGEST_NAME), render_kw={"translate": "no"})
        text = TextAreaField(
            validators=_at_most(LONGEST_DESCRIPTION), render_kw={"rows": 7, "lang": each.tag}
        )
        setattr(WordsForm, f"name-{each.slug}", name)
        setattr(WordsForm, f"name_language-{each.slug}", SelectField(choices=tongues, default=each.slug))
        setattr(WordsForm, f"description-{each.slug}", text)


_add_words()


class EntityForm(SectionForm):
    """Who the firm is in law, and what it was called before."""

    section = "entity"
    legal_name = StringField(
        _l("Legal name"),
        description=_l("As the register has it, in its own script."),
        validators=_at_most(LONGEST_NAME),
    )
    register_name = StringField(
        _l("Name of the register"),
        description=_l("For example Companies House."),
        validators=_at_most(LONGEST_NAME),
    )
    register_number = StringField(_l("Number in the register"), validators=_at_most(_LONGEST_NUMBER))
    register_country = SelectField(_l("Country of the register"))
    former_names = TextAreaField(
        _l("Former names"),
        description=_l("One on each line, the latest first; at most 20."),
        validators=[no_unseen],
        render_kw={"rows": 3},
    )

    @classmethod
    def data_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**values["entity"], "former_names": "\n".join(values["former_names"])}

    def fit(self, values: Mapping[str, Any], taxonomy: Taxonomy, language: Language) -> None:
        self.register_country.choices = [SelectChoice("", _("not stated")), *countries(taxonomy, language)]

    @property
    def _former(self) -> list[str]:
        lines = (line.strip() for line in (self.former_names.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate_former_names(self, _field: Any) -> None:
        if len(self._former) > MOST_FORMER_NAMES:
            raise ValidationError(_("At most 20 former names are kept."))
        if any(len(each) > LONGEST_NAME for each in self._former):
            raise ValidationError(_("One of the names has more than 200 characters. Please shorten it."))

    def wanted(self) -> dict[str, Any]:
        names = ("legal_name", "register_name", "register_number", "register_country")
        return {"entity": {name: self[name].data or "" for name in names}, "former_names": self._former}


class ContactForm(SectionForm):
    """How the firm is reached."""

    section = "contact"
    website = StringField(
        _l("Website"),
        validators=[*_at_most(_LONGEST_ADDRESS), web_address],
        render_kw={"inputmode": "url", "autocomplete": "url"},
    )
    working_languages = TickListField(_l("Working languages"))
    contact_email = EmailField(
        _l("Address for letters"),
        description=_l("Where new enquiries are announced. It is never shown."),
        validators=[*_at_most(254), mail_address],
        render_kw={"autocomplete": "email"},
    )
    contact_language = SelectField(
        _l("Language of letters"), choices=[SelectChoice(each.slug, each.name) for each in LANGUAGES]
    )

    @classmethod
    def data_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return {key: values[key] for key in keys_of(cls.section)}

    def fit(self, values: Mapping[str, Any], taxonomy: Taxonomy, language: Language) -> None:
        tags = dict.fromkeys((*TONGUES, *values["working_languages"]))
        self.working_languages.choices = [SelectChoice(tag, endonym(tag)) for tag in tags]

    def wanted(self) -> dict[str, Any]:
        chosen = set(self.working_languages.data or ())
        return {
            "website": self.website.data or "",
            "working_languages": [
                each.value for each in self.working_languages.choices or () if each.value in chosen
            ],
            "contact_email": self.contact_email.data or "",
            "contact_language": self.contact_language.data,
        }


def countries(taxonomy: Taxonomy, language: Language) -> list[SelectChoice]:
    """Codes and names of those that a firm can sit in."""
    found = [
        SelectChoice(each.code, each.name(language))
        for each in taxonomy.regions.values()
        if each.kind == "market"
    ]
    return sorted(found, key=lambda choice: str(choice.label).casefold())
