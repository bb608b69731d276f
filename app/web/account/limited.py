"""What limits count by, and which answers count. No address is kept in a counter."""

import hashlib

from flask import Response, request, session
from flask_limiter.util import get_remote_address

from app.web.people import signed_in

#: Wrong proofs, from one network and for one account.
TRIES = "10 per 5 minutes"
#: Of a million codes three fit at any moment: so few tries find none.
CODE_TRIES = "5 per 5 minutes;30 per day"


def typed_address() -> str:
    """Whoever's address was typed."""
    return hashlib.sha256(request.form.get("email", "").strip().lower().encode()).hexdigest()


def whose_second_step() -> str:
    """The account whose second factor is tried; the network where there is none."""
    kept = session.get("half_way")
    return f"account:{kept[0]}" if kept else get_remote_address()


def whose_account() -> str:
    """Who is signed in; the network of a stranger."""
    person = signed_in()
    return f"account:{person.id}" if person else get_remote_address()


def was_wrong(response: Response) -> bool:
    return response.status_code == 422
