"""The way in: the person's firms."""

from flask import current_app, g, redirect, render_template
from flask.typing import ResponseReturnValue

from app.directory.memberships import firms_of
from app.i18n.addresses import Addresses
from app.web.people import signed_in
from app.workspace.door import workspace


@workspace.get("/")
def firms() -> ResponseReturnValue:
    person = signed_in()
    assert person is not None  # noqa: S101  # the guard has let nobody else in
    theirs = firms_of(person.id, demo=current_app.config["SETTINGS"].demo)
    if len(theirs) == 1:
        return redirect(Addresses(g.language).inbox(theirs[0].slug), 303)
    return render_template("workspace/firms.html", firms=theirs)


@workspace.get("/<firm>/")
def firm() -> ResponseReturnValue:
    return redirect(Addresses(g.language).inbox(g.firm.slug), 303)
