"""Each asking of the matching is kept, shown as it was, and says the same when it is asked again."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from app.enquiries.models import Enquiry, Facet, FacetKind, FacetSource
from app.kernel.db import db, transaction
from app.matching.models import RoutingRun, RunPurpose
from app.matching.runs import runs_of
from tests.doors.visitors import WHO_ASKS, signed_in, take
from tests.factories import make_enquiry, make_firm, make_member, make_offering, make_staff


@pytest.fixture
def client(app, database):
    return signed_in(app, make_staff())


@pytest.fixture
def enquiry(database):
    facets = [
        Facet(kind=FacetKind.MARKET, code="UK", source=FacetSource.ENQUIRER),
        Facet(kind=FacetKind.SERVICE, code="REP-UKRP", source=FacetSource.ENQUIRER),
    ]
    return make_enquiry(facets=facets, **WHO_ASKS)


@pytest.fixture
def case(enquiry):
    return f"/en/desk/enquiries/{enquiry.reference}"


@pytest.fixture
def firm(database):
    firm = make_firm(slug="able")
    make_offering(firm)
    make_offering(make_firm(slug="unclaimed", claimed_at=None))
    return firm


@pytest.fixture
def run(client, case, firm, enquiry) -> RoutingRun:
    assert take(client, case, "refer", firms="able").status_code == 303
    return runs_of(enquiry.id)[0]


@pytest.fixture
def page(case, run):
    return f"{case}/runs/{run.id}"


def test_referring_firms_keeps_the_run_they_were_chosen_from(run, firm):
    assert run.purpose is RunPurpose.REFERRED
    assert [each["firm"] for each in run.outcome["candidates"]] == [firm.id]
    assert [each["reason"] for each in run.outcome["excluded"]] == ["not_claimed"]


def test_a_run_is_kept_only_with_what_came_of_it(client, case, enquiry, firm, monkeypatch):
    def fails(*_args, **_how):
        raise OSError

    monkeypatch.setattr("app.enquiries.actions.refer", fails)
    with pytest.raises(OSError):
        take(client, case, "refer", firms="able")

    assert runs_of(enquiry.id) == []


def test_the_case_leads_to_its_runs(client, case, page, run):
    shown = client.get(case).text

    assert page in shown
    assert "an editor’s choice of firms" in shown
    assert f"version {run.weights}" in shown


def test_a_run_shows_every_term_and_every_exclusion_as_kept(client, page, run):
    shown = client.get(page).text

    kept = run.outcome["candidates"][0]
    assert f"{kept['score']:.3f}" in shown
    for points in kept["points"].values():
        assert f">{points:.3f}<" in shown
    assert "the listing has not been taken over by the firm" in shown
    assert "UK Responsible Person: United Kingdom" in shown
    assert run.digest in shown


def test_what_is_shown_to_be_added_adds_up_to_the_score(client, case, firm):
    shown = client.get(case).text.split('<table class="sum">')[1].split("</table>")[0]
    rows = shown.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]

    total = 0.0
    for row in rows:
        value, weight, adds = (cell.split("<")[0].strip("× ") for cell in row.split('num">')[1:])
        total += float(adds)
        assert float(value) * float(weight) == pytest.approx(float(adds), abs=0.003)
    assert f"<b>{total:.3f}</b>" in shown


def test_asked_again_it_says_the_same_and_changes_nothing(client, page, run):
    count = select(func.count()).select_from(RoutingRun)
    before = db.session.scalar(count)

    shown = client.get(f"{page}/replay").text

    assert "The same." in shown
    assert db.session.scalar(count) == before


def test_a_run_says_the_same_after_the_firm_has_changed(client, page, firm):
    with transaction():
        firm.accepts_enquiries = False

    assert "The same." in client.get(f"{page}/replay").text


def test_what_was_tampered_with_is_named(client, page, run, firm):
    with transaction():
        run.outcome["candidates"][0]["terms"]["language"] = 0.001
        flag_modified(run, "outcome")

    shown = client.get(f"{page}/replay").text

    assert "Not the same." in shown
    assert "Language 0.001" in shown


def test_input_that_was_changed_since_is_named(client, page, run):
    with transaction():
        run.firms[0]["is_accepting"] = False
        flag_modified(run, "firms")

    shown = client.get(f"{page}/replay").text

    assert "What was kept has been changed since." in shown
    assert "takes no enquiries at present" in shown


def test_weights_that_are_no_longer_here_are_said_to_be_so(client, page, run):
    with transaction():
        run.weights = "999"

    assert "The weights of that version are no longer here." in client.get(f"{page}/replay").text
    assert client.get(page).status_code == 200


def test_a_firm_that_has_left_the_portal_is_still_counted(client, page, run):
    with transaction():
        run.outcome["excluded"][0]["firm"] = 999_999
        flag_modified(run, "outcome")

    assert "a firm that is no longer listed" in client.get(page).text


@pytest.mark.parametrize("which", ["0", "999999", "99999999999999999999", "x"])
def test_a_run_that_is_not_the_enquirys_is_not_there(client, case, run, which):
    assert client.get(f"{case}/runs/{which}").status_code == 404
    other = db.session.scalar(select(Enquiry).where(Enquiry.id == make_enquiry().id))
    assert client.get(f"/en/desk/enquiries/{other.reference}/runs/{run.id}").status_code == 404


def test_a_member_of_a_firm_finds_no_run(app, page, firm):
    assert signed_in(app, make_member(firm)).get(page).status_code == 404


def test_near_misses_and_the_reason_for_nobody_are_named(client, case, enquiry):
    elsewhere = make_firm(slug="elsewhere")
    make_offering(elsewhere, service="REP-UKRP", market="IE")

    shown = client.get(case).text

    assert "nobody listed offers this there" in shown
    assert "1 firm that nearly fits" in shown
    assert "Missing: United Kingdom" in shown
