"""The receipt of what an enquirer agreed to: to read, to print, and to keep as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, g, make_response, render_template
from flask.typing import ResponseReturnValue

from app.directory.queries import firms_in_order
from app.enquiries.consents import Consent, ConsentPurpose
from app.enquiries.models import Enquiry
from app.kernel.clock import now
from app.public.consent_words import words_of
from app.public.grants import must_be_granted
from app.public.personal import personal
from app.taxonomy.snapshot import names
from app.web.edition import current_taxonomy


@dataclass(frozen=True, slots=True)
class Item:
    """One agreement, as it was given."""

    firm: str
    is_sample: bool
    purpose: ConsentPurpose
    fields: Sequence[str]
    countries: Sequence[str]
    #: As they were read, with their version and the language they were read in.
    words: str
    wording: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None
    #: When the firm first saw who asks; None while it has not.
    disclosed_at: datetime | None


def _items(enquiry: Enquiry) -> list[Item]:
    firms = {each.id: each for each in firms_in_order([each.firm_id for each in enquiry.consents])}
    disclosed = {each.firm_id: each.disclosed_at for each in enquiry.referrals}
    return [
        _item(each, firms[each.firm_id].read(g.language).text.name, firms[each.firm_id].demo, disclosed)
        for each in enquiry.consents
        if each.firm_id in firms
    ]


def _item(consent: Consent, firm: str, is_sample: bool, disclosed: dict[int, datetime | None]) -> Item:
    taxonomy = current_taxonomy()
    return Item(
        firm,
        is_sample,
        consent.purpose,
        consent.fields,
        names(taxonomy.regions, consent.countries, g.language),
        words_of(consent, taxonomy),
        consent.wording,
        consent.language,
        consent.given_at,
        consent.withdrawn_at,
        None if consent.purpose is ConsentPurpose.BRIEF else disclosed.get(consent.firm_id),
    )


@personal.get("/enquiries/<reference>/consent")
def consent(reference: str) -> ResponseReturnValue:
    enquiry = must_be_granted(reference)
    return render_template(
        "public/enquiries/consent.html", enquiry=enquiry, items=_items(enquiry), made_at=now()
    )


@personal.get("/enquiries/<reference>/consent.txt")
def consent_text(reference: str) -> Response:
    """The same as a file."""
    enquiry = must_be_granted(reference)
    words = render_template(
        "public/enquiries/consent.txt", enquiry=enquiry, items=_items(enquiry), made_at=now()
    )
    answer = make_response(words)
    answer.mimetype = "text/plain"
    name = f"{enquiry.reference}-consent-{g.language.slug}.txt"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
