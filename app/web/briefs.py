"""What an enquiry is about, in the reader's language: what may be shown before anybody knows who asks."""

from dataclasses import dataclass

from flask_babel import LazyString

from app.classification.needs import Needs
from app.enquiries.models import Enquiry, FacetKind, Referral, Urgency
from app.enquiries.redacting import Redacted, Removed, redacted
from app.i18n.languages import Language
from app.taxonomy.snapshot import Taxonomy, names
from app.web import statuses


@dataclass(frozen=True, slots=True)
class Brief:
    """Names of markets, services and products, in the order in which they were understood."""

    markets: tuple[str, ...]
    services: tuple[str, ...]
    sectors: tuple[str, ...]
    #: Where the enquirer is.
    country: str
    #: What presses; None where nothing does.
    urgency: LazyString | None = None

    def __bool__(self) -> bool:
        return bool(self.markets or self.services or self.sectors)


def brief(enquiry: Enquiry, taxonomy: Taxonomy, language: Language) -> Brief:
    """The enquiry in names. A code the taxonomy no longer has is left out."""

    def named(kind: FacetKind, concepts: object) -> tuple[str, ...]:
        return tuple(names(concepts, enquiry.codes(kind), language))  # type: ignore[arg-type]

    return Brief(
        named(FacetKind.MARKET, taxonomy.regions),
        named(FacetKind.SERVICE, taxonomy.services),
        named(FacetKind.SECTOR, taxonomy.sectors),
        taxonomy.regions[enquiry.country].name(language),
        None if enquiry.urgency is Urgency.NONE else statuses.URGENCY[enquiry.urgency],
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The question and the product, as far as a firm may read them."""

    question: Redacted
    product: Redacted

    @property
    def is_whole(self) -> bool:
        """Whether nothing was taken out."""
        return not any(isinstance(each, Removed) for each in (*self.question, *self.product))


def asked_of(referral: Referral) -> Asked:
    """As it was written where the firm sees who asks; before that without names, addresses and signatures."""
    enquiry = referral.enquiry
    shown = referral.shown_fields
    return Asked(
        (enquiry.text,) if "text" in shown else redacted(enquiry.text, enquiry),
        (enquiry.product,) if "product" in shown else redacted(enquiry.product, enquiry),
    )


def needs_of(enquiry: Enquiry) -> Needs:
    """What the enquiry is about, as something firms can be matched to."""
    return Needs(
        enquiry.codes(FacetKind.MARKET), enquiry.codes(FacetKind.SERVICE), enquiry.codes(FacetKind.SECTOR)
    )
