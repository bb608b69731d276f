"""What clients and the mail server hold in their ledgers against what the portal holds."""

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, text

from tools.faults.ledger import Reader
from tools.faults.setting import Setting

#: States in which nothing is to happen any more.
ENDED = ("closed", "withdrawn", "rejected", "duplicate", "expired", "erased")


@dataclass(slots=True)
class Row:
    """One fault, in figures. Those in ``WRONG`` must be 0."""

    fault: str
    database: str
    kills: int = 0
    receipted: int = 0
    present: int = 0
    confirmed: int = 0
    referrals: int = 0
    referrals_twice: int = 0
    letters_due: int = 0
    at_server: int = 0
    given_up: int = 0
    lost: int = 0
    repeated: int = 0
    repeated_wrongly: int = 0
    mails_in: int = 0
    mails_present: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        missing = self.receipted - self.present or self.mails_in - self.mails_present
        return bool(missing or self.referrals_twice or self.lost or self.repeated_wrongly or self.said)


@dataclass(frozen=True, slots=True)
class Marks:
    """How far the tables went at a moment: what was written later belongs to a later fault."""

    enquiry: int = 0
    referral: int = 0
    letter: int = 0


def marks(engine: Engine) -> Marks:
    with engine.connect() as connection:
        found = [
            connection.execute(text(f"SELECT coalesce(max(id), 0) FROM {each.name}")).scalar_one()
            for each in fields(Marks)
        ]
    return Marks(*found)


class Books:
    """Both sides' ledgers, read on as they grow."""

    def __init__(self, setting: Setting) -> None:
        self._taken = Reader(setting.folder / "taken.jsonl")
        self._receipts = Reader(setting.folder / "receipts.jsonl")
        self._mails = Reader(setting.folder / "mails.jsonl")
        self.taken: Counter[str] = Counter()
        #: Letters of which the side that sent them may not know that they were taken.
        self.doubtful: Counter[str] = Counter()
        self.receipts: dict[str, str] = {}
        self.confirmed: set[str] = set()
        self.mails: dict[str, dict[str, Any]] = {}

    def read(self) -> None:
        for line in self._taken:
            if line["kind"] == "taken":
                self.taken[line["id"]] += 1
            if line["kind"] == "orphan" or not line["answered"]:
                self.doubtful[line["id"]] += 1
        for line in self._receipts:
            if line["kind"] == "asked":
                self.receipts[line["name"]] = line["reference"]
            elif line["kind"] == "confirmed":
                self.confirmed.add(line["reference"])
        for line in self._mails:
            self.mails[line["sha256"]] = line


_ENQUIRIES = """
SELECT e.reference, e.email, e.state, e.waiting_on, e.confirmed_at IS NOT NULL,
       (SELECT count(*) FROM timer t WHERE t.enquiry_id = e.id AND t.state IN ('set', 'paused')),
       (SELECT count(*) FROM letter l WHERE l.about = 'enquiry:' || e.id),
       (SELECT count(*) FROM referral r WHERE r.enquiry_id = e.id)
FROM enquiry e WHERE e.id > :low AND e.id <= :high
"""
_REFERRALS = """
SELECT r.enquiry_id, r.firm_id, r.visible_at IS NOT NULL,
       (SELECT count(*) FROM letter l WHERE l.about = 'referral:' || r.id AND l.template = 'referral_arrived'
        AND l.reason NOT LIKE '%~%')
FROM referral r WHERE r.id > :low AND r.id <= :high
"""
_LETTERS = """
SELECT message_id, state, ended_because,
       settled_at IS NULL OR EXISTS (SELECT 1 FROM letter c WHERE c.reason = l.reason || '~' || l.id)
FROM letter l WHERE id > :low AND id <= :high
"""


def reckon(
    row: Row, engine: Engine, books: Books, setting: Setting, names: str, low: Marks, high: Marks
) -> Row:
    """Fill in the figures of what was written between the two marks; ``names`` begins its visitors' names."""
    books.read()
    with engine.connect() as connection:
        _enquiries(row, connection, books, names, low.enquiry, high.enquiry)
        _referrals(row, connection, low.referral, high.referral)
        _letters(row, connection, books, low.letter, high.letter)
        _mails(row, connection, books, setting, names)
        _places(row, connection)
    return row


def _enquiries(row: Row, connection: Connection, books: Books, names: str, low: int, high: int) -> None:
    receipted = {name: each for name, each in books.receipts.items() if name.startswith(names)}
    row.receipted = len(receipted)
    found: dict[str, Any] = {}
    asked: Counter[str] = Counter()
    for each in connection.execute(text(_ENQUIRIES), {"low": low, "high": high}):
        found[each[0]] = each
        # One that expired has no address any more.
        asked[each[1].partition("@")[0]] += bool(each[1])
    row.said += [f"{name} is kept twice" for name, times in asked.items() if times > 1]
    for reference in receipted.values():
        each = found.get(reference)
        if each is None:
            row.said.append(f"{reference} is missing")
            continue
        _reference, _email, state, waiting_on, confirmed, timers, letters, referrals = each
        has_owner = state in ENDED or timers or waiting_on == "staff"
        row.present += bool(has_owner)
        if not has_owner:
            row.said.append(f"{reference} is {state}, waits for {waiting_on}, and has no timer")
        if not letters:
            row.said.append(f"{reference} has no letter")
            row.lost += 1
        if reference in books.confirmed:
            row.confirmed += 1
            if not confirmed:
                row.said.append(f"{reference} was confirmed, and is not")
            elif not referrals and waiting_on != "staff":
                row.said.append(f"{reference} was confirmed, and went to nobody")


def _referrals(row: Row, connection: Connection, low: int, high: int) -> None:
    pairs: Counter[tuple[int, int]] = Counter()
    for enquiry, firm, is_visible, letters in connection.execute(
        text(_REFERRALS), {"low": low, "high": high}
    ):
        pairs[enquiry, firm] += 1
        row.referrals += is_visible
        row.referrals_twice += letters > 1
        if is_visible and not letters:
            row.said.append(f"enquiry {enquiry}: firm {firm} was never written to")
            row.lost += 1
    row.referrals_twice += sum(times - 1 for times in pairs.values())


def _letters(row: Row, connection: Connection, books: Books, low: int, high: int) -> None:
    for id_, state, because, is_cared_for in connection.execute(text(_LETTERS), {"low": low, "high": high}):
        times = books.taken[id_]
        if state == "dropped":
            continue
        row.letters_due += 1
        row.at_server += times > 0
        row.given_up += state == "failed"
        row.repeated += max(0, times - 1)
        row.repeated_wrongly += max(0, times - 1 - books.doubtful[id_])
        if not times and not (state == "failed" and is_cared_for):
            row.lost += 1
            row.said.append(f"letter {id_} is {state} ({because}) and not at the server")


_PLACES = """
SELECT f.slug, f.open_referrals, count(r.id) FROM firm f LEFT JOIN referral r ON r.firm_id = f.id
  AND r.state IN ('visible', 'seen', 'accepted', 'undeliverable') AND r.answered_at IS NULL
GROUP BY f.slug, f.open_referrals HAVING f.open_referrals <> count(r.id)
"""


def _places(row: Row, connection: Connection) -> None:
    """What firms have in hand is counted as it comes and goes; a death in between must not lose count."""
    for slug, counted, true in connection.execute(text(_PLACES)):
        row.said.append(f"{slug} has {true} in hand, and {counted} are counted")


#: A mail of somebody who was erased says no more who wrote it, and its bytes are to be gone.
_MAILS = """
SELECT sha256, file, verdict, message_id, sender IS NULL AND envelope_from IS NULL
FROM inbound_mail WHERE sha256 IN :found
"""


def _mails(row: Row, connection: Connection, books: Books, setting: Setting, names: str) -> None:
    mails = {sha: each for sha, each in books.mails.items() if each["name"].startswith(names)}
    row.mails_in = len(mails)
    if not mails:
        return
    asked = text(_MAILS).bindparams(bindparam("found", expanding=True))
    kept: Counter[str] = Counter()
    messages: Counter[int] = Counter()
    for sha, key, verdict, message, is_erased in connection.execute(asked, {"found": list(mails)}):
        kept[sha] += 1
        is_there = key is not None and (setting.files / key[:2] / key).is_file()
        row.mails_present += key is None if is_erased else is_there
        messages[message] += message is not None
        if verdict in {"waiting", "dead"}:
            row.said.append(f"mail {mails[sha]['name']} is {verdict}")
        if mails[sha]["joins"] and verdict != "joined":
            row.said.append(f"mail {mails[sha]['name']} names a case, and is {verdict}")
    row.said += [f"mail {mails[sha]['name']} is kept twice" for sha, times in kept.items() if times > 1]
    row.said += [f"message {each} came twice" for each, times in messages.items() if times > 1]


HEADINGS = (
    ("fault", "fault"),
    ("database", "database"),
    ("kills", "kills"),
    ("receipted", "receipted"),
    ("present", "present"),
    ("confirmed", "confirmed"),
    ("referrals", "referrals"),
    ("twice", "referrals_twice"),
    ("letters due", "letters_due"),
    ("at the server", "at_server"),
    ("given up", "given_up"),
    ("lost", "lost"),
    ("repeated", "repeated"),
    ("wrongly", "repeated_wrongly"),
    ("mails in", "mails_in"),
    ("kept", "mails_present"),
)


def line(row: Row | None = None) -> str:
    """The row as a line of a Markdown table; without one, its head."""
    if row is None:
        head = " | ".join(heading for heading, _ in HEADINGS)
        return f"| {head} |\n|{'---|' * 2}{'---:|' * (len(HEADINGS) - 2)}"
    return f"| {' | '.join(str(getattr(row, name)) for _, name in HEADINGS)} |"
