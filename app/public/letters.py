"""Letters that a reader may do without: the link at their end, and the one that mail programs press."""

from flask import current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.i18n.addresses import Addresses
from app.kernel.clock import now
from app.kernel.db import transaction
from app.outbox import topics
from app.public.personal import personal
from app.web.forms import csrf
from app.web.limits import limiter

#: What a mail program posts when its reader wants no more of a kind (RFC 8058, section 3.1).
_ONE_CLICK = ("List-Unsubscribe", "One-Click")


@personal.route("/letters", methods=["GET", "POST"])
# Whoever holds the link may press the button, from anywhere: a mail program has no page of ours to take a
# token from, and many readers share the addresses that their providers press it from.
@csrf.exempt
@limiter.exempt
def letters() -> ResponseReturnValue:
    """Reading it shows a button; only the button, or the mail program's, changes something."""
    token = request.values.get("token", "")[:1000]
    choice = topics.read(token, secret=current_app.config["SETTINGS"].secret_key)
    if choice is None:
        return render_template("public/letters.html", choice=None), 410
    if request.method != "POST":
        stopped = topics.declines(choice.address, choice.topic)
        return render_template("public/letters.html", choice=choice, token=token, stopped=stopped)
    name, word = _ONE_CLICK
    if request.form.get("step") == "resume":
        with transaction():
            topics.resume(choice)
    elif request.form.get("step") == "stop" or request.form.get(name) == word:
        with transaction():
            topics.stop(choice, at=now())
    if request.form.get(name) == word:
        return "", 200  # a program reads this, and follows no way on
    return redirect(Addresses(g.language).letters(token), 303)
