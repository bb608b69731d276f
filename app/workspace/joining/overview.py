"""What a person has to do with firms: those they belong to, and what waits."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app.accounts.belonging.queries import requests_of
from app.directory.claims.queries import claims_of
from app.directory.memberships import firms_by_id, firms_of
from app.directory.registering.queries import registrations_of
from app.workspace.joining.door import joining, whoever


@joining.get("/")
def overview() -> ResponseReturnValue:
    person = whoever()
    asked = requests_of(person.id)
    return render_template(
        "workspace/joining/overview.html",
        firms=firms_of(person.id, demo=current_app.config["SETTINGS"].demo),
        claims=claims_of(person.id),
        registrations=registrations_of(person.id),
        requests=asked,
        asked_of=firms_by_id([each.firm_id for each in asked]),
    )
