"""Which enquiry a letter is about."""

from collections.abc import Iterable

from sqlalchemy import select

from app.enquiries.models import Enquiry, Referral
from app.kernel.db import db
from app.outbox.models import Letter


def subjects_of(enquiry: Enquiry) -> list[str]:
    """What letters about an enquiry say that they are about."""
    return [f"enquiry:{enquiry.id}", *(f"referral:{each.id}" for each in enquiry.referrals)]


def references_of(letters: Iterable[Letter]) -> dict[str, str]:
    """The reference of the enquiry that each letter is about, by what it says; two statements."""
    told = {letter.about for letter in letters if letter.about}
    known: dict[str, str] = {}
    for kind, rows in (
        ("enquiry", select(Enquiry.id, Enquiry.reference)),
        ("referral", select(Referral.id, Enquiry.reference).join(Enquiry)),
    ):
        ids = [int(each.partition(":")[2]) for each in told if each.startswith(kind)]
        column = Enquiry.id if kind == "enquiry" else Referral.id
        found = db.session.execute(rows.where(column.in_(ids))).all() if ids else []
        known |= {f"{kind}:{id_}": reference for id_, reference in found}
    return known
