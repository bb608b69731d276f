"""What should not be sent to the ask form gets a sentence, keeps nothing, and breaks nothing."""

import itertools
from urllib.parse import urlencode

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import func, select

from app.enquiries.models import Enquiry
from app.kernel.db import db
from app.outbox.models import Letter
from tests.doors.public.visitor import QUESTION, WHO, Page, Visitor
from tests.factories import make_firm, make_offering

pytestmark = pytest.mark.usefixtures("tokens")

STEPS = ("check", "update", "send")


@pytest.fixture
def visitor(client):
    make_offering(make_firm(slug="ukrp-firm"))
    return Visitor(client)


def kept():
    return [db.session.scalar(select(func.count()).select_from(model)) for model in (Enquiry, Letter)]


def is_a_sentence(page, status, tag="en"):
    """A page of ours in the reader's language, saying something, with nothing kept."""
    assert page.status == status, page.main
    assert page.document.get("lang") == tag
    assert len(page.main) > 40
    assert "Traceback" not in page.text
    assert kept() == [0, 0]
    return True


class TestTokens:
    @pytest.mark.parametrize("step", ["edit", *STEPS, "nonsense", ""])
    @pytest.mark.parametrize("token", [None, "", "x", "a" * 5000])
    def test_without_a_good_one_no_step_is_taken(self, visitor, step, token):
        page = visitor.send(visitor.write(), "/ask", step=step, csrf_token=token)
        assert is_a_sentence(page, 400)

    def test_somebody_elses_is_none(self, app, visitor):
        theirs = Visitor(app.test_client()).get("ask").values("/ask")["csrf_token"]
        assert is_a_sentence(visitor.send(visitor.write(), "/ask", step="send", csrf_token=theirs), 400)

    def test_a_browser_without_cookies_is_told(self, app, visitor):
        values = visitor.write().values("/ask")
        page = Page(app.test_client().post("/zh-hans/ask", data=values | {"step": "send"}))
        assert is_a_sentence(page, 400, "zh-Hans")

    def test_one_from_this_morning_has_expired_by_night(self, visitor, monkeypatch):
        checked = visitor.write()
        now = TimestampSigner("x").get_timestamp()
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now + 12 * 3600 + 5)
        assert is_a_sentence(visitor.send(checked, "/ask", step="send"), 400)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("step", [None, *STEPS])
def test_what_another_site_sends_is_refused(visitor, headers, step):
    data = {"text": QUESTION, **WHO} | ({"step": step} if step else {})
    page = Page(visitor.client.post("/zh-hant/ask", data=data, headers=headers))
    assert is_a_sentence(page, 403, "zh-Hant")


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}])
def test_what_our_own_pages_send_is_taken(visitor, headers):
    assert visitor.client.post("/en/ask", data={"text": QUESTION}, headers=headers).status_code == 200


TOO_LONG = {
    "text": QUESTION + "x" * 4000,
    "product": "x" * 301,
    "company": "x" * 201,
    "contact_name": "林" * 201,
    "email": "a" * 250 + "@example.test",
}


class TestFields:
    @pytest.mark.parametrize("field", TOO_LONG)
    @pytest.mark.parametrize("step", ["check", "send"])
    def test_what_is_too_long_is_said_at_its_field_and_kept_for_the_reader(self, visitor, field, step):
        wrong = visitor.send(visitor.write(), "/ask", step=step, **{field: TOO_LONG[field]})
        assert is_a_sentence(wrong, 422)
        assert (wrong.problems, wrong.faults("en")) == ([field], [])
        assert wrong.values("/ask")[field] == TOO_LONG[field]

    @pytest.mark.parametrize("field", ["from_firm", "from_article"])
    def test_what_nobody_sees_leads_to_the_page(self, visitor, field):
        wrong = visitor.write(**{field: "x" * 101})
        assert is_a_sentence(wrong, 422)
        assert (wrong.problems, wrong.faults("en")) == (["main"], [])

    @pytest.mark.parametrize("field", ["market", "service", "sector"])
    @pytest.mark.parametrize("value", ["ZZ", "uk", "' OR 1=1 --", "x" * 10_000])
    @pytest.mark.parametrize("step", ["check", "send"])
    def test_a_code_that_does_not_exist_is_said_and_can_be_mended(self, visitor, field, value, step):
        wrong = visitor.send(visitor.write(), "/ask", step=step, **{field: value})
        assert is_a_sentence(wrong, 422)
        assert (wrong.problems, wrong.faults("en")) == ([field], [])
        assert visitor.send(wrong, "/ask", step="check").status == 200

    @pytest.mark.parametrize("country", ["", "ZZ", "EU", "tw", "TW TW"])
    def test_a_country_that_is_none_is_said(self, visitor, country):
        wrong = visitor.write(country=country)
        assert is_a_sentence(wrong, 422)
        assert (wrong.problems, wrong.faults("en")) == (["country"], [])

    @pytest.mark.parametrize(
        "email",
        [
            "a",
            "a@",
            "@b",
            "a b@example.test",
            "a@example.test\nBcc: b@example.test",
            "a@b@c",
            "林@example.test",
        ],
    )
    def test_an_address_that_is_none_is_said(self, visitor, email):
        wrong = visitor.write(email=email)
        assert is_a_sentence(wrong, 422)
        assert wrong.problems == ["email"]

    @pytest.mark.parametrize("text", ["", " \r\n ", "short", "\u200b", "x" * 9])
    def test_a_question_that_asks_nothing_is_said(self, visitor, text):
        wrong = visitor.write(text=text)
        assert is_a_sentence(wrong, 422)
        assert wrong.problems == ["text"]

    @pytest.mark.parametrize("firm", ["x" * 10_000, "../ukrp-firm", "UKRP-FIRM"])
    def test_a_firm_that_is_none_gets_nothing(self, visitor, firm):
        assert is_a_sentence(visitor.ask(firm), 422)


#: What a hostile or broken client sends instead of words.
WILD = {
    "NUL": b"UK\x00Responsible\x00Person please",
    "broken UTF-8": b"UK \xff\xfe\xc3\x28 Responsible Person",
    "lone surrogates": b"UK \xed\xa0\x80\xed\xbf\xbf Responsible Person",
    "overlong": b"UK \xc0\xaf\xe0\x80\xaf Responsible Person",
    "right to left": "UK \u202e\u2066 Responsible Person \u202d".encode(),
    "zalgo": ("U" + "\u0336\u0489" * 500 + "K Responsible Person").encode(),
    "emoji": ("👩🏽‍⚕️🇹🇼" * 100 + " UK").encode(),
    "not characters": "UK \ufffe\uffff\U0010ffff Responsible Person".encode(),
    "template": b"{{ 7*7 }} {% raw %} %(name)s %s ${x} UK",
    "GB18030": "我们需要英国负责人，请回复".encode("gb18030"),
}


def encoded(fields):
    """A form body out of raw bytes."""
    return urlencode([(name, value) for name, value in fields]).encode()


@pytest.mark.parametrize("wild", WILD)
def test_wild_bytes_in_every_field_are_cleaned_or_declined(visitor, wild):
    values = visitor.write().values("/ask")
    names = [name for name in values if name != "csrf_token"]
    for name, step in itertools.product([*names, "firm", "share"], STEPS):
        fields = [(key, value) for key, value in values.items(multi=True) if key not in {name, "step"}]
        body = encoded([*fields, (name, WILD[wild]), ("step", step)])
        answer = visitor.client.post("/en/ask", data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 303, 400, 422}, (name, step)
    for enquiry in db.session.scalars(select(Enquiry)):
        for kept_text in (enquiry.text, enquiry.product, enquiry.company, enquiry.contact_name):
            assert "\x00" not in kept_text
            kept_text.encode()


SHAPED = ("text", "company", "email", "country", "nonce", "market", "csrf_token", "step")


@pytest.mark.parametrize("name", SHAPED)
@pytest.mark.parametrize("shape", ["{}[]", "{}[0]", "{}[a][b]", "{}."])
def test_a_field_in_another_shape_is_not_that_field(visitor, name, shape):
    values = visitor.write().values("/ask")
    values["step"] = "send"
    value = values.pop(name)
    values[shape.format(name)] = value
    answer = visitor.client.post("/en/ask", data=values)
    assert answer.status_code == {"csrf_token": 400, "step": 200, "market": 303}.get(name, 422)


@pytest.mark.parametrize("name", SHAPED)
def test_of_a_field_sent_twice_the_first_counts(visitor, name):
    values = visitor.write().values("/ask")
    values["step"] = "send"
    values.add(name, "other")
    answer = visitor.client.post("/en/ask", data=values)
    assert answer.status_code == (422 if name == "market" else 303)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_huge_body_is_refused_with_a_sentence(client, language):
    page = Page(client.post(f"/{language}/ask", data={"text": "x" * (1024 * 1024 + 1)}))
    assert is_a_sentence(page, 413, {"en": "en", "zh-hans": "zh-Hans"}[language])


def test_a_body_of_very_many_fields_is_no_crash(client):
    body = encoded([(f"market{n}", "x") for n in range(20_000)] + [("market", "x")] * 20_000)
    answer = client.post("/en/ask", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code < 500
    assert kept() == [0, 0]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_a_sentence(client, method):
    assert is_a_sentence(Page(client.open("/zh-hant/ask", method=method)), 405, "zh-Hant")


class TestAFormGoneBackTo:
    """The browser's way back, after a reference was given: what is written then is not the first question."""

    AGAIN = "We make a ventilator as well, and need a UK Responsible Person for it."

    def texts(self):
        return set(db.session.scalars(select(Enquiry.text)))

    def test_and_filled_otherwise_is_another_enquiry(self, visitor):
        checked = visitor.write()
        first = visitor.send(checked, "/ask", step="send")
        second, third = (visitor.send(checked, "/ask", step="send", text=self.AGAIN) for _ in range(2))
        assert (first.status, second.status) == (303, 303)
        assert first.answer.location != second.answer.location
        assert second.answer.location == third.answer.location
        assert self.texts() == {QUESTION, self.AGAIN}

    def test_opens_nothing_to_who_only_knows_its_number(self, client, visitor):
        checked = visitor.write()
        visitor.send(checked, "/ask", step="send")
        other = Visitor(client.application.test_client())
        sent = other.send(
            other.write(),
            "/ask",
            step="send",
            email="other@example.com",
            **{name: checked.values("/ask")[name] for name in ("nonce", "issued")},
        )
        reference = sent.answer.location.split("/")[-2]
        kept_one = db.session.scalar(select(Enquiry).where(Enquiry.reference == reference))
        assert kept_one.email == "other@example.com"


@pytest.mark.parametrize("broken", ["Lin\nBcc: all@firms.example", "Lin\r\nBcc: all@firms.example"])
def test_a_field_of_one_line_stays_one(visitor, broken):
    page = visitor.send(visitor.write(contact_name=broken), "/ask", step="check")
    assert page.values("/ask")["contact_name"] == "Lin Bcc: all@firms.example"
