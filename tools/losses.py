"""Seventeen ways in which others lose, repeat or leak a message: ``tools/losses.py [L1 …]``.

For each: what stands against it here, how that is taken away, and the tests that then must fail. In a copy of
the code the protection is taken away and its tests are run; exits 1 if one of them passes all the same.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
_COPIED = ("app", "migrations", "seed", "tests", "tools", "translations", "pyproject.toml", "wsgi.py")


@dataclass(frozen=True, slots=True)
class Loss:
    """how: what others do. path, held, taken: the protection's words, and those in its place."""

    how: str
    protection: str
    path: str
    held: str
    taken: str
    tests: tuple[str, ...]


_COURIER, _FILING = "tests/mail/test_courier.py", "tests/inbox/test_filing.py"
_READING, _JOINING = "tests/inbox/test_reading.py", "tests/inbox/test_joining.py"
_OTHERS = f"{_JOINING}::test_nothing_joins_without_a_genuine_address_and_a_sender_of_that_party"

LOSSES = {
    "L1": Loss(
        "a letter in a dead courier's hand stays there",
        "a lease ends, and the letter is due again",
        "app/outbox/claims.py",
        "or_(waiting.leased_until.is_(None), waiting.leased_until <= at)",
        "waiting.leased_until.is_(None)",
        (f"{_COURIER}::test_a_courier_that_died_gives_its_letter_back",),
    ),
    "L2": Loss(
        "sent, then killed before the commit: sent again as another letter",
        "the Message-ID is fixed when the letter is written",
        "app/outbox/composing.py",
        "message.msgId = parcel.message_id",
        "message.msgId = f'<{parcel.attempts}-{__import__(\"uuid\").uuid4()}@portal.example>'",
        (
            f"{_COURIER}::test_a_courier_that_died_after_sending_repeats_under_the_same_id",
            f"{_COURIER}::test_an_unknown_fate_is_repeated_once_under_the_same_id",
        ),
    ),
    "L3": Loss(
        "only unread mail of the last days is fetched",
        "mail is handed over; of a folder every mail is kept, read or not",
        "app/console/inbox.py",
        '(path / "new", path / "cur")',
        '(path / "new",)',
        (f"{_FILING}::test_mails_are_filed_from_files_folders_maildirs_and_standard_input",),
    ),
    "L4": Loss(
        "a short page ends the reading, and the newest mail is dropped",
        "a run goes on until nothing waits, or its limit is reached",
        "app/inbox/filing.py",
        "while tally.filed < limit and",
        "while tally.filed < 1 and",
        ("tests/inbox/test_backlog.py::test_a_short_round_ends_nothing",),
    ),
    "L5": Loss(
        "a backlog larger than the limit: the newest first, the old ones starve",
        "the longest waiting first",
        "app/inbox/filing.py",
        "order_by(InboundMail.attempts, InboundMail.id)",
        "order_by(InboundMail.attempts, InboundMail.id.desc())",
        ("tests/inbox/test_backlog.py::test_of_a_backlog_the_oldest_come_first",),
    ),
    "L6": Loss(
        "one mail that cannot be read ends every run",
        "a transaction for each mail; what fails becomes a dead letter",
        "app/inbox/filing.py",
        "    except Exception as error:\n        # The class",
        "    except KeyError as error:\n        # The class",
        (f"{_FILING}::test_poison_first_and_the_others_arrive_in_order",),
    ),
    "L7": Loss(
        "bytes are decoded as UTF-8, with replacements, before they are read",
        "the bytes are kept as they came, and read by what they are",
        "app/inbox/charsets.py",
        '    name = (label or "")',
        '    return Decoded(data.decode("utf-8", "replace"))\n    name = (label or "")',
        (f"{_READING}::test_a_body_is_read_by_its_bytes_and_not_by_its_label_alone",),
    ),
    "L8": Loss(
        "the same mail twice opens two cases",
        "the Message-ID with its sender is known",
        "app/inbox/judging.py",
        "if known is not None and known.content == mail.content:",
        "if False:",
        (f"{_JOINING}::test_the_same_mail_twice_is_one_message",),
    ),
    "L9": Loss(
        "whether a reminder was sent is looked up, and it is sent twice",
        "what is announced to whom is unique in the database",
        "app/outbox/models.py",
        "mapped_column(String(120), unique=True)",
        "mapped_column(String(120))",
        ("tests/mail/test_letters.py::test_the_same_thing_is_not_announced_twice",),
    ),
    "L10": Loss(
        "whoever writes a case's number joins the case",
        "a signed address and a sender of that party",
        "app/inbox/judging.py",
        "if people.has(sender):",
        "if True:",
        (_OTHERS,),
    ),
    "L11": Loss(
        "strangers who answer the same mail are merged",
        "an address alone names a case; where none does, no case is guessed",
        "app/inbox/judging.py",
        "    if len(claims.replies) != 1:\n        return None, None",
        "    if len(claims.replies) != 1:\n"
        "        return db.session.scalar(select(Referral).limit(1)), Party.ENQUIRER",
        ("tests/inbox/test_backlog.py::test_strangers_who_share_a_parent_are_not_merged",),
    ),
    "L12": Loss(
        "answers between quoted lines are cut with the quote",
        "a quoted line is folded where it is ours, and left in sight where it is not",
        "app/inbox/quoting.py",
        "        said = _said(line)\n",
        "        return True\n        said = _said(line)\n",
        (
            "tests/inbox/test_quoting.py::test_answers_in_a_quote_without_marks_stay_in_sight_and_a_person_looks",
        ),
    ),
    "L13": Loss(
        "mail that was turned down is gone without a trace",
        "every verdict keeps the bytes and a row; staff see what was not let in",
        "app/inbox/models.py",
        "FOR_STAFF = frozenset({Verdict.HELD, Verdict.QUARANTINED, Verdict.DEAD})",
        "FOR_STAFF = frozenset({Verdict.HELD, Verdict.DEAD})",
        ("tests/inbox/test_backlog.py::test_what_was_turned_down_is_shown_with_its_bytes",),
    ),
    "L14": Loss(
        "who waits for room is overtaken by who came later",
        "whoever has waited longest has the next place",
        "app/enquiries/actions/lining_up.py",
        ".order_by(Referral.consented_at, Referral.id)",
        ".order_by(Referral.consented_at.desc(), Referral.id.desc())",
        ("tests/domain/enquiries/test_deadlines.py::TestRoom::test_nobody_overtakes",),
    ),
    "L15": Loss(
        "taken by the server of a dead mailbox, and shown as delivered",
        "a report that comes back gives the letter up and marks the address",
        "app/outbox/returned.py",
        "    if not permanent:\n",
        "    if True:\n",
        ("tests/inbox/test_reports.py::test_a_letter_that_came_back_is_given_up_and_its_address_known",),
    ),
    "L16": Loss(
        "different malformed Message-IDs are read as the same",
        "the header is taken as it stands",
        "app/inbox/headers.py",
        'return next(raw_values(message, "Message-ID"), b"").strip()',
        'return next(raw_values(message, "Message-ID"), b"").split(b" ")[0]',
        (f"{_READING}::test_different_broken_message_ids_stay_different",),
    ),
    "L17": Loss(
        "a label names a smaller table than the bytes are of, and text is mangled",
        "labels are read as the largest table that goes by them",
        "app/inbox/charsets.py",
        '"gb2312": "gb18030"',
        '"gb2312": "gb2312"',
        (f"{_READING}::test_a_body_is_read_by_its_bytes_and_not_by_its_label_alone",),
    ),
}


def fails_without(loss: Loss, copy: Path) -> bool:
    """Whether each of the tests fails in that copy of the code while the protection is away."""
    file = copy / loss.path
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(loss.held, loss.taken), encoding="utf-8")
    try:
        return all(_fails(test, copy) for test in loss.tests)
    finally:
        file.write_text(whole, encoding="utf-8")


def _fails(test: str, copy: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", test]
    environ = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    # 1 is pytest's word for tests that failed; a test that is not there, or cannot run, is another.
    return subprocess.run(command, cwd=copy, env=environ, capture_output=True, timeout=300).returncode == 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="L1", help="all without")
    given = parser.parse_args()
    missed = []
    with tempfile.TemporaryDirectory(prefix="portal-losses-") as folder:
        copy = Path(folder)
        for name in _COPIED:
            source = TOP / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy / name)
        for name, loss in LOSSES.items():
            if given.names and name not in given.names:
                continue
            fails = fails_without(loss, copy)
            missed += [] if fails else [name]
            print(f"{name:4} {'fails without' if fails else 'PASSES WITHOUT'}: {loss.protection}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
