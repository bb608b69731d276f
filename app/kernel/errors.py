"""What the domain may decline."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A request the domain understood and declined.

    Subclasses carry facts, never sentences: a sentence has a language, and only
    the door that answers knows which. Words live in ``app.web.refusals``.
    """

    status: ClassVar[int] = 409

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts
