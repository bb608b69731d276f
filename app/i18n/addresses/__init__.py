"""Every address the pages link to, built by joining strings.

Building each link through the URL map was measured to make a page of twenty firms two to three times
dearer; a test holds these against the URL map instead.
"""

from app.i18n.addresses.account import AccountAddresses
from app.i18n.addresses.asking import AskingAddresses
from app.i18n.addresses.desk import DeskAddresses
from app.i18n.addresses.joining import JoiningAddresses
from app.i18n.addresses.public import PublicAddresses
from app.i18n.addresses.workspace import WorkspaceAddresses


class Addresses(
    PublicAddresses, AskingAddresses, WorkspaceAddresses, DeskAddresses, AccountAddresses, JoiningAddresses
):
    """The addresses of one language, relative to the host."""

    __slots__ = ()


__all__ = ["Addresses"]
