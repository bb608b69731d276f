"""The addresses stand in ``app.i18n.addresses``: letters link to pages too."""

from app.i18n.addresses import Addresses

__all__ = ["Addresses"]
