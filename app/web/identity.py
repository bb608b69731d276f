"""Flask-Security over our own accounts: it keeps sessions, hashes and the loading of people.

The pages are our own (``app.web.account``) and its blueprint is not registered: no page exists that we did
not write, and every word a reader sees is in our catalogues. Why: docs/decisions/0015-accounts.md.
"""

from flask import Flask
from flask_login.utils import _user_context_processor
from flask_security import Security, SQLAlchemyUserDatastore

from app.accounts.models import Account, Role
from app.kernel.db import db
from app.web import codes
from app.web.account import account

#: Argon2id with 19 MiB, two passes, one lane: the least that OWASP's cheat sheet on password storage accepts.
_ARGON2 = {
    "argon2__type": "ID",
    "argon2__memory_cost": 19 * 1024,
    "argon2__time_cost": 2,
    "argon2__parallelism": 1,
}


def init_app(app: Flask) -> None:
    app.config.update(
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        # The hash carries its own salt; a second one in the settings would only be one more thing to lose.
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=_ARGON2,
        # Accounts are made by our own actions and commands alone.
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    security = Security()
    security.init_app(app, SQLAlchemyUserDatastore(db, Account, Role), register_blueprint=False)
    # Nobody signs in with a token in an address or a header.
    security.login_manager.request_loader(None)
    # Each of these would look into the session at every request, and every public page would say
    # "Vary: Cookie". Permissions are the doors' own business, there is no cookie that remembers people,
    # and templates are handed what they show.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    app.template_context_processors[None].remove(_user_context_processor)
    codes.init_app(app)
    app.register_blueprint(account)
