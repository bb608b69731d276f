"""What opens an enquiry, and what does not."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import TimestampSigner

from app.enquiries.access import CONFIRMATION_DAYS, Confirmation, key_of, opens, passphrase_of
from app.enquiries.errors import LinkExpired
from app.enquiries.models import Enquiry
from app.enquiries.references import ALPHABET, mint

SECRET = "a secret for tests"


def enquiry(salt="salt", reference="LRE-2222-2222", email="a@example.test"):
    return Enquiry(salt=salt, reference=reference, email=email)


def test_the_key_and_the_passphrase_open_it_and_stay_the_same():
    mine = enquiry()
    key, passphrase = key_of(mine, secret=SECRET), passphrase_of(mine, secret=SECRET)
    assert re.fullmatch(r"[a-z2-7]{26}", key)
    assert re.fullmatch(rf"(?:[{ALPHABET.lower()}]{{4}}-?){{3}}", passphrase)
    assert opens(mine, key, secret=SECRET)
    assert opens(mine, passphrase, secret=SECRET)
    assert (key_of(enquiry(), secret=SECRET), passphrase_of(enquiry(), secret=SECRET)) == (key, passphrase)


@pytest.mark.parametrize("written", [str.upper, lambda it: it.replace("-", " "), lambda it: f" {it} "])
def test_a_passphrase_may_be_typed_as_people_do(written):
    assert opens(enquiry(), written(passphrase_of(enquiry(), secret=SECRET)), secret=SECRET)


@pytest.mark.parametrize("made", [key_of, passphrase_of])
def test_what_opens_another_enquiry_does_not_open_this_one(made):
    other = enquiry(salt="other")
    assert not opens(enquiry(), made(other, secret=SECRET), secret=SECRET)
    assert not opens(enquiry(), made(enquiry(), secret="another secret"), secret=SECRET)


def test_a_new_salt_ends_the_old_key():
    mine = enquiry()
    key = key_of(mine, secret=SECRET)
    mine.salt = "new"
    assert not opens(mine, key, secret=SECRET)


@pytest.mark.parametrize("wrong", ["", " ", "-", "\x00", "\ud800", "英國", "a" * 10_000, "LRE-2222-2222"])
def test_anything_else_opens_nothing(wrong):
    assert not opens(enquiry(), wrong, secret=SECRET)


@pytest.mark.parametrize("made", [key_of, passphrase_of])
def test_almost_right_is_wrong(made):
    right = made(enquiry(), secret=SECRET)
    for place in range(len(right)):
        if right[place] != "-":
            wrong = right[:place] + ("b" if right[place] != "b" else "c") + right[place + 1 :]
            assert not opens(enquiry(), wrong, secret=SECRET)
    assert not opens(enquiry(), right[:-1], secret=SECRET)


class TestConfirmation:
    @pytest.fixture
    def later(self, monkeypatch):
        """Move the clock by which links age."""

        def move(by):
            moment = datetime.now(UTC).timestamp() + by.total_seconds()
            monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(moment))

        return move

    links = Confirmation(SECRET)

    def test_a_link_is_good_for_its_enquiry(self):
        self.links.check(self.links.sign(enquiry()), enquiry())

    def test_a_link_lasts_for_seven_days(self, later):
        token = self.links.sign(enquiry())
        later(timedelta(days=CONFIRMATION_DAYS, seconds=-5))
        self.links.check(token, enquiry())

    def test_after_that_it_is_refused(self, later):
        token = self.links.sign(enquiry())
        later(timedelta(days=CONFIRMATION_DAYS, seconds=5))
        with pytest.raises(LinkExpired):
            self.links.check(token, enquiry())

    @pytest.mark.parametrize(
        "other", [{"reference": mint()}, {"email": "b@example.test"}], ids=["enquiry", "address"]
    )
    def test_a_link_of_another_enquiry_or_address_is_refused(self, other):
        with pytest.raises(LinkExpired):
            self.links.check(self.links.sign(enquiry(**other)), enquiry())

    @pytest.mark.parametrize("secret", ["another secret", ""])
    def test_a_link_signed_by_somebody_else_is_refused(self, secret):
        with pytest.raises(LinkExpired):
            self.links.check(Confirmation(secret).sign(enquiry()), enquiry())

    def test_an_altered_link_is_refused(self):
        token = self.links.sign(enquiry())
        for place in range(0, len(token), 7):
            wrong = token[:place] + ("x" if token[place] != "x" else "y") + token[place + 1 :]
            with pytest.raises(LinkExpired):
                self.links.check(wrong, enquiry())

    @pytest.mark.parametrize("token", ["", "...", "\x00", "\ud800", "null", "a" * 100_000])
    def test_what_is_no_link_is_refused(self, token):
        with pytest.raises(LinkExpired):
            self.links.check(token, enquiry())
