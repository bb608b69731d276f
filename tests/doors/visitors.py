"""People at the doors."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account
from tests.factories import PASSWORD

#: Whoever asks; none of it may reach a firm that may not see it.
WHO_ASKS = {
    "company": "Canary Instruments",
    "contact_name": "Canary Wu",
    "email": "canary@canary.example",
}


def sign_in(client: FlaskClient, account: Account, **more: str) -> TestResponse:
    return client.post("/en/account/sign-in", data={"email": account.email, "password": PASSWORD, **more})


def signed_in(app: Flask, account: Account) -> FlaskClient:
    """A client of the person's own."""
    client = app.test_client()
    assert sign_in(client, account).status_code == 303
    return client


def take(client: FlaskClient, page: str, step: str, **fields: Any) -> TestResponse:
    """Press a button of a page on which every step is a POST to the page itself."""
    return client.post(page, data={"step": step, **fields})
