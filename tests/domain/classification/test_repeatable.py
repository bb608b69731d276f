"""The same message is read the same way, in this process and in the next."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MESSAGES = ROOT / "tests" / "data" / "enquiries" / "unseen.jsonl"


def answers(folder, seed):
    """What a process says of the messages whose sets and dictionaries are in an order of their own."""
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()
    asked = "\n".join(
        json.dumps({"id": number, "text": json.loads(line)["text"]}) for number, line in enumerate(lines)
    )
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "enquiries", "classify"],
        input=asked.encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "DATA_DIR": str(folder), "DEMO": "1"},
    )
    return done.stdout


def test_the_order_in_which_a_process_keeps_its_sets_changes_no_answer(tmp_path):
    first, *others = (answers(tmp_path, seed) for seed in ("1", "2", "3"))
    assert first.count(b"\n") > 200
    assert all(other == first for other in others)
