"""Where somebody goes once they have proved who they are."""

import re

from flask import redirect, session
from flask.typing import ResponseReturnValue

from app.accounts.models import Account
from app.accounts.proofs import Proof
from app.accounts.queries import by_id
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import db, may_write, transaction
from app.web.languages import current_language
from app.web.people import begin_session

#: The only addresses a sign-in leads to: pages behind one of our own doors, and of the person's own account.
_BEHIND_A_DOOR = re.compile(r"/[a-z-]+/(desk|workspace|join)/[\w./-]*(\?[\w.&=%+-]*)?", re.ASCII)
_INVITED = re.compile(r"/[a-z-]+/account/invitation\?token=[\w.%+-]*", re.ASCII)
_OWN = re.compile(r"/[a-z-]+/account/(own-password|address|codes|passkeys|recovery-codes)?", re.ASCII)
#: Between the password and the second factor.
_HALF_WAY = 10 * 60


def landing(person: Account, wanted: str = "") -> str:
    """Where the person goes: the page they wanted if it is theirs, else their door.

    Whoever belongs to no firm finds there how to come to one.
    """
    at = Addresses(current_language())
    doors = {}
    if person.is_staff:
        doors["desk"] = at.desk
    if person.memberships:
        doors["workspace"] = at.workspace
    doors["join"] = at.joining
    found = _BEHIND_A_DOOR.fullmatch(wanted)
    if _OWN.fullmatch(wanted) or _INVITED.fullmatch(wanted) or (found and found[1] in doors):
        return wanted
    return next(iter(doors.values()))


def wants_own_page(wanted: str) -> bool:
    """Whether the page is one of the account's, which may ask somebody signed in to sign in again."""
    return bool(_OWN.fullmatch(wanted))


def writes() -> None:
    """From here on something is written: what was only read, and may be stale by now, is let go."""
    db.session.rollback()
    may_write.set(True)


def arrive(person: Account, *, proof: Proof, wanted: str) -> ResponseReturnValue:
    """Begin the session and lead on."""
    person_id = person.id
    writes()
    with transaction():
        person = db.session.get_one(Account, person_id)
        begin_session(person, proof=proof, at=now())
        place = landing(person, wanted)
    return redirect(place, 303)


def wait_half_way(person: Account, wanted: str) -> ResponseReturnValue:
    """The password was right; the second factor is asked next. Nobody is signed in by then."""
    session.clear()
    session["half_way"] = [person.id, person.fs_uniquifier, int(now().timestamp()), wanted[:500]]
    return redirect(Addresses(current_language()).second_step, 303)


def half_way() -> tuple[Account, str] | None:
    """Who has shown the password in this browser, and where they want to go; None once that is too old."""
    kept = session.get("half_way")
    if not kept or now().timestamp() - kept[2] > _HALF_WAY:
        return None
    person = by_id(kept[0])
    if person is None or not person.active or person.fs_uniquifier != kept[1]:
        return None
    return person, kept[3]
