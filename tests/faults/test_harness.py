"""A part of ``make faults``: real processes on a database of their own, killed and cut off."""

import os
import secrets
import subprocess
import sys

import pytest

from tests.house.files import APP

_SOME = (
    "web.enquiry_committed",
    "web.erasure_committed",
    "courier.taken_by_server",
    "inbox.kept_not_acknowledged",
    "drop_after_dot",
)


@pytest.mark.timeout(400)
def test_nothing_that_was_receipted_is_lost_or_delivered_twice(databases, tmp_path):
    url = databases.copy("demo", "faults")
    port = 20_000 + 4 * secrets.randbelow(2_500)
    command = [sys.executable, "-m", "tools.faults", "--url", url, "--size", "tiny", "--port", str(port)]
    environ = os.environ | {"TMPDIR": str(tmp_path)}
    run = subprocess.run(
        [*command, "--only", *_SOME], cwd=APP.parent, env=environ, capture_output=True, text=True, timeout=390
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert len([line for line in run.stdout.splitlines() if line.startswith("| ")]) == len(_SOME) + 2
