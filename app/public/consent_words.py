"""The words an enquirer agrees by, in every version that was ever shown; a record says which.

A text is never changed: a new one has the next number, here and in ``app.enquiries.consenting``.
"""

from collections.abc import Callable, Iterable, Mapping

from flask_babel import force_locale
from flask_babel import gettext as _

from app.directory.models import Firm
from app.enquiries.consenting import countries_of, goes_abroad, wording_of
from app.enquiries.consents import Consent, ConsentPurpose
from app.i18n.formats import joined
from app.i18n.languages import BY_SLUG, Language
from app.taxonomy.snapshot import Taxonomy, names

_Words = Callable[[str], str]

#: By the code of the record; the first two were one code with a text for each purpose.
TEXTS: Mapping[str, _Words] = {
    "2026-11/share": lambda _countries: _(
        "I agree that my company, name, e-mail address and country are handed to the firms I ticked, to "
        "answer this enquiry."
    ),
    "2026-11/abroad": lambda _countries: _(
        "I agree that this data goes abroad, to the countries named beside the firms I ticked."
    ),
    "brief-1": lambda _countries: _(
        "My question may go to the firms I chose, without names and addresses. They do not learn who I am."
    ),
    "share-2": lambda _countries: _(
        "I agree that my company, name, e-mail address, country and my question as I wrote it are handed to "
        "the firms I chose, to answer this enquiry."
    ),
    "abroad-2": lambda countries: _(
        "I agree that this data goes abroad for this purpose, to firms in: %(countries)s.",
        countries=countries,
    ),
    "share-cn-1": lambda _countries: _(
        "I separately agree that the portal provides my company, name, e-mail address, country and my "
        "question as I wrote it to other parties, namely the firms I chose, so that they answer this "
        "enquiry (Personal Information Protection Law, Article 23)."
    ),
    "abroad-cn-1": lambda countries: _(
        "I separately agree that this information is provided outside mainland China for this purpose, to "
        "firms in: %(countries)s (Personal Information Protection Law, Article 39).",
        countries=countries,
    ),
}


def asked(
    country: str, firms: Iterable[Firm], taxonomy: Taxonomy, language: Language
) -> list[tuple[str, str]]:
    """The boxes to tick before these firms may know who asks: the name of each, and its words."""
    abroad = {
        place
        for firm in firms
        if goes_abroad(firm, country)
        for place in countries_of(firm)
        if place != country
    }
    boxes = [(ConsentPurpose.SHARE, "")]
    if any(goes_abroad(firm, country) for firm in firms):
        boxes.append((ConsentPurpose.ABROAD, _named(abroad, taxonomy, language)))
    return [(purpose.value, TEXTS[wording_of(purpose, country)](countries)) for purpose, countries in boxes]


def _named(countries: Iterable[str], taxonomy: Taxonomy, language: Language) -> str:
    found = names(taxonomy.regions, sorted(countries), language)
    return joined(found, language) if found else _("countries that are not known")


def brief_words(country: str) -> str:
    """What choosing firms without saying who asks agrees to."""
    return TEXTS[wording_of(ConsentPurpose.BRIEF, country)]("")


def words_of(consent: Consent, taxonomy: Taxonomy) -> str:
    """What the enquirer read then, in the language they read it in, with the countries of this firm."""
    language = BY_SLUG[consent.language]
    code = consent.wording if consent.wording in TEXTS else f"{consent.wording}/{consent.purpose.value}"
    with force_locale(language.babel):
        text = TEXTS.get(code)
        return text(_named(consent.countries, taxonomy, language)) if text else ""
