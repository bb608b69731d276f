"""For operators and their monitors: is the process up, is it ready."""

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import migrations
from app.kernel.clock import now
from app.kernel.db import db
from app.outbox.standstill import stuck_since

health = Blueprint("health", __name__)


@health.get("/healthz")
def up() -> Response:
    """The process answers; asks nothing else."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether requests should be sent here: the database answers and letters move."""
    faults = []
    try:
        if migrations.pending(db.session.connection()):
            faults.append("the database waits for a migration")
        if stuck_since(at=now()):
            faults.append("a letter has waited for over 15 minutes")
    except SQLAlchemyError as error:
        db.session.rollback()
        faults.append(f"database: {type(error).__name__}")
    return jsonify(ready=not faults, faults=faults), 503 if faults else 200
