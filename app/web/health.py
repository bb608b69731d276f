"""For operators and their monitors: is the process up, is it ready."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import migrations
from app.kernel.clock import now
from app.kernel.db import db
from app.outbox.standstill import STUCK_AFTER

health = Blueprint("health", __name__)

#: What is to move, and since when the oldest of it has waited; None where nothing waits.
Waiting = Mapping[str, Callable[[], datetime | None]]


def init_app(app: Flask, waiting: Waiting) -> None:
    """waiting: by what is said of it, as ``a letter``."""
    app.extensions["waiting"] = waiting
    app.register_blueprint(health)


@health.get("/healthz")
def up() -> Response:
    """The process answers; asks nothing else."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether requests should be sent here: the database answers, and letters, mails and timers move."""
    faults = []
    try:
        if migrations.pending(db.session.connection()):
            faults.append("the database waits for a migration")
        waiting: Waiting = current_app.extensions["waiting"]
        for what, since in waiting.items():
            oldest = since()
            if oldest and now() - oldest > STUCK_AFTER:
                faults.append(f"{what} has waited for over 15 minutes")
    except SQLAlchemyError as error:
        db.session.rollback()
        faults.append(f"database: {type(error).__name__}")
    return jsonify(ready=not faults, faults=faults), 503 if faults else 200
