"""DOOR · firms: the enquiries they were given, and what they do with them."""

from flask import Flask

from app.workspace import enquiries, firms
from app.workspace.door import workspace

__all__ = ["enquiries", "firms", "init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(workspace)
