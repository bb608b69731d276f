"""What a WSGI server loads (``granian --interface wsgi wsgi:app``) and ``flask --app wsgi`` runs."""

import os

from app.accounts.queries import holds_sample_accounts
from app.config import BadSettings, must_keep_a_secret
from app.factory import create_app
from app.kernel import migrations
from app.kernel.db import db

# Flask sets this mark where a command runs; a command that signs something asks for the secret itself.
serves = os.environ.get("FLASK_RUN_FROM_CLI") != "true"

try:
    app = create_app()
    if serves:
        must_keep_a_secret(app.config["SETTINGS"])
except BadSettings as fault:
    raise SystemExit(f"The portal does not start: {fault}") from None

# The commands are what brings a database up to date.
if serves:
    with app.app_context():
        with db.engine.connect() as connection:
            waiting = migrations.pending(connection)
        if waiting:
            raise SystemExit(
                "The portal does not start: the database waits for `flask --app wsgi db upgrade`"
            )
        # Behind the first connection, not beside it: SQLite would have the second wait for the first.
        if app.config["SETTINGS"].production and holds_sample_accounts():
            raise SystemExit(
                "The portal does not start: the database holds sample accounts, whose password is known"
            )
