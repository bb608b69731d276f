"""A firm enters what proves its offerings, staff check it, and what rests on it is found while it lasts."""

import io
from datetime import UTC, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import MemberRole
from app.classification.needs import Needs
from app.directory.credentials.firing import take_steps
from app.directory.credentials.models import Credential, CredentialFile, CredentialState
from app.kernel.clock import now
from app.kernel.content import edition
from app.kernel.db import db
from app.kernel.files import files
from app.matching.ranking import rank
from app.matching.reasons import ExclusionReason
from app.taxonomy.queries import taxonomy
from tests.domain.enquiries.test_attachments import archive
from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member, make_offering, make_staff
from tests.factories.evidence import make_accepted, make_credential

PDF = b"%PDF-1.7 a licence"
LIST = "/en/workspace/theirs/evidence/"
NEW = LIST + "new"
QUEUE = "/en/desk/evidence"
DAY = timedelta(days=1)


@pytest.fixture
def firm(database):
    return make_firm(slug="theirs", country="UK", time_zone="UTC")


@pytest.fixture
def uk(firm):
    return make_offering(firm)


@pytest.fixture
def eu(firm):
    return make_offering(firm, "REP-EC-REP", "EU")


@pytest.fixture
def client(app, firm):
    return signed_in(app, make_member(firm))


@pytest.fixture
def staff(app, database):
    return signed_in(app, make_staff())


def last_day(days: int = 60):
    return now().astimezone(UTC).date() + days * DAY


def entered(*offerings, **given):
    """What the form is sent with."""
    return {
        "kind": "licence",
        "number": "L-100",
        "issuer_en": "Some Agency",
        "valid_until": last_day().isoformat(),
        "offerings": [str(each.id) for each in offerings],
        "step": "submit",
    } | given


def pdf(name="licence.pdf", data=PDF):
    return io.BytesIO(data), name


def check(**given):
    return {"step": "accept", "method": "document_read", "checked_on": now().date().isoformat()} | given


def newest() -> Credential:
    db.session.expire_all()
    return db.session.scalars(select(Credential).order_by(Credential.id.desc())).first()


def found(app, service="REP-UKRP", market="UK"):
    """Whom a reader is shown for it, and why others are left out."""
    db.session.expire_all()
    ranking = rank(
        Needs(markets=(market,), services=(service,)),
        taxonomy=taxonomy(edition().version),
        demo=False,
        day=now().date(),
        secret="secret",
    )
    return [each.firm.slug for each in ranking.candidates], [each.reason for each in ranking.excluded]


def directory(app, market="uk", service="rep-ukrp") -> bool:
    return "theirs" in app.test_client().get(f"/en/firms.csv?market={market}&service={service}").text


def test_from_the_firms_form_to_the_lapse_and_back(app, client, staff, firm, uk, eu):
    """The whole way: entered, checked, found as verified, lapsed, not found, renewed, found."""
    assert client.post(NEW, data=entered(uk, files=pdf())).status_code == 303
    made = newest()
    assert made.state is CredentialState.SUBMITTED
    assert f"/en/desk/evidence/{made.id}" in staff.get(QUEUE).text
    assert staff.post(f"{QUEUE}/{made.id}", data=check()).status_code == 303
    assert newest().state is CredentialState.ACCEPTED
    assert found(app) == (["theirs"], [])
    assert directory(app)

    take_steps(100, at=now() + 61 * DAY)
    assert found(app) == ([], [ExclusionReason.EVIDENCE_LAPSED])
    assert not directory(app)
    assert found(app, "REP-EC-REP", "EU") == (["theirs"], []), "nothing else stops with it"
    assert "Not found at present" in client.get(LIST).text

    address = client.post(LIST + str(made.id), data={"step": "renew"}).headers["Location"]
    page = client.get(address)
    assert "L-100" in page.text
    renewal = newest()
    answer = client.post(
        address, data=entered(uk, valid_until=last_day(400).isoformat(), version=str(renewal.version))
    )
    assert answer.status_code == 303
    assert staff.post(f"{QUEUE}/{renewal.id}", data=check()).status_code == 303
    assert found(app) == (["theirs"], [])
    assert directory(app)


def test_what_is_returned_says_why_and_may_be_sent_again(client, staff, uk):
    client.post(NEW, data=entered(uk))
    made = newest()
    address = f"{QUEUE}/{made.id}"
    assert staff.post(address, data={"step": "return", "reason": " "}).status_code == 422
    reason = "The number is not in the register."
    assert staff.post(address, data={"step": "return", "reason": reason}).status_code == 303
    page = client.get(LIST + str(made.id))
    assert reason in page.text
    sent = entered(uk, number="L-101", version=str(newest().version))
    assert client.post(LIST + str(made.id), data=sent).status_code == 303
    assert (newest().number, newest().state) == ("L-101", CredentialState.SUBMITTED)


def test_a_draft_waits_until_it_is_submitted(client, staff, uk):
    client.post(NEW, data=entered(uk, step="keep"))
    assert newest().state is CredentialState.DRAFT
    assert "No evidence waits." in staff.get(QUEUE).text


def test_a_change_from_an_old_page_overwrites_nothing_and_loses_nothing(client, uk):
    client.post(NEW, data=entered(uk, step="keep"))
    made = newest()
    old = str(made.version)
    address = LIST + str(made.id)
    client.post(address, data=entered(uk, number="L-200", step="keep", version=old))
    answer = client.post(address, data=entered(uk, number="L-300", step="keep", version=old))
    assert answer.status_code == 409
    assert newest().number == "L-200"
    assert 'value="L-300"' in answer.text


def test_the_second_editor_to_judge_is_told_and_keeps_the_words(staff, firm, uk):
    made = make_credential(firm, uk)
    staff.post(f"{QUEUE}/{made.id}", data=check())
    answer = staff.post(f"{QUEUE}/{made.id}", data={"step": "return", "reason": "No."})
    assert answer.status_code == 409
    assert newest().state is CredentialState.ACCEPTED


def test_what_is_over_is_not_accepted_and_the_reason_names_the_day(staff, firm, uk):
    made = make_credential(firm, uk, valid_until=now().date() - DAY)
    answer = staff.post(f"{QUEUE}/{made.id}", data=check())
    assert answer.status_code == 422
    assert "that day has passed" in answer.text


class TestFiles:
    def test_they_come_back_as_downloads_to_the_firm_and_to_staff(self, client, staff, uk):
        client.post(NEW, data=entered(uk, files=pdf()))
        made = newest()
        for who, page in ((client, LIST + str(made.id)), (staff, f"{QUEUE}/{made.id}")):
            text = who.get(page).text
            address = text.split(f"{page}/files/")[1].split('"')[0]
            answer = who.get(f"{page}/files/{address}")
            assert answer.data == PDF
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
            answer.close()

    def test_nobody_else_reads_them(self, app, client, firm, uk):
        client.post(NEW, data=entered(uk, files=pdf()))
        made = newest()
        page = LIST + str(made.id)
        address = page + "/files/" + client.get(page).text.split(f"{page}/files/")[1].split('"')[0]
        other = make_firm(slug="other")
        outsider = signed_in(app, make_member(other))
        assert outsider.get(address).status_code == 404
        assert outsider.get(address.replace("theirs", "other")).status_code == 404
        assert app.test_client().get(address).status_code in {302, 303}
        responder = signed_in(app, make_member(firm, role=MemberRole.RESPONDER))
        assert responder.get(address).status_code == 403
        assert responder.get(LIST).status_code == 403

    def test_a_file_of_one_piece_is_not_reached_through_another(self, client, firm, uk):
        client.post(NEW, data=entered(uk, files=pdf()))
        page = LIST + str(newest().id)
        name = client.get(page).text.split(f"{page}/files/")[1].split('"')[0]
        other = make_credential(firm, uk)
        assert client.get(f"{LIST}{other.id}/files/{name}").status_code == 404

    def test_one_is_deleted_with_its_bytes_while_it_is_a_draft(self, client, uk):
        client.post(NEW, data=entered(uk, step="keep", files=pdf()))
        made = newest()
        key = made.files[0].file
        page = LIST + str(made.id)
        name = client.get(page).text.split(f"{page}/files/")[1].split('"')[0]
        assert client.post(page, data={"step": "remove", "document": name}).status_code == 303
        assert newest().files == []
        with pytest.raises(FileNotFoundError):
            files().open(key)

    @pytest.mark.parametrize(
        ("name", "data", "why"),
        [
            ("setup.pdf", b"MZ\x90\x00" + b"\0" * 100, "it is not a PDF"),
            (
                "logo.svg",
                b"<svg><script>1</script></svg>",
                "it is not a PDF",
            ),
            ("page.pdf", b"<html><script>alert(1)</script>", "it is not a PDF"),
            ("a.docx", archive(("big", b"0" * 110_000_000)), "it unpacks to far more"),
            ("a.docx", archive(("word/vbaProject.bin", b"x")), "it carries programs"),
            ("a.docx", b"PK\x03\x04 and nothing more", "it is broken"),
            ("a.pdf", b"", "it is empty"),
        ],
        ids=["exe", "svg", "html", "bomb", "macros", "broken", "empty"],
    )
    def test_one_that_is_not_what_it_says_is_refused_and_words_are_kept(self, client, uk, name, data, why):
        answer = client.post(NEW, data=entered(uk, number="L-777", files=pdf(name, data)))
        assert answer.status_code == 422
        assert why in answer.text
        assert "please choose your files again" in answer.text
        assert 'value="L-777"' in answer.text
        assert db.session.scalar(select(CredentialFile)) is None
        assert newest() is None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"number": "9" * 5000}, "A number has at most 120 characters."),
        ({"issuer_en": "A" * 5000}, "has at most 200 characters"),
        ({"issuer_en": ""}, "Say who issued it"),
        ({"scope": "A" * 5000}, "has at most 2,000 characters"),
        ({"valid_from": "2099-01-01"}, "The last day is before the first."),
        ({"valid_until": "2020-01-01"}, "it proves nothing any more"),
        ({"valid_until": "9999-12-31"}, "Give a day between 1900 and 2100."),
        ({"valid_until": "31st of March"}, "Not a valid date value."),
        ({"seen_at": "javascript:alert(1)"}, "That is not the address of a public page."),
        ({"seen_at": "https://[::1"}, "That is not the address of a public page."),
        ({"kind": "crown"}, "Not a valid choice"),
        ({"offerings": ["999999"]}, "One of the choices does not exist."),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_bad_input_is_refused_with_a_reason_and_the_rest_is_kept(client, uk, given, why):
    answer = client.post(NEW, data=entered(uk) | {"seen_at": "https://agency.example/"} | given)
    assert answer.status_code == 422
    assert why in answer.text
    assert newest() is None
    if "number" not in given:
        assert 'value="L-100"' in answer.text


def test_another_firms_evidence_is_not_there(client, uk):
    theirs = make_accepted(make_firm())
    assert client.get(LIST + str(theirs.id)).status_code == 404
    assert client.post(LIST + str(theirs.id), data={"step": "withdraw"}).status_code == 404
    assert client.get(LIST + "99999999999999999999").status_code == 404


def test_what_lapses_first_stands_first(client, firm, uk):
    for number, days in (("LATE", 90), ("SOON", 10), ("MID", 40)):
        make_accepted(firm, uk, at=now(), number=number, valid_until=last_day(days))
    make_accepted(firm, uk, at=now(), number="NEVER", valid_until=None)
    text = client.get(LIST).text
    assert sorted(("LATE", "SOON", "MID", "NEVER"), key=text.index) == ["SOON", "MID", "LATE", "NEVER"]
