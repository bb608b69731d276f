"""What the reading of questions costs: start, time a message, memory, and memory over a long stream.

usage: tools/weigh_classifier.py

Times are of the processor, so that what else the machine does counts less; it still makes them longer.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.classification.needs import Needs  # noqa: E402
from app.classification.understanding import understand  # noqa: E402
from app.console.seed_taxonomy import seed_taxonomy  # noqa: E402
from app.taxonomy.snapshot import Taxonomy  # noqa: E402

MESSAGES = ROOT / "tests" / "data" / "enquiries" / "own.jsonl"
ROUNDS = 3
STREAMED = 10_000
#: Where memory is read on the way: once every pattern was met, and at the end.
_LOOKED_AT = (1, 1_000, 5_000, STREAMED)


def megabytes(pid: int | str = "self") -> float:
    """What a process holds of the machine's memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def seconds(texts: list[str], taxonomy: Taxonomy) -> float:
    """What it takes to read these."""
    nothing = Needs()
    began = time.process_time()
    for text in texts:
        understand(text, chosen=nothing, page=nothing, country=None, taxonomy=taxonomy)
    return time.process_time() - began


def streamed(texts: list[str]) -> Iterator[tuple[int, float]]:
    """Memory of the command after so many messages, each answered before the next is given."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "enquiries", "classify"]
        settings = {**os.environ, "DATA_DIR": folder, "DEMO": "1"}
        with subprocess.Popen(
            command, cwd=ROOT, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for number in range(1, STREAMED + 1):
                ask(process.stdin, number, texts[number % len(texts)])
                if json.loads(process.stdout.readline())["id"] != number:
                    raise SystemExit("an answer is not to the message before it")
                if number in _LOOKED_AT:
                    yield number, megabytes(process.pid)
            process.stdin.close()


def ask(pipe: IO[bytes], number: int, text: str) -> None:
    pipe.write(json.dumps({"id": number, "text": f"{text} {number}"}).encode() + b"\n")
    pipe.flush()


def main() -> None:
    texts = [json.loads(line)["text"] for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    began = time.process_time()
    taxonomy = seed_taxonomy()
    loaded = time.process_time() - began
    before = megabytes()
    start = seconds(texts[:1], taxonomy)
    first_round = seconds(texts, taxonomy) / len(texts)
    usual = statistics.median(seconds(texts, taxonomy) for _ in range(ROUNDS)) / len(texts)
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} processors, ", end="")
    print(f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    print(f"the seed's taxonomy read        {loaded:8.2f} s, not counted below")
    print(f"start, with the first message   {start:8.2f} s")
    print(f"a message, the first round      {first_round * 1000:8.2f} ms, patterns being compiled")
    print(f"a message, median of {ROUNDS} rounds   {usual * 1000:8.2f} ms")
    print(f"memory added                    {megabytes() - before:8.1f} MB")
    for number, held in streamed(texts):
        print(f"streamed, message {number:6d}        {held:8.1f} MB")


if __name__ == "__main__":
    main()
