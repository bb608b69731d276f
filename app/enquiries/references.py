"""What people call an enquiry: LRE-7K2Q-94MX."""

import secrets
import unicodedata

#: No 0, O, 1, I or L: nothing that is misread on paper or on the telephone.
#: 31 characters, a prime, as the check needs.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_PREFIX = "LRE"
_RANDOM = 7


def _check(body: str) -> str:
    """A character that differs for every single wrong character and every swap of neighbours."""
    total = sum(weight * ALPHABET.index(each) for weight, each in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def mint() -> str:
    """A new reference; about 27 thousand million exist."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    whole = body + _check(body)
    return f"{_PREFIX}-{whole[:4]}-{whole[4:]}"


def parse(typed: str) -> str | None:
    """The reference somebody typed, in its one form; None if it cannot be one.

    Case, width, blanks and dashes do not matter. A wrong character is refused, never guessed.
    """
    plain = "".join(
        each for each in unicodedata.normalize("NFKC", typed).upper() if each.isascii() and each.isalnum()
    )
    body = plain.removeprefix(_PREFIX)
    if len(body) != _RANDOM + 1 or any(each not in ALPHABET for each in body):
        return None
    if _check(body[:-1]) != body[-1]:
        return None
    return f"{_PREFIX}-{body[:4]}-{body[4:]}"
