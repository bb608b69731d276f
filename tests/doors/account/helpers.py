"""What people do with their accounts, as tests do it."""

import re
import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.factors import make_recovery_codes, set_up_codes
from app.accounts.models import Account
from app.kernel.clock import now
from app.kernel.db import db, transaction
from app.outbox.models import Letter
from tests.factories import PASSWORD


def code(app: Flask, secret: str, *, ahead: int = 0) -> str:
    """What the app of whoever has the secret shows, so many half-minutes ahead."""
    made = app.extensions["codes"]._totp.from_source(secret).generate(time=int(time.time()) + 30 * ahead)
    return str(made.token)


def with_codes(app: Flask, account: Account) -> tuple[str, list[str]]:
    """Give the person an app and recovery codes: its secret, and those."""
    secret = app.extensions["codes"].generate_totp_secret()
    with transaction():
        set_up_codes(account, secret=secret, counter=1, at=now())
        kept = make_recovery_codes(account, secret=app.config["SECRET_KEY"], at=now())
    return secret, kept


def past_second_step(app: Flask, account: Account) -> FlaskClient:
    """A client of the person's own, signed in with a password and a code."""
    client = app.test_client()
    secret, _codes = with_codes(app, account)
    client.post("/en/account/sign-in", data={"email": account.email, "password": PASSWORD})
    assert client.post("/en/account/second-step", data={"code": code(app, secret)}).status_code == 303
    return client


def letters_to(address: str, template: str) -> list[Letter]:
    rows = select(Letter).where(Letter.recipient == address, Letter.template == template)
    return list(db.session.scalars(rows.order_by(Letter.id)))


def link_in(letter: Letter) -> str:
    """Where the letter's link leads, without the host."""
    found = re.search(r"https?://[^/]+(/\S+token=\S+)", letter.text)
    assert found, letter.text
    return found[1]


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/en/account/").status_code == 200
