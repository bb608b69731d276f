"""Letters that a reader may do without, and the link that stops them (RFC 8058)."""

from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.outbox.contacts import folded
from app.outbox.models import DeclinedTopic, Topic


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose letters of which topic a link is about."""

    address: str
    topic: Topic


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="letter-topic")


def sign(choice: Choice, *, secret: str) -> str:
    """The signed part of the link. It has no end: a letter may be found years later."""
    return str(_signer(secret).dumps([choice.address, choice.topic.value]))


def read(token: str, *, secret: str) -> Choice | None:
    """What the link is about; None for one that is not ours."""
    try:
        address, topic = _signer(secret).loads(token)
        return Choice(str(address), Topic(topic))
    except (BadSignature, UnicodeError, ValueError, TypeError):
        return None


def declines(address: str, topic: Topic) -> bool:
    """Whether the reader at that address wants no letters of the topic."""
    return db.session.scalar(select(DeclinedTopic.id).where(_is(Choice(address, topic)))) is not None


def stop(choice: Choice, *, at: datetime) -> None:
    """No more letters of the topic. Again changes nothing."""
    if declines(choice.address, choice.topic):
        return
    try:
        with db.session.begin_nested():
            db.session.add(DeclinedTopic(address=folded(choice.address), topic=choice.topic, at=at))
    except IntegrityError:
        pass  # two clicks at once say the same


def resume(choice: Choice) -> None:
    """Letters of the topic again. Again changes nothing."""
    db.session.execute(delete(DeclinedTopic).where(_is(choice)))


def _is(choice: Choice) -> ColumnElement[bool]:
    return and_(DeclinedTopic.address == folded(choice.address), DeclinedTopic.topic == choice.topic)
