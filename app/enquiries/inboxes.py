"""A firm's inbox: what waits for the firm first, then what waits for the enquirer, then what is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from app.directory.models import Firm
from app.enquiries.handling import Assignment
from app.enquiries.models import Enquiry, Referral
from app.enquiries.states import REFERRAL_HIDDEN, REFERRAL_OPEN, ReferralState
from app.kernel.db import db

PAGE = 50


class Turn(Enum):
    """Whose move it is, in the order of the inbox."""

    FIRM = "firm"
    ENQUIRER = "enquirer"
    NOBODY = "nobody"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Behind every date there is.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_TURNS = tuple(Turn)


def turn_of(referral: Referral) -> Turn:
    """Whose move it is; the statement below says the same."""
    if referral.state in REFERRAL_OPEN:
        return Turn.ENQUIRER if referral.question_at else Turn.FIRM
    return Turn.ENQUIRER if referral.state is ReferralState.ANSWERED else Turn.NOBODY


_RANK: ColumnElement[int] = case(
    (and_(Referral.state.in_(REFERRAL_OPEN), Referral.question_at.is_(None)), 0),
    (or_(Referral.state == ReferralState.ANSWERED, Referral.question_at.is_not(None)), 1),
    else_=2,
)
#: What waits for the firm goes by its date, the earliest first; the rest by arrival, the newest first.
_DUE = func.coalesce(Referral.due_at, _NEVER, type_=Referral.due_at.type)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the inbox ended. It holds no row's number, which would tell how many there are."""

    rank: int
    moment: datetime
    reference: str

    @classmethod
    def of(cls, referral: Referral) -> "Place":
        rank = _TURNS.index(turn_of(referral))
        moment = (referral.due_at or _NEVER) if rank == 0 else referral.visible_at
        return cls(rank, moment or _EPOCH, referral.enquiry.reference)

    def __str__(self) -> str:
        return f"{self.rank}.{(self.moment - _EPOCH) // timedelta(microseconds=1)}.{self.reference}"

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """None for what no page of ours has written."""
        rank, _, rest = written.partition(".")
        moment, _, reference = rest.partition(".")
        figures = rank in {"0", "1", "2"} and moment.isascii() and moment.isdigit() and len(moment) < 19
        if not figures or not 0 < len(reference) <= 16:
            return None
        try:
            return cls(int(rank), _EPOCH + timedelta(microseconds=int(moment)), reference)
        except OverflowError:
            return None

    @property
    def behind(self) -> ColumnElement[bool]:
        """What comes after it, also where the row itself has moved meanwhile."""
        further = (
            literal(self.moment, _DUE.type) < _DUE if self.rank == 0 else Referral.visible_at < self.moment
        )
        same = (
            literal(self.moment, _DUE.type) == _DUE if self.rank == 0 else Referral.visible_at == self.moment
        )
        beside = and_(same, Enquiry.reference > self.reference)
        return or_(literal(self.rank) < _RANK, and_(literal(self.rank) == _RANK, or_(further, beside)))


def _mine(firm_id: int, turn: Turn | None, account_id: int | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        Referral.firm_id == firm_id,
        Referral.state.not_in(REFERRAL_HIDDEN),
    ]
    if turn is not None:
        wanted.append(literal(_TURNS.index(turn)) == _RANK)
    if account_id is not None:
        wanted += [_in_hands_of(account_id), _RANK < 2]
    return wanted


def _in_hands_of(account_id: int) -> ColumnElement[bool]:
    return (
        select(Assignment.id)
        .where(Assignment.referral_id == Referral.id, Assignment.account_id == account_id)
        .exists()
    )


def inbox_of(
    firm_id: int,
    *,
    turn: Turn | None = None,
    account_id: int | None = None,
    after: Place | None = None,
    limit: int = PAGE,
) -> Sequence[Referral]:
    """A firm's referrals with what each is about; two statements, however many there are.

    turn: only those. account_id: only what that person has in hand and is not over. after: where the page
    before ended.
    """
    found = (
        select(Referral)
        .join(Referral.enquiry)
        .join(Referral.firm)
        .where(*_mine(firm_id, turn, account_id))
        .options(
            contains_eager(Referral.enquiry).options(lazyload(Enquiry.consents), lazyload(Enquiry.referrals)),
            contains_eager(Referral.firm).options(lazyload(Firm.texts)),
            lazyload(Referral.messages),
        )
        .order_by(
            _RANK,
            case((_RANK == 0, _DUE), else_=None),
            Referral.visible_at.desc(),
            Enquiry.reference,
        )
        .limit(limit)
    )
    if after is not None:
        found = found.where(after.behind)
    return db.session.scalars(found).unique().all()


def inbox_counts(firm_id: int, account_id: int) -> Mapping[str, int]:
    """How many there are by ``Turn``, and ``mine``, in this person's hands; one statement."""
    held = case((and_(_in_hands_of(account_id), _RANK < 2), 1), else_=0)
    rows: Any = db.session.execute(
        select(_RANK, func.count(), func.sum(held)).where(*_mine(firm_id, None, None)).group_by(_RANK)
    ).all()
    counts = dict.fromkeys([each.value for each in Turn], 0) | {"mine": 0}
    for rank, number, own in rows:
        counts[_TURNS[rank].value] = number
        counts["mine"] += own or 0
    return counts
