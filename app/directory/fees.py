"""How a firm charges for an offering, without prices."""

from enum import Enum


class FeeItem(Enum):
    """What a fee may be asked for. How much is nowhere kept."""

    ANNUAL = "annual"
    PRODUCT = "product"
    UPDATE = "update"
    RELEASE = "release"


class FeeTerm(Enum):
    """How it is charged."""

    INCLUDED = "included"
    EXTRA = "extra"
    ASK = "ask"
