"""The link in the letter to a firm's own domain."""

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.directory.claims.models import Claim
from app.directory.claims.queries import own_claim

PROVE_IN = timedelta(days=14)


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="claim-proof")


def proof_token(claim: Claim, *, secret: str) -> str:
    """Shows that whoever holds it reads the address that the claim names."""
    return str(_signer(secret).dumps([claim.id, claim.address]))


def claim_proved_by(token: str, *, of: int, secret: str) -> Claim | None:
    """The claim whose letter the link came in; None for a link that is old or altered.

    of: the account that opens it. Another person's claim is nobody's business: that is None too.
    """
    try:
        number, address = _signer(secret).loads(token, max_age=int(PROVE_IN.total_seconds()))
    except (BadSignature, UnicodeError, ValueError, TypeError):
        return None
    found = own_claim(number, of) if isinstance(number, int) else None
    return found if found and found.address == address else None
