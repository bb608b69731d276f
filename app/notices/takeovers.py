"""Letters about claims and registrations."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts.belonging.events import FirmEvent
from app.accounts.belonging.queries import owners
from app.accounts.models import Account
from app.directory.claims.events import ClaimApproved, ClaimEvent, ClaimMade, ClaimRejected, ClaimRevoked
from app.directory.claims.models import Claim, ClaimProof
from app.directory.claims.proofs import proof_token
from app.directory.models import Firm
from app.directory.registering.events import FirmPublished, FirmReturned
from app.directory.registering.queries import registration_of
from app.i18n.languages import BY_SLUG
from app.kernel.db import db
from app.notices.members import send_news
from app.notices.writing import firm_name, settings, write

SAID: Mapping[type[FirmEvent], LazyString] = {
    ClaimApproved: _l(
        "Your claim on %(firm)s was approved: you now own its listing. "
        "Set up a second factor first; the workspace opens with it."
    ),
    ClaimRejected: _l("Your claim on %(firm)s was not approved."),
    ClaimRevoked: _l("The claim on %(firm)s was revoked. You no longer belong to the firm here."),
    FirmReturned: _l("We cannot publish %(firm)s as it stands. Please change it and send it again."),
    FirmPublished: _l("%(firm)s is published: everybody can read the listing from now on."),
}


def ask_for_proof(event: ClaimMade) -> None:
    """To the firm's own domain, where the claim rests on that."""
    claim = db.session.get_one(Claim, event.claim_id)
    if claim.proof is not ClaimProof.MAIL or claim.address is None:
        return
    person, firm = db.session.get_one(Account, claim.account_id), db.session.get_one(Firm, claim.firm_id)
    language = BY_SLUG[person.language]
    write(
        "claim_proof",
        to=claim.address,
        language=language,
        reason=f"claim:{claim.id}:proof",
        about=f"claim:{claim.id}",
        at=event.at,
        firm_name=firm_name(firm, language),
        person=person,
        token=proof_token(claim, secret=settings().secret_key),
    )


def tell_claimant(event: ClaimEvent) -> None:
    """What the desk decided, with its reason."""
    claim = db.session.get_one(Claim, event.claim_id)
    person = db.session.get_one(Account, claim.account_id)
    place = "membership" if isinstance(event, ClaimApproved) else "account"
    send_news(event, SAID[type(event)], [person], quote=claim.reason, place=place)


def tell_everybody(event: ClaimRevoked) -> None:
    """All who belong to the firm no longer. Only the claimant reads the reason."""
    claim = db.session.get_one(Claim, event.claim_id)
    for id_ in dict.fromkeys((claim.account_id, *event.account_ids)):
        person = db.session.get_one(Account, id_)
        quote = claim.reason if id_ == claim.account_id else ""
        send_news(event, SAID[ClaimRevoked], [person], quote=quote)


def tell_of_registration(event: FirmReturned | FirmPublished) -> None:
    """Those who own the firm."""
    kept = registration_of(event.firm_id)
    reason = kept.reason if kept else ""
    place = "listing" if isinstance(event, FirmPublished) else "account"
    send_news(event, SAID[type(event)], owners(event.firm_id), quote=reason, place=place)
