"""In production nothing is served, sent or kept on a secret that everybody knows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plumbing.databases import surroundings

TOP = Path(__file__).resolve().parents[3]
KNOWN = "SECRET_KEY: the default one is known to everybody"
SHORT = "SECRET_KEY: shorter than 32 characters"


@pytest.fixture
def command(tmp_path):
    """Run Python in a place of its own, in production, with no secret set unless one is given."""

    def _command(*words, given="", **environ):
        inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        return subprocess.run(
            [sys.executable, *words],
            cwd=TOP,
            env=inherited | {"DATA_DIR": str(tmp_path)} | environ,
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return _command


@pytest.mark.parametrize(("environ", "fault"), [({}, KNOWN), ({"SECRET_KEY": "s" * 31}, SHORT)])
def test_no_page_is_served_on_a_known_or_a_short_secret(command, environ, fault):
    ended = command("-c", "import wsgi", **environ)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"The portal does not start: {fault}")


@pytest.mark.parametrize(
    ("world", "code", "said"),
    [("taxonomy", 0, ""), ("demo", 1, "The portal does not start: the database holds sample accounts")],
)
def test_a_portal_with_a_secret_is_served_but_not_on_sample_accounts(
    command, databases, tmp_path, world, code, said
):
    environ = surroundings(databases.copy(world, "served"), tmp_path)
    environ = {name: value for name, value in environ.items() if name != "DEMO"}
    ended = command("-c", "import wsgi", **environ | {"SECRET_KEY": "s" * 48})
    assert (ended.returncode, ended.stderr[: len(said)]) == (code, said), ended.stderr


def test_no_letter_is_sent_on_a_known_secret(command):
    ended = command("-m", "flask", "--app", "wsgi", "outbox", "deliver", "--once")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert KNOWN in ended.stderr


def test_reading_questions_needs_no_secret_and_no_database(command):
    words = ("-m", "flask", "--app", "wsgi", "enquiries", "classify")
    ended = command(*words, given=json.dumps({"id": 1, "text": "UKRP"}))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["services"] == ["REP-UKRP"]
