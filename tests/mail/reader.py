"""An app that is nothing but the mailbox: its server and its pages."""

import os
from pathlib import Path

from flask import Flask

from app.config import read_settings
from app.console.mailbox import mailbox_cli
from app.web import assets, headers, languages, pages
from app.web.devmail import devmail


def make_reader(data_dir: Path, **more: str) -> Flask:
    """An app with nothing but the pages of the mailbox."""
    surroundings = {"DATA_DIR": str(data_dir), "BASE_URL": "https://portal.example", "DEMO": "1"}
    settings = read_settings(surroundings | more)
    app = Flask("app", static_folder=None)
    app.config.update(SETTINGS=settings, SECRET_KEY="x", TESTING=True)
    languages.init_app(app, str(data_dir / "none"))
    pages.init_app(app)
    assets.init_app(app, data_dir)
    headers.init_app(app)
    app.register_blueprint(devmail)
    app.cli.add_command(mailbox_cli)
    return app


def create_app() -> Flask:
    """For ``flask --app tests.mail.reader``."""
    return make_reader(Path(os.environ["DATA_DIR"]))
