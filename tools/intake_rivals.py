"""What intake is measured against: a bare durable handler, and django-helpdesk; and how time is measured."""

import json
import secrets
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, request
from sqlalchemy import Engine, text

TOP = Path(__file__).resolve().parents[1]


def measured(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds on the processor, of all threads, and what came of it."""
    start = time.process_time()
    result = act()
    return time.process_time() - start, result


class Bare:
    """The least a durable handler can be: one route, one insert as large as an enquiry, one commit."""

    def __init__(self, engine: Engine, asked: dict[str, str]) -> None:
        app = Flask("bare")
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE bare (nonce varchar(43) primary key, body text)"))

        @app.post("/ask")
        def ask() -> tuple[str, int]:
            row = {"nonce": secrets.token_urlsafe(32), "body": json.dumps(request.form)}
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO bare VALUES (:nonce, :body)"), row)
            return "", 204

        self.client = app.test_client()
        self.asked = asked

    def ask(self) -> float:
        return measured(lambda: self.client.post("/ask", data=self.asked))[0]


class Helpdesk:
    """django-helpdesk in an environment of its own, on SQLite as ours; its mail goes nowhere."""

    def __init__(self, python: str, folder: Path, question: str) -> None:
        self.question = question
        folder.mkdir()
        self._child = subprocess.Popen(
            [python, str(TOP / "tools/helpdesk_bench.py"), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._said() == "ready"

    def _said(self) -> str:
        assert self._child.stdout
        return self._child.stdout.readline().strip()

    def ticket(self) -> float:
        assert self._child.stdin
        self._child.stdin.write(self.question + "\n")
        self._child.stdin.flush()
        return float(self._said())

    def close(self) -> None:
        self._child.terminate()
        self._child.wait()
