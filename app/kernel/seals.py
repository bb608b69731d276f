"""What the portal signs to know it again when it comes back from outside, small enough for an address.

Mail servers fold the case of addresses and people type them from paper, so everything is written in one
case of one alphabet. It has no l, 1, o or 0: a look-alike is no character of it, and so is refused, never
guessed.
"""

import hashlib
import hmac

#: 32 characters, 5 bits each.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_BITS = 5
#: 80 bits.
SEAL_LENGTH = 16
#: 40 bits: numbers below 2⁴⁰.
HIDDEN_LENGTH = 8
_HALF = 20
_ROUNDS = 4


def _digest(secret: str, *words: object) -> int:
    said = "\x1f".join(str(word) for word in words)
    return int.from_bytes(hmac.digest(secret.encode(), said.encode(), hashlib.sha256), "big")


def _written(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> _BITS * place & 31] for place in reversed(range(length)))


def seal(purpose: str, *facts: object, secret: str) -> str:
    """16 characters that only the holder of the secret can make for these facts."""
    return _written(_digest(secret, "seal", purpose, *facts), SEAL_LENGTH)


def is_seal(given: str, purpose: str, *facts: object, secret: str) -> bool:
    """Whether ``given`` seals these facts, whatever its case; takes the same time for any wrong one."""
    made = seal(purpose, *facts, secret=secret)
    return hmac.compare_digest(given.lower().encode(errors="replace"), made.encode())


def _mixed(half: int, turn: int, purpose: str, secret: str) -> int:
    return _digest(secret, "hide", purpose, turn, half) & (1 << _HALF) - 1


def hide(number: int, purpose: str, *, secret: str) -> str:
    """A row's number as 8 characters that tell nobody which number it is, nor how many rows there are.

    Raises ValueError for a number that does not fit.
    """
    if not 0 <= number < 1 << 2 * _HALF:
        raise ValueError(f"not a number below 2 to the 40th: {number}")
    left, right = number >> _HALF, number & (1 << _HALF) - 1
    for turn in range(_ROUNDS):
        left, right = right, left ^ _mixed(right, turn, purpose, secret)
    return _written(left << _HALF | right, HIDDEN_LENGTH)


def reveal(hidden: str, purpose: str, *, secret: str) -> int | None:
    """The number that ``hide`` hid; None if no number is written so. Any 8 characters are some number."""
    plain = hidden.lower()
    if len(plain) != HIDDEN_LENGTH or any(each not in ALPHABET for each in plain):
        return None
    number = 0
    for each in plain:
        number = number << _BITS | ALPHABET.index(each)
    left, right = number >> _HALF, number & (1 << _HALF) - 1
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _mixed(left, turn, purpose, secret), left
    return left << _HALF | right
