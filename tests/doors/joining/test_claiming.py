"""From a listing nobody has claimed to its owner: the claim, its proof, the desk's decision."""

import io

import pytest
from sqlalchemy import select

from app.accounts.actions import join
from app.accounts.models import Account, MemberRole
from app.directory.claims.models import Claim, ClaimState
from app.directory.models import Firm
from app.journal.firms import newest_of_firm
from app.kernel.clock import now
from app.kernel.db import db, transaction
from tests.doors.account.helpers import letters_to, link_in, past_second_step
from tests.doors.visitors import signed_in
from tests.factories import make_account, make_firm, make_staff

BY_MAIL = {"relation": "owner", "proof": "mail", "address": "Ann@Dunlin.example", "note": "I run it."}
PDF = b"%PDF-1.4 an extract of the register"


@pytest.fixture
def firm(database) -> Firm:
    return make_firm(
        slug="dunlin", claimed_at=None, contact_email=None, website="https://www.dunlin.example/about"
    )


@pytest.fixture
def person(database) -> Account:
    return make_account(email="ann@private.test")


@pytest.fixture
def staff(app, database):
    return past_second_step(app, make_staff(email="staff@portal.test"))


def claims() -> list[Claim]:
    db.session.expire_all()
    return list(db.session.scalars(select(Claim).order_by(Claim.id)))


def claimed_by_mail(app, firm, person) -> Claim:
    client = signed_in(app, person)
    assert client.post(f"/en/join/firms/{firm.slug}/claim", data=BY_MAIL).status_code == 303
    link = link_in(letters_to("ann@dunlin.example", "claim_proof")[0])
    assert client.post(link).status_code == 303
    return claims()[-1]


def test_the_public_page_of_an_unclaimed_listing_leads_to_the_claim(client, firm):
    page = client.get("/en/firms/dunlin").text
    assert 'href="/en/join/firms/dunlin/claim"' in page
    answer = client.get("/en/join/firms/dunlin/claim")
    assert answer.status_code == 303
    assert "/account/sign-in?next=" in answer.location


def test_a_claim_by_mail_goes_from_the_link_to_the_owner(app, client, firm, person, staff):
    claim = claimed_by_mail(app, firm, person)
    assert claim.is_proved
    assert "Ann Other" in staff.get("/en/desk/claims").text

    answer = staff.post(f"/en/desk/claims/{claim.id}", data={"step": "approve"})

    assert answer.status_code == 303
    db.session.expire_all()
    assert person.role_at(firm.id) is MemberRole.OWNER
    assert firm.claimed_at
    assert firm.contact_email == "ann@dunlin.example"
    assert letters_to(person.email, "firm_news")
    kinds = [each.kind for each in newest_of_firm(firm.id, most=10)]
    assert kinds == ["ClaimApproved", "ClaimProved", "ClaimMade"]
    page = client.get("/en/firms/dunlin").text
    assert "Is this your firm?" not in page
    assert "Claimed does not mean verified" in page


def test_a_claim_is_not_approved_before_its_link_was_opened(app, firm, person, staff):
    signed_in(app, person).post("/en/join/firms/dunlin/claim", data=BY_MAIL)
    claim = claims()[0]

    answer = staff.post(f"/en/desk/claims/{claim.id}", data={"step": "approve"})

    assert answer.status_code == 409
    assert claims()[0].state is ClaimState.WAITING
    db.session.expire_all()
    assert firm.claimed_at is None


def test_opening_the_link_proves_nothing_and_another_account_cannot_use_it(app, client, firm, person):
    mine = signed_in(app, person)
    mine.post("/en/join/firms/dunlin/claim", data=BY_MAIL)
    link = link_in(letters_to("ann@dunlin.example", "claim_proof")[0])

    assert mine.get(link).status_code == 200
    other = signed_in(app, make_account())
    assert other.get(link).status_code == 410
    assert other.post(link).status_code == 410
    assert client.post(link).status_code == 403
    assert claims()[0].address_seen_at is None
    assert mine.post(link).status_code == 303
    assert claims()[0].address_seen_at


@pytest.mark.parametrize(
    "address",
    [
        "ann@evil.example",
        "ann@notdunlin.example",
        "ann@dunlin.example.evil.example",
        "ann@mail.dunlin.example",
        "dunlin.example@evil.example",
    ],
)
def test_an_address_elsewhere_is_refused_and_nothing_typed_is_lost(app, firm, person, address):
    client = signed_in(app, person)

    answer = client.post("/en/join/firms/dunlin/claim", data=BY_MAIL | {"address": address})

    assert answer.status_code == 422
    assert "not at the domain" in answer.text
    assert f'value="{address}"' in answer.text
    assert "I run it." in answer.text
    assert claims() == []


def test_papers_go_to_the_desk_alone_and_only_as_downloads(app, firm, person, staff):
    mine = signed_in(app, person)
    data = {"relation": "agent", "proof": "documents", "files": (io.BytesIO(PDF), "register <1>.pdf")}
    answer = mine.post("/en/join/firms/dunlin/claim", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303

    claim = claims()[0]
    page = staff.get(f"/en/desk/claims/{claim.id}").text
    paper = f"/en/desk/claims/{claim.id}/papers/1"
    assert paper in page
    handed = staff.get(paper)
    assert handed.data == PDF
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in handed.headers["Content-Security-Policy"]
    handed.close()
    assert mine.get(paper).status_code == 404
    assert app.test_client().get(paper).status_code == 303


@pytest.mark.parametrize(
    ("name", "data"),
    [("bill.pdf", b"MZ\x90\x00\x03 an exe"), ("logo.svg", b"<svg><script>alert(1)</script></svg>")],
)
def test_a_paper_of_a_false_kind_is_refused_with_a_sentence(app, firm, person, name, data):
    form = {"relation": "owner", "proof": "documents", "note": "Kept.", "files": (io.BytesIO(data), name)}

    answer = signed_in(app, person).post(
        "/en/join/firms/dunlin/claim", data=form, content_type="multipart/form-data"
    )

    assert answer.status_code == 422
    assert "was not taken: it is not a PDF" in answer.text
    assert "Kept." in answer.text
    assert claims() == []


def test_a_rejection_needs_a_reason_and_the_claimant_reads_it(app, firm, person, staff):
    claim = claimed_by_mail(app, firm, person)

    assert staff.post(f"/en/desk/claims/{claim.id}", data={"step": "reject"}).status_code == 422
    staff.post(f"/en/desk/claims/{claim.id}", data={"step": "reject", "reason": "You left in 2020."})

    assert claims()[0].state is ClaimState.REJECTED
    assert "You left in 2020." in letters_to(person.email, "firm_news")[0].text
    assert "You left in 2020." in signed_in(app, person).get("/en/join/").text


def test_a_revocation_takes_back_all_that_came_of_the_claim(app, client, firm, person, staff):
    claim = claimed_by_mail(app, firm, person)
    staff.post(f"/en/desk/claims/{claim.id}", data={"step": "approve"})
    friend = make_account()
    with transaction():
        join(friend, firm_id=firm.id, role=MemberRole.EDITOR, at=now())

    staff.post(f"/en/desk/claims/{claim.id}", data={"step": "revoke", "reason": "Forged."})

    db.session.expire_all()
    assert firm.claimed_at is None
    assert person.role_at(firm.id) is None
    assert friend.role_at(firm.id) is None
    assert "Forged." in letters_to(person.email, "firm_news")[-1].text
    assert "Forged." not in letters_to(friend.email, "firm_news")[-1].text
    assert 'href="/en/join/firms/dunlin/claim"' in client.get("/en/firms/dunlin").text


def test_a_claimed_listing_leads_to_its_owners_instead(app, database):
    make_firm(slug="taken", website="https://dunlin.example")
    client = signed_in(app, make_account())

    assert "Ask to join" in client.get("/en/join/firms/taken/claim").text
    assert client.post("/en/join/firms/taken/claim", data=BY_MAIL).status_code == 409
    assert claims() == []


def test_the_desks_pages_are_the_desks_alone(app, client, firm, person):
    claim = claimed_by_mail(app, firm, person)
    mine = signed_in(app, person)
    for page in (f"/en/desk/claims/{claim.id}", "/en/desk/claims"):
        assert mine.get(page).status_code == 404
        assert client.get(page).status_code == 303
    assert mine.post(f"/en/desk/claims/{claim.id}", data={"step": "approve"}).status_code == 404
    assert claims()[0].state is ClaimState.WAITING


@pytest.mark.parametrize("website", [None, "https://www.gmail.com/"])
def test_where_no_mail_is_the_firms_own_only_papers_show_it(app, person, website):
    make_firm(slug="mailless", claimed_at=None, website=website)
    client = signed_in(app, person)

    page = client.get("/en/join/firms/mailless/claim").text
    assert 'value="mail"' not in page
    answer = client.post("/en/join/firms/mailless/claim", data=BY_MAIL | {"address": "ann@gmail.com"})
    assert answer.status_code == 422
    assert claims() == []
