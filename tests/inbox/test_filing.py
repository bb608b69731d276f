"""One bad mail never delays another, and no byte is lost."""

import socket
from datetime import timedelta
from smtplib import LMTP, SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest

from app.inbox import filing, keeping
from app.inbox.actions import erase, let_in, retry, retry_dead
from app.inbox.errors import CannotBeLetIn
from app.inbox.filing import MOST_ATTEMPTS, file_waiting
from app.inbox.models import Verdict
from app.inbox.reading import Mail
from app.inbox.reading import read as read_mail
from app.inbox.reception import MOST_RECIPIENTS, open_reception
from app.kernel import files
from app.kernel.db import db, transaction
from tests.factories.keeping import NOON
from tests.factories.people import make_staff
from tests.inbox.conftest import DOMAIN, POST, Case, filed
from tests.inbox.corpus import TEXT, mail, part, several


def keep(raw: bytes, **given: object) -> int:
    return keeping.keep(raw, mailbox="smtp", at=NOON, **given)  # type: ignore[arg-type]


def run(**given: object) -> dict[Verdict, int]:
    return file_waiting(POST, clock=lambda: NOON, **given).by_verdict  # type: ignore[arg-type]


@pytest.fixture
def poison() -> bytes:
    return several(*[part(b"x", TEXT)] * 1000)


def test_poison_first_and_the_others_arrive_in_order(case: Case, poison):
    bad = keep(poison)
    good = [keep(mail(f"No. {n}", to=case.of_enquirer, message_id=f"<{n}@x>")) for n in range(3)]

    assert run() == {Verdict.DEAD: 1, Verdict.JOINED: 3}
    assert (filed(bad).verdict, filed(bad).reason) == (Verdict.DEAD, "TooManyParts")
    assert (filed(bad).sender, filed(bad).subject) == ("lin@maker.example", "Re: An answer")
    assert [message.text for message in case.messages] == ["No. 0", "No. 1", "No. 2"]
    assert [filed(id_).message_id for id_ in good] == [message.id for message in case.messages]


def test_a_mail_that_takes_the_process_down_is_put_behind_the_others_and_dies(
    case: Case, monkeypatch, poison
):
    class Killed(BaseException):
        """What a test can raise instead of being killed."""

    def kill(raw: bytes) -> Mail:
        if b"deadly" in raw:
            raise Killed
        return read_mail(raw)

    monkeypatch.setattr(filing, "read_mail", kill)
    deadly = keep(mail("deadly", to=case.of_enquirer))
    with pytest.raises(Killed):
        run()
    good = keep(mail("good", to=case.of_enquirer, message_id="<2@x>"))
    for _attempt in range(MOST_ATTEMPTS - 1):
        with pytest.raises(Killed):
            run()
        assert filed(good).verdict is Verdict.JOINED
        db.session.rollback()
    assert run() == {Verdict.DEAD: 1}
    assert filed(deadly).reason == "NeverEnds"


def test_what_is_dead_is_read_again_when_somebody_says_so(case: Case, monkeypatch):
    id_ = keep(mail(to=case.of_enquirer))
    with monkeypatch.context() as patch:
        patch.setattr(filing, "read_mail", lambda _raw: 1 / 0)
        assert run() == {Verdict.DEAD: 1}
    with transaction():
        assert retry_dead() == [id_]
    assert run() == {Verdict.JOINED: 1}
    assert len(case.messages) == 1


def test_a_failure_half_way_leaves_nothing_half_done(case: Case, monkeypatch):
    keep(mail(to=case.of_enquirer))
    monkeypatch.setattr("app.inbox.joining.attach", lambda *_args, **_more: 1 / 0)

    assert run() == {Verdict.DEAD: 1}
    assert not case.messages


def test_thirty_megabytes_are_kept_and_their_sender_is_heard(case: Case):
    pdf = part(b"%PDF-" + b"x" * 22_500_000, b"Content-Type: application/pdf; name=a.pdf")
    big = several(part(b"See the file.", TEXT), pdf, to=case.of_enquirer)
    assert len(big) > 30_000_000
    keep(big)

    assert run() == {Verdict.JOINED: 1}
    assert case.messages[0].text == "See the file."


def test_what_is_larger_still_is_not_taken_apart(case: Case, monkeypatch):
    monkeypatch.setattr(filing, "LARGEST", 100)
    id_ = keep(mail("x" * 200, to=case.of_enquirer))

    assert run() == {Verdict.DEAD: 1}
    assert filed(id_).reason == "TooLarge"


# -- what is kept ----------------------------------------------------------------


def test_the_bytes_are_kept_as_they_came(database):
    raw = b"\xff\x00 not even mail \r\n"
    id_ = keep(raw, sender="a@b.example", recipients=["c@d.example"])

    assert files.read(filed(id_).file) == raw
    assert (filed(id_).envelope_from, filed(id_).envelope_to) == ("a@b.example", ["c@d.example"])


def test_the_same_bytes_are_kept_once_a_mailbox(database):
    assert keep(b"one") == keep(b"one")
    assert keeping.keep(b"one", mailbox="file", at=NOON) != keep(b"one")


def test_a_row_that_cannot_be_kept_leaves_no_file(database, monkeypatch):
    put, deleted = [], []

    class Store:
        def put(self, data: bytes) -> str:
            put.append(data)
            return "0" * 32

        def delete(self, key: str) -> None:
            deleted.append(key)

    monkeypatch.setattr(files, "_store", Store())
    monkeypatch.setattr(db.session, "flush", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep(b"one")
    assert (put, deleted) == ([b"one"], ["0" * 32])


def test_a_store_keeps_opens_and_forgets(tmp_path):
    store = files.Folder(tmp_path)
    key = store.put(b"words")
    with store.open(key) as file:
        assert file.read() == b"words"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [key]
    store.delete(key)
    store.delete(key)
    with pytest.raises(FileNotFoundError):
        store.open(key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 32, "0" * 31])
def test_a_store_opens_nothing_that_it_did_not_name(tmp_path, key):
    with pytest.raises(FileNotFoundError):
        files.Folder(tmp_path).open(key)


def test_a_store_that_is_full_keeps_nothing_half(tmp_path, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        files.Folder(tmp_path).put(b"words")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# -- the listener ----------------------------------------------------------------


@pytest.fixture
def door(database):
    """A real listener on this machine; what it keeps is in ``kept``, and ``fails`` makes it fail."""
    made = []

    def open_door(*, lmtp: bool = False, fails: bool = False):
        kept = []

        def keep_it(raw, sender, recipients):
            if fails:
                raise OSError(28, "no space left on device")
            kept.append((raw, sender, recipients))

        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = open_reception(keep_it, domain=DOMAIN, lmtp=lmtp, host="127.0.0.1", port=port)
        controller.start()
        made.append(controller)
        client = (LMTP if lmtp else SMTP)("127.0.0.1", port, timeout=30)
        made.append(client)
        return client, kept

    yield open_door
    for each in reversed(made):
        (each.close if isinstance(each, SMTP) else each.stop)()


def test_a_mail_is_taken_with_its_envelope_byte_for_byte(door):
    client, kept = door()
    raw = mail("8-bit: 您好\n.\n..\n")
    client.sendmail("a@b.example", [f"r-x@{DOMAIN}"], raw, mail_options=["BODY=8BITMIME"])

    assert kept == [(raw, "a@b.example", (f"r-x@{DOMAIN}",))]


def test_a_report_from_nobody_is_taken(door):
    client, kept = door()
    client.sendmail("", [f"b-x@{DOMAIN.upper()}"], mail())

    assert kept[0][1] == ""


def test_by_lmtp_each_recipient_has_an_answer(door):
    client, kept = door(lmtp=True)
    client.ehlo()
    client.mail("a@b.example")
    for who in ("one", "two"):
        client.rcpt(f"{who}@{DOMAIN}")
    client.putcmd("data")
    client.getreply()
    client.send(mail() + b"\r\n.\r\n")

    assert [client.getreply()[0], client.getreply()[0]] == [250, 250]
    assert client.noop()[0] == 250
    assert len(kept) == 1


def test_what_could_not_be_kept_is_to_come_back(door):
    client, _kept = door(fails=True)
    with pytest.raises(SMTPDataError) as said:
        client.sendmail("a@b.example", [f"one@{DOMAIN}"], mail())
    assert said.value.smtp_code == 451


def test_no_mail_for_others_is_taken(door):
    client, kept = door()
    with pytest.raises(SMTPRecipientsRefused) as said:
        client.sendmail("a@b.example", ["somebody@elsewhere.example"], mail())
    assert next(iter(said.value.recipients.values()))[0] == 550
    assert not kept


def test_ten_thousand_recipients_are_told_to_come_in_parts(door):
    client, kept = door()
    everybody = [f"person{n}@{DOMAIN}" for n in range(MOST_RECIPIENTS + 5)]
    refused = client.sendmail("a@b.example", everybody, mail())

    assert len(kept[0][2]) == MOST_RECIPIENTS
    assert {code for code, _words in refused.values()} == {452}


def test_what_is_too_large_is_refused_before_it_is_sent(door):
    client, kept = door()
    client.ehlo()
    with pytest.raises(SMTPSenderRefused) as said:
        client.sendmail("a@b.example", [f"one@{DOMAIN}"], b"x" * 33 * 1024 * 1024)
    assert said.value.smtp_code == 552
    assert not kept


# -- the commands ----------------------------------------------------------------


@pytest.fixture
def command(app, monkeypatch):
    """Runs ``flask inbox …``; mail comes in for the tests' domain."""
    settings = app.config["SETTINGS"]
    monkeypatch.setattr("app.console.inbox.post_of", lambda _settings: POST)
    assert settings.secret_key == POST.secret
    return lambda *args, **more: app.test_cli_runner().invoke(args=["inbox", *args], **more)


def test_mails_are_filed_from_files_folders_maildirs_and_standard_input(case: Case, command, tmp_path):
    (tmp_path / "box/new").mkdir(parents=True)
    (tmp_path / "box/cur").mkdir()
    (tmp_path / "box/tmp").mkdir()
    for number, path in enumerate(("one.eml", "box/new/1", "box/cur/2")):
        (tmp_path / path).write_bytes(mail(f"{number}", to=case.of_enquirer, message_id=f"<{number}@x>"))
    (tmp_path / "box/tmp/half").write_bytes(b"half a mail")

    said = command("file", str(tmp_path / "one.eml"), str(tmp_path / "box"))
    assert (said.exit_code, said.output) == (0, "3 joined\n")
    assert command("file", input=mail("last", to=case.of_enquirer, message_id="<9@x>")).output == "1 joined\n"
    assert command("file", str(tmp_path / "box")).output == "nothing to file\n"


def test_a_mail_that_could_not_be_kept_is_to_come_again(case: Case, command, monkeypatch):
    class Full:
        def put(self, _data: bytes) -> str:
            raise OSError(28, "no space left on device")

    monkeypatch.setattr(files, "_store", Full())
    assert command("file", input=mail()).exit_code == 75


def test_dead_mails_are_tried_again_by_command(case: Case, command, poison):
    keep(poison)
    assert command("retry").exit_code == 1
    assert command("retry").output == "1 dead\n"


def test_without_a_domain_no_mail_comes_in(app, database):
    said = app.test_cli_runner().invoke(args=["inbox", "file"], input=b"x")
    assert said.exit_code == 1
    assert "MAIL_REPLY_DOMAIN" in said.output


# -- what staff do ---------------------------------------------------------------


def test_staff_let_a_held_mail_in(case: Case, arrive):
    found = arrive(mail("可以。", to=case.of_firm, sender="bob@" + case.member.email.partition("@")[2]))
    with transaction():
        let_in(found, POST, by=make_staff().id, at=NOON)

    assert (found.verdict, found.waits_for_staff) == (Verdict.JOINED, False)
    assert [message.text for message in case.messages] == ["可以。"]
    with pytest.raises(CannotBeLetIn):
        let_in(found, POST, by=1, at=NOON)


def test_a_mail_that_names_no_case_cannot_be_let_in(database, arrive):
    found = arrive(mail())
    with pytest.raises(CannotBeLetIn):
        let_in(found, POST, by=1, at=NOON)


def test_a_mail_that_has_joined_is_not_read_again(case: Case, arrive):
    found = arrive(mail(to=case.of_enquirer))
    with transaction():
        retry(found)
    assert found.verdict is Verdict.JOINED


def test_of_an_erased_mail_only_that_it_came_is_left(case: Case, arrive):
    found = arrive(mail(to=case.of_enquirer))
    key = found.file
    with transaction():
        erase(found)

    with pytest.raises(FileNotFoundError):
        files.read(key)
    kept = filed(found.id)
    assert (kept.verdict, kept.received_at) == (Verdict.JOINED, NOON + timedelta(hours=1))
    assert not any((kept.sender, kept.subject, kept.envelope_from, kept.envelope_to, kept.identity))
