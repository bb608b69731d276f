"""Plugs extensions, doors, reactions and commands together."""

import os
from pathlib import Path

from flask import Flask, request
from flask_migrate import Migrate

from app import console, desk, public, workspace
from app.config import Settings, read_settings
from app.enquiries.timekeeping import longest_due
from app.inbox.queries import oldest_unfiled
from app.kernel import events, files
from app.kernel.db import db, may_write, tune
from app.notices.still_true import CHECKS
from app.outbox import checks, transport
from app.outbox.queries import oldest_unsent
from app.reactions import REACTIONS
from app.search.watching import watch
from app.web import (
    assets,
    damage,
    devmail,
    headers,
    health,
    identity,
    languages,
    limits,
    origins,
    pages,
    refusals,
    sessions,
    sights,
    uploads,
)
from app.web.forms import csrf
from app.web.proxies import TrustedProxies

_TOP = Path(__file__).parents[1]
_LARGEST_BODY = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The portal, ready to serve. Reads the surroundings unless ``settings`` are given.

    Raises BadSettings if the surroundings do not make sense.
    """
    settings = settings or read_settings(os.environ)
    app = Flask("app", static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=_LARGEST_BODY,
        MAX_FORM_PARTS=500,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
    )
    _plug_database(app, settings)
    _plug_web(app, settings)
    for door in (public, workspace, desk):
        door.init_app(app)
    if settings.demo:
        app.register_blueprint(devmail.devmail)
    health.init_app(
        app, {"a letter": oldest_unsent, "a mail that came in": oldest_unfiled, "a timer": longest_due}
    )
    transport.init_app(app, settings)
    events.wire(REACTIONS)
    checks.wire(CHECKS)
    console.init_app(app)
    return app


def _engine_options(url: str) -> dict[str, object]:
    """A pool as large as a process has threads for; SQLite's connections cost next to nothing.

    What is written is left out of errors: it would carry names and addresses into the log.
    """
    if url.startswith("sqlite"):
        return {"pool_size": 32, "max_overflow": 0, "hide_parameters": True}
    pool: dict[str, object] = {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True, "pool_recycle": 1800}
    return pool | {"hide_parameters": True}


def _plug_database(app: Flask, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    files.keep_in(files.Folder(settings.data_dir / "files"))
    db.init_app(app)
    with app.app_context():
        tune(db.engine)
    watch(db.session)
    Migrate(app, db, directory=str(_TOP / "migrations"))

    def _reads_leave_the_lock() -> None:
        may_write.set(request.method not in {"GET", "HEAD", "OPTIONS"})

    app.before_request(_reads_leave_the_lock)


def _plug_web(app: Flask, settings: Settings) -> None:
    sessions.init_app(app)
    origins.init_app(app)
    limits.init_app(app, settings)
    uploads.init_app(app)  # before anything reads a body
    damage.init_app(app)
    csrf.init_app(app)
    languages.init_app(app, str(_TOP / "translations"))
    pages.init_app(app)
    sights.init_app(app)
    refusals.init_app(app)
    identity.init_app(app)
    headers.init_app(app)
    assets.init_app(app, settings.data_dir)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
