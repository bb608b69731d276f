"""What the way a form comes in says for and against it; nothing of who sends it counts."""

import dataclasses
import json
from datetime import timedelta

import altcha
import pytest
from sqlalchemy import func, select
from werkzeug.exceptions import TooManyRequests

from app.enquiries.arrivals import Arrival
from app.enquiries.intake import intake
from app.enquiries.models import Enquiry, SpamLane
from app.kernel import clock
from app.kernel.db import db
from app.public import ask, proof
from tests.doors.public.visitor import QUESTION, WHO, Page, Visitor, each_language
from tests.factories import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("tokens")
LONG = QUESTION + " It is class IIa, sterile, and sold in Taiwan and Japan since the year before last."
MINUTE = timedelta(minutes=1)


class Clock:
    """The time of day at the door; it stands still until somebody moves it."""

    def __init__(self):
        self.at = clock.now()

    def __call__(self):
        return self.at

    def pass_by(self, **time):
        self.at += timedelta(**time)


@pytest.fixture
def time(monkeypatch):
    time = Clock()
    monkeypatch.setattr(ask, "now", time)
    return time


@pytest.fixture
def limited(app, monkeypatch):
    """As in life: posts are limited and forms want their time."""
    settings = dataclasses.replace(app.config["SETTINGS"], post_limit="60 per minute")
    monkeypatch.setitem(app.config, "SETTINGS", settings)


@pytest.fixture
def quick_proofs(monkeypatch):
    rules = dataclasses.replace(intake(), proof_cost=1, proof_prefix="0")
    monkeypatch.setattr(proof, "intake", lambda: rules)


def the_enquiry():
    return db.session.scalars(select(Enquiry)).one()


def how_many(model=Enquiry):
    return db.session.scalar(select(func.count()).select_from(model))


def signs(enquiry=None):
    return {sign for sign, _weight in (enquiry or the_enquiry()).intake["signs"]}


def challenge_of(page):
    (field,) = [each for each in page.document.iter("input") if each.get("name") == "proof"]
    return field.get("data-challenge")


def solved(page):
    """What a browser's script would send for the page's challenge."""
    challenge = altcha.Challenge.from_dict(json.loads(challenge_of(page)))
    solution = altcha.solve_challenge(challenge)
    return altcha.Payload(challenge, solution).to_base64()


def written(visitor, time, **changed):
    """Step one, filled in by somebody who takes a minute."""
    begun = visitor.get("ask")
    time.pass_by(minutes=1)
    return visitor.send(begun, "/ask", **{"text": QUESTION, "step": "check"} | WHO | changed)


class TestTime:
    def test_a_form_filled_in_no_time_waits_for_a_person_and_is_not_refused(self, visitor, limited, time):
        begun = visitor.get("ask")
        time.pass_by(seconds=4)
        checked = visitor.send(begun, "/ask", text=QUESTION, step="check", **WHO)
        assert visitor.send(checked, "/ask", step="send").status == 303
        assert (the_enquiry().spam_lane, "too_quick" in signs()) == (SpamLane.HOLD, True)

    def test_a_form_filled_in_some_seconds_is_a_persons(self, visitor, limited, time):
        begun = visitor.get("ask")
        time.pass_by(seconds=6)
        checked = visitor.send(begun, "/ask", text=QUESTION, step="check", **WHO)
        assert visitor.send(checked, "/ask", step="send").status == 303
        assert (the_enquiry().spam_lane, signs()) == (SpamLane.PASS, {"no_proof"})

    @pytest.mark.parametrize("language", each_language)
    def test_a_form_open_for_too_long_comes_back_whole_and_is_then_taken(
        self, client, limited, time, language
    ):
        visitor = Visitor(client, language)
        checked = written(visitor, time, product="Clip for 指")
        time.pass_by(hours=13)
        renewed = visitor.send(checked, "/ask", step="send", market=["UK", "US"])
        assert (renewed.status, renewed.problems, renewed.faults(language)) == (422, ["main"], [])
        values = renewed.values("/ask")
        assert (values["text"], values["product"], values.getlist("market")) == (
            QUESTION,
            "Clip for 指",
            ["UK", "US"] + [""] * values.getlist("market").count(""),
        )
        assert values["nonce"] == checked.values("/ask")["nonce"]
        assert how_many() == 0
        # Whoever had it open so long is not told to be slower.
        assert visitor.send(renewed, "/ask", step="send").status == 303
        assert the_enquiry().spam_lane is SpamLane.PASS

    @pytest.mark.parametrize("issued", [None, "", "x", "1-x", "99999999999999-x", "²-x"])
    def test_a_form_we_never_handed_out_comes_back_whole(self, visitor, limited, time, issued):
        renewed = visitor.send(written(visitor, time), "/ask", step="send", issued=issued)
        assert (renewed.status, renewed.problems, how_many()) == (422, ["main"], 0)
        assert renewed.values("/ask")["text"] == QUESTION

    def test_nobody_makes_a_form_older_than_it_is(self, visitor, limited, time):
        checked = written(visitor, time)
        moment, seal = checked.values("/ask")["issued"].split("-")
        forged = visitor.send(checked, "/ask", step="send", issued=f"{int(moment) - 60}-{seal}")
        assert forged.status == 422

    def test_the_seal_of_another_form_is_none(self, visitor, limited, time):
        other = visitor.get("ask").values("/ask")["issued"]
        assert visitor.send(written(visitor, time), "/ask", step="send", issued=other).status == 422


class TestTheSameForm:
    def test_sent_again_shows_the_same_receipt_and_counts_once(self, visitor, limited, time):
        checked = written(visitor, time)
        first, second = (visitor.send(checked, "/ask", step="send") for _ in range(2))
        assert first.answer.location == second.answer.location
        assert (how_many(), how_many(Arrival)) == (1, 1)

    def test_filled_otherwise_is_kept_and_the_third_waits_for_a_person(self, visitor, limited, time):
        checked = written(visitor, time)
        for company in ("One", "Two", "Three"):
            assert visitor.send(checked, "/ask", step="send", company=company).status == 303
        kept = {each.company: each for each in db.session.scalars(select(Enquiry))}
        assert [each in signs(kept["Two"]) for each in ("reused", "reused_often")] == [True, False]
        assert {name: each.spam_lane for name, each in kept.items()} == {
            "One": SpamLane.PASS,
            "Two": SpamLane.PASS,
            "Three": SpamLane.HOLD,
        }


class TestTheTrap:
    @pytest.mark.parametrize("language", each_language)
    def test_is_labelled_for_those_who_hear_the_page_and_out_of_the_way(self, client, language):
        page = Visitor(client, language).get("ask")
        (field,) = [each for each in page.document.iter("input") if each.get("name") == "homepage"]
        labels = [each for each in page.document.iter("label") if each.get("for") == field.get("id")]
        assert len(labels) == 1
        assert labels[0].text
        assert (field.get("tabindex"), field.get("autocomplete"), field.get("style")) == ("-1", "off", None)

    def test_filled_in_holds_the_enquiry_and_loses_nothing(self, visitor, limited, time):
        assert written(visitor, time, homepage="https://cheap.example").status == 200
        checked = written(visitor, time, homepage="https://cheap.example")
        assert checked.values("/ask")["homepage"] == "https://cheap.example"
        visitor.send(checked, "/ask", step="send")
        assert (the_enquiry().spam_lane, "trap" in signs()) == (SpamLane.HOLD, True)

    def test_filled_in_no_time_is_most_likely_no_person_and_is_kept_all_the_same(
        self, visitor, limited, time
    ):
        visitor.asked(homepage="x")
        assert the_enquiry().spam_lane is SpamLane.REJECT


class TestTheProof:
    @pytest.fixture(autouse=True)
    def _quick(self, quick_proofs):
        pass

    def test_of_a_form_takes_its_sign_away_and_goes_along_with_it(self, visitor, limited, time):
        begun = visitor.get("ask")
        checked = written(visitor, time, nonce=begun.values("/ask")["nonce"], proof=solved(begun))
        # The other form's number came without its seal, so it is dated anew; the proof is this form's.
        assert challenge_of(checked) is None
        time.pass_by(minutes=1)
        assert visitor.send(checked, "/ask", step="send").status == 303
        assert signs() == set()

    def test_is_not_wanted_of_those_without_script(self, visitor, limited, time):
        visitor.send(written(visitor, time), "/ask", step="send")
        assert (the_enquiry().spam_lane, signs()) == (SpamLane.PASS, {"no_proof"})

    @pytest.mark.parametrize("given", ["x", "e30=", "bnVsbA==", "W10=", "a" * 5000, "林"])
    def test_that_is_none_counts_a_little_more_and_holds_nobody(self, visitor, limited, time, given):
        sent = visitor.send(written(visitor, time), "/ask", step="send", proof=given)
        assert (sent.status, the_enquiry().spam_lane, signs()) == (303, SpamLane.PASS, {"bad_proof"})

    def test_of_another_form_is_none(self, visitor, limited, time):
        other = solved(visitor.get("ask"))
        visitor.send(written(visitor, time), "/ask", step="send", proof=other)
        assert signs() == {"bad_proof"}

    def test_made_easier_is_none(self, visitor, limited, time):
        checked = written(visitor, time)
        said = json.loads(challenge_of(checked))
        said["parameters"]["keyPrefix"] = ""
        challenge = altcha.Challenge.from_dict(said)
        easy = altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
        visitor.send(checked, "/ask", step="send", proof=easy)
        assert signs() == {"bad_proof"}

    def test_only_this_page_may_run_a_script_and_only_our_own(self, client):
        policy = client.get("/en/ask").headers["Content-Security-Policy"]
        assert {"script-src 'self'", "worker-src 'self'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
        assert "worker-src" not in client.get("/en/enquiries/").headers["Content-Security-Policy"]


class TestLimits:
    def sent(self, visitor, time, **changed):
        return visitor.send(written(visitor, time, **changed), "/ask", step="send")

    @pytest.mark.parametrize("language", each_language)
    def test_one_too_many_is_asked_to_wait_with_everything_it_typed(self, client, limited, time, language):
        visitor = Visitor(client, language)
        for _ in range(10):
            assert self.sent(visitor, time).status == 303
        later = self.sent(visitor, time, company="The eleventh")
        assert (later.status, later.problems, later.faults(language)) == (429, ["main"], [])
        assert later.values("/ask")["company"] == "The eleventh"
        assert int(later.answer.headers["Retry-After"]) in range(60 * 48, 60 * 61)
        assert how_many() == 10
        time.pass_by(seconds=int(later.answer.headers["Retry-After"]))
        assert visitor.send(later, "/ask", step="send").status == 303

    def test_what_is_sent_again_has_its_receipt_whatever_the_count(self, visitor, limited, time):
        checked = written(visitor, time)
        first = visitor.send(checked, "/ask", step="send")
        for _ in range(9):
            self.sent(visitor, time)
        assert self.sent(visitor, time).status == 429
        assert visitor.send(checked, "/ask", step="send").answer.location == first.answer.location

    @pytest.mark.parametrize(
        ("others", "is_counted"),
        [("192.0.2.{}", True), ("198.51.{}.1", False), ("2001:db8:1:{}::1", True), ("2001:db8:{}::1", False)],
    )
    def test_a_network_counts_its_addresses_together(
        self, client, limited, time, monkeypatch, others, is_counted
    ):
        few = [dataclasses.replace(each, most=3) for each in intake().limits if each.what == "network"]
        rules = dataclasses.replace(intake(), limits=tuple(few))
        monkeypatch.setattr("app.enquiries.arrivals.intake", lambda: rules)
        statuses = []
        for number in range(4):
            client.environ_base["REMOTE_ADDR"] = others.format(number + 1)
            statuses.append(self.sent(Visitor(client), time).status)
        assert statuses == [303, 303, 303, 429 if is_counted else 303]

    def test_one_text_is_counted_wherever_it_comes_from_and_however_it_is_spaced(self, client, limited, time):
        statuses = []
        for number in range(6):
            client.environ_base["REMOTE_ADDR"] = f"198.51.{number}.1"
            text = LONG.replace(" ", " " * (number + 1)).upper() if number % 2 else LONG
            statuses.append(self.sent(Visitor(client), time, text=text).status)
        assert statuses == [303] * 5 + [429]

    def test_a_short_text_is_many_peoples(self, client, limited, time):
        for number in range(6):
            client.environ_base["REMOTE_ADDR"] = f"198.51.{number}.1"
            assert self.sent(Visitor(client), time, text="I need a UKRP.").status == 303

    def test_no_address_is_kept_and_its_mark_goes_with_the_day(self, client, limited, time):
        client.environ_base["REMOTE_ADDR"] = "192.0.2.77"
        self.sent(Visitor(client), time, text=LONG)
        (row,) = db.session.scalars(select(Arrival))
        kept = [row.address, row.network, row.text]
        assert not any("192" in each or "pulse" in each for each in kept)
        time.pass_by(days=1, minutes=1)
        self.sent(Visitor(client), time)
        assert how_many(Arrival) == 1

    def test_too_much_of_anything_from_one_address_leaves_what_was_typed(self, visitor, app, time):
        def refuse():
            raise TooManyRequests

        checked = written(visitor, time)
        app.before_request_funcs.setdefault(None, []).append(refuse)
        try:
            values = checked.values("/ask").to_dict() | {"step": "send", "company": "Typed at length"}
            later = Page(visitor.client.post("/zh-hant/ask", data=values))
        finally:
            app.before_request_funcs[None].remove(refuse)
        assert (later.status, later.faults("zh-hant"), how_many()) == (429, [], 0)
        assert later.values("/ask")["company"] == "Typed at length"
        assert later.answer.headers["Retry-After"] == "60"


class TestSigns:
    def test_many_links_in_few_words_are_one(self, visitor, limited, time):
        links = " ".join(f"https://cheap.example/{n}" for n in range(4))
        visitor.send(written(visitor, time, text=f"{QUESTION} {links}"), "/ask", step="send")
        assert "many_links" in signs()

    def test_two_links_or_many_in_a_long_text_are_none(self, visitor, limited, time):
        for text in (f"{QUESTION} https://ours.example www.ours.example/device", LONG * 6 + " www.a.b" * 5):
            visitor.send(written(visitor, time, text=text), "/ask", step="send")
        assert {frozenset(signs(each)) for each in db.session.scalars(select(Enquiry))} == {
            frozenset({"no_proof"})
        }

    @pytest.mark.parametrize(
        ("email", "is_held"),
        [
            ("sales@agent.example", True),
            ("sales@mail.agent.example", True),
            ("lin@notagent.example", False),
            ("lin@example", False),
        ],
    )
    def test_the_domain_of_a_listed_firm_holds_with_that_reason(
        self, visitor, limited, time, database, email, is_held
    ):
        make_offering(make_firm(website="https://www.agent.example/", contact_email="desk@163.com"))
        sent = visitor.send(written(visitor, time, email=email), "/ask", step="send")
        if sent.status == 303:
            assert ("listed_firm" in signs(), the_enquiry().spam_lane is SpamLane.HOLD) == (is_held, is_held)

    def test_ticks_that_all_contradict_the_text_are_a_hint(self, visitor, limited, time):
        checked = written(visitor, time)
        visitor.send(checked, "/ask", step="send", market=["KR"], service=["REP-US-AGENT"])
        assert ("mismatch" in signs(), the_enquiry().spam_lane) == (True, SpamLane.PASS)


WHOEVER = (
    [
        {"email": f"lin@{provider}"}
        for provider in ("163.com", "qq.com", "gmail.com", "outlook.com", "proton.me", "mail.ru")
    ]
    + [{"contact_name": name} for name in ("林", "Suharto", "Ольга Петрова", "محمد", "김민지", "X Æ A-12")]
    + [
        {"company": name}
        for name in ("Widget Inc", "Widget LLC", "Widget Ltd.", "甲公司", "ООО Ромашка", "-")
    ]
    + [{"country": code} for code in ("CN", "RU", "NG", "IN", "US")]
)


@pytest.mark.parametrize("other", WHOEVER, ids=str)
def test_who_sends_it_changes_nothing(visitor, limited, time, database, other):
    make_offering(make_firm(contact_email="ukrp@163.com", website="https://firm.example"))
    checked = written(visitor, time, text=QUESTION + " www.a.b" * 3)
    for number, who in enumerate((WHO, WHO | other)):
        again = visitor.get("ask").values("/ask") if number else checked.values("/ask")
        form = {name: again[name] for name in ("nonce", "issued")}
        time.pass_by(minutes=1)
        sent = visitor.send(checked, "/ask", step="send", **who, **form)
        assert sent.status == 303, sent.main
    plain, changed = db.session.scalars(select(Enquiry).order_by(Enquiry.id))
    assert (changed.spam_lane, changed.intake, changed.way) == (plain.spam_lane, plain.intake, plain.way)
