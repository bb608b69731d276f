"""Letters that did not arrive, addresses they come back from, and whether letters move at all."""

from flask import abort, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.desk.door import desk
from app.desk.letter_words import BECAUSE, LETTERS, STATES
from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.notices.subjects import references_of
from app.outbox import contacts, returned, standstill
from app.outbox.queries import count_given_up, given_up, letter_to_settle

_MOST = 100


@desk.route("/letters", methods=["GET", "POST"])
def letters() -> ResponseReturnValue:
    if request.method != "POST":
        return _page()
    step = _STEPS.get(request.form.get("step", ""))
    if step is None:
        abort(400)
    flash(step())
    return redirect(Addresses(g.language).lost_letters, 303)


def _page() -> str:
    lost = given_up(_MOST)
    return render_template(
        "desk/letters.html",
        lost=lost,
        total=count_given_up(),
        references=references_of(lost),
        bouncing=contacts.bouncing()[:_MOST],
        stuck_since=standstill.stuck_since(at=now()),
        standstill=standstill.last(),
        words={"letters": LETTERS, "because": BECAUSE, "states": STATES},
    )


def _number() -> int:
    given = request.form.get("letter", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0


def _again() -> str:
    """Two editors may press it: the second finds nothing left to do, and is told the same."""
    with transaction():
        letter = letter_to_settle(_number())
        if letter:
            returned.try_again(letter, at=now())
    return _("The letter is sent again.")


def _settle() -> str:
    with transaction():
        letter = letter_to_settle(_number())
        if letter:
            returned.settle(letter, at=now())
    return _("Done with this letter.")


def _works() -> str:
    with transaction():
        contacts.note_delivered(request.form.get("address", "")[:254], at=now())
    return _("Letters go to this address again.")


_STEPS = {"again": _again, "settle": _settle, "works": _works}
