"""Asking, and following what was asked."""

from collections.abc import Iterable

from app.i18n.addresses.ground import LocalAddresses


class AskingAddresses(LocalAddresses):
    """Asking, and following what was asked."""

    __slots__ = ()

    def ask_for(self, query: Iterable[tuple[str, str]]) -> str:
        """Asking with several things chosen: ``firm``, ``market``, ``service``, ``sector``, ``origin``."""
        return self._page("ask", query=query)

    def ask(self, *, firm: str = "", article: str = "", market: str = "", service: str = "") -> str:
        query = [
            ("firm", firm),
            ("article", article),
            ("market", market.lower()),
            ("service", service.lower()),
        ]
        return self._page("ask", query=query)

    @property
    def follow(self) -> str:
        """Where a reference and a passphrase are typed in."""
        return self._page("enquiries", "")

    def enquiry(self, reference: str, *, key: str = "") -> str:
        return self._page("enquiries", reference, query=[("key", key)])

    def receipt(self, reference: str) -> str:
        return self._page("enquiries", reference, "receipt")

    def consent(self, reference: str) -> str:
        """What the enquirer agreed to, to read and print."""
        return self._page("enquiries", reference, "consent")

    def consent_text(self, reference: str) -> str:
        """The same as a file."""
        return self._page("enquiries", reference, "consent.txt")

    def own_data(self, reference: str) -> str:
        """What is kept of an enquiry, to take away or to erase."""
        return self._page("enquiries", reference, "data")

    def own_archive(self, reference: str) -> str:
        """The same as a file."""
        return self._page("enquiries", reference, "data.zip")

    @property
    def erased(self) -> str:
        """Where whoever has erased an enquiry ends."""
        return self._page("enquiries", "erased")

    def enquiry_file(self, reference: str, file: str) -> str:
        """A file of one of the enquirer's conversations, to download; ``file`` is its hidden number."""
        return self._page("enquiries", reference, "files", file)

    def confirmation(self, reference: str, token: str) -> str:
        return self._page("enquiries", reference, "confirm", query=[("token", token)])

    def letters(self, token: str) -> str:
        """Where a reader stops letters of one topic; the token says whose and which."""
        return self._page("letters", query=[("token", token)])
