"""Asking a party about a mail that somebody else sent to its address."""

from app.enquiries.access import key_of
from app.enquiries.events import StrangerWrote
from app.enquiries.models import Party, Referral
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.notices.writing import settings, write


def ask_the_party(event: StrangerWrote) -> None:
    """Tell the party that a mail waits whose writer is not known to be theirs, and how to write instead.

    What it said, and who wrote it, stays at the desk. At most one such letter a day, so that no two
    machines write to each other through us.
    """
    referral = db.session.get_one(Referral, event.referral_id)
    enquiry, firm = referral.enquiry, referral.firm
    if event.party == Party.ENQUIRER.value:
        to, language, about = enquiry.email, BY_SLUG[enquiry.language], f"enquiry:{enquiry.id}"
        link = Addresses(language).enquiry(
            enquiry.reference, key=key_of(enquiry, secret=settings().secret_key)
        )
    elif firm.contact_email:
        to, language, about = firm.contact_email, BY_SLUG[firm.contact_language], f"referral:{referral.id}"
        link = Addresses(language).referral(firm.slug, enquiry.reference)
    else:
        return
    write(
        "stranger_wrote",
        to=to,
        language=language,
        reason=f"{about}:stranger:{referral.id}:{event.at:%Y%m%d}",
        about=about,
        at=event.at,
        enquiry=enquiry,
        link=link,
    )
