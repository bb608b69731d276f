"""The way to a firm, for anybody with an account: claim a listing, ask to join, register a firm."""

from app.workspace.joining import asking, claiming, inviting, overview, registering
from app.workspace.joining.door import joining

__all__ = ["asking", "claiming", "inviting", "joining", "overview", "registering"]
