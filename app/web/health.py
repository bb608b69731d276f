"""For operators and their monitors: is the process up, is it ready."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import migrations
from app.kernel.clock import now
from app.kernel.db import db
from app.outbox.queries import oldest_unsent

health = Blueprint("health", __name__)

#: A letter that has waited longer than this means that nobody carries letters.
_STUCK_AFTER = timedelta(minutes=15)


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
        waiting_since = oldest_unsent()
        if waiting_since and now() - waiting_since > _STUCK_AFTER:
            faults.append("a letter has waited for over 15 minutes")
    except SQLAlchemyError as error:
        db.session.rollback()
        faults.append(f"database: {type(error).__name__}")
    return jsonify(ready=not faults, faults=faults), 503 if faults else 200
