"""Answers that take the same time whatever was found."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Longer than the dearest of the answers takes on a quiet machine; a busy one needs two.
_STEP = 0.4


@contextmanager
def evenly() -> Iterator[None]:
    """Let what is inside take a whole number of steps, so that its time does not tell what it did.

    The wait holds no transaction if the one inside has ended.
    """
    began = time.monotonic()
    try:
        yield
    finally:
        time.sleep(_STEP - (time.monotonic() - began) % _STEP)
