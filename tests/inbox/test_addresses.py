"""The addresses that letters carry out and answers carry back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import BadSettings, read_settings
from app.enquiries.models import Party
from app.enquiries.reply_addresses import (
    ReplyClaim,
    is_reply_address,
    read_reply_address,
    reply_address,
)
from app.kernel.seals import ALPHABET, hide, reveal
from app.outbox.envelopes import envelope_sender, read_envelope_sender

SECRET = "a secret of the portal that is long enough"
DOMAIN = "reply.portal.example"

numbers = st.integers(min_value=0, max_value=2**40 - 1)


def made(referral: int = 7, party: Party = Party.FIRM) -> str:
    return reply_address(referral, party, secret=SECRET, domain=DOMAIN)


def read(address: str) -> ReplyClaim | None:
    return read_reply_address(address, secret=SECRET, domain=DOMAIN)


@given(referral=numbers, party=st.sampled_from([Party.FIRM, Party.ENQUIRER]))
def test_an_address_says_whose_answer_it_brings_to_which_referral(referral: int, party: Party) -> None:
    assert read(made(referral, party)) == ReplyClaim(referral, party)


@given(letter=numbers)
def test_an_envelope_says_which_letter_it_was(letter: int) -> None:
    address = envelope_sender(letter, secret=SECRET, domain=DOMAIN)
    assert read_envelope_sender(address, secret=SECRET, domain=DOMAIN) == letter


def test_servers_that_change_the_case_of_addresses_do_no_harm() -> None:
    assert read(made().upper()) == ReplyClaim(7, Party.FIRM)
    assert read(made() + ".") == ReplyClaim(7, Party.FIRM)


@given(st.data())
def test_one_changed_character_makes_an_address_nobodys(data: st.DataObject) -> None:
    address = made()
    at = data.draw(st.integers(2, address.index("@") - 1).filter(lambda place: address[place] != "-"))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda each: each != address[at]))
    assert read(address[:at] + other + address[at + 1 :]) is None


@pytest.mark.parametrize("other", ["l", "1", "o", "0", "I", "K", "ⅼ", "é"])
def test_a_look_alike_is_refused_and_not_guessed(other: str) -> None:
    address = made()
    for at, character in enumerate(address.partition("@")[0]):
        if at > 1 and character not in {"-", other.lower()}:
            assert read(address[:at] + other + address[at + 1 :]) is None


def test_what_the_seal_of_one_address_proves_proves_nothing_elsewhere() -> None:
    firm, enquirer = made(7, Party.FIRM), made(7, Party.ENQUIRER)
    other = made(8, Party.FIRM)
    assert read(firm.replace("-f-", "-e-")) is None
    assert read(enquirer.replace("-e-", "-f-")) is None
    assert read("-".join((*other.split("-")[:3], firm.split("-")[3]))) is None
    assert read_reply_address(firm, secret=SECRET + "!", domain=DOMAIN) is None
    assert read_reply_address(firm, secret=SECRET, domain="portal.example") is None
    assert read_envelope_sender(firm, secret=SECRET, domain=DOMAIN) is None


def test_a_forged_address_is_seen_for_what_it_wants_to_be() -> None:
    assert is_reply_address("R-12-f-abcdefgh@Reply.Portal.Example", domain=DOMAIN)
    assert not is_reply_address("r-12-f-abcdefgh@elsewhere.example", domain=DOMAIN)
    assert not is_reply_address("rosalind@reply.portal.example", domain=DOMAIN)


def test_neighbouring_numbers_are_not_seen_to_be_neighbours() -> None:
    hidden = [hide(number, "test", secret=SECRET) for number in range(100)]
    assert len(set(hidden)) == 100
    assert len({each[:4] for each in hidden}) > 90
    assert len({each[4:] for each in hidden}) > 90


@pytest.mark.parametrize("number", [-1, 2**40])
def test_a_number_that_does_not_fit_is_not_hidden(number: int) -> None:
    with pytest.raises(ValueError):
        hide(number, "test", secret=SECRET)


@pytest.mark.parametrize("hidden", ["", "abc", "abcdefghi", "abcdefg1", "abcdef-h", "中文字八個在這裡"])
def test_what_is_no_hidden_number_reveals_none(hidden: str) -> None:
    assert reveal(hidden, "test", secret=SECRET) is None


def test_an_address_fits_where_addresses_go() -> None:
    assert len(made(2**40 - 1).partition("@")[0]) <= 64
    assert made() == made().lower()


@pytest.mark.parametrize("domain", ["reply portal", "a@b.example", "-x.example", "例.example", "x..example"])
def test_a_reply_domain_that_is_none_is_reported_at_start(domain: str) -> None:
    with pytest.raises(BadSettings, match="MAIL_REPLY_DOMAIN"):
        read_settings({"DEMO": "1", "MAIL_REPLY_DOMAIN": domain})


def test_without_a_reply_domain_there_is_none() -> None:
    assert read_settings({"DEMO": "1"}).mail_reply_domain is None
    assert read_settings({"DEMO": "1", "MAIL_REPLY_DOMAIN": " Reply.Example "}).mail_reply_domain == (
        "reply.example"
    )
