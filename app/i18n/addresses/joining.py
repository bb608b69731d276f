"""Becoming one of a firm's people."""

from app.i18n.addresses.ground import LocalAddresses


class JoiningAddresses(LocalAddresses):
    """Becoming one of a firm's people."""

    __slots__ = ()

    @property
    def sign_up(self) -> str:
        """Where a stranger asks for an account."""
        return self._page("account", "sign-up")

    def sign_up_to(self, wanted: str) -> str:
        """The same, leading on to ``wanted``."""
        return self._page("account", "sign-up", query=[("next", wanted)])

    def sign_up_confirmed(self, token: str) -> str:
        """Where whoever reads the mail makes the account."""
        return self._page("account", "sign-up", "confirm", query=[("token", token)])

    def invitation(self, token: str) -> str:
        """Where an invited person joins a firm."""
        return self._page("account", "invitation", query=[("token", token)])

    @property
    def joining(self) -> str:
        """A person's firms, claims and requests."""
        return self._page("join", "")

    def claim(self, slug: str) -> str:
        """Where somebody says that a listing is their firm's."""
        return self._page("join", "firms", slug, "claim")

    def claim_proof(self, token: str) -> str:
        """Where the link sent to the firm's domain leads."""
        return self._page("join", "claims", "proof", query=[("token", token)])

    def claim_withdrawn(self, number: int) -> str:
        return self._page("join", "claims", str(number), "withdraw")

    def join_firm(self, slug: str) -> str:
        """Where somebody asks a firm's owners to let them in."""
        return self._page("join", "firms", slug, "request")

    @property
    def register(self) -> str:
        """Where a firm that is not listed begins to be."""
        return self._page("join", "register")

    def registration(self, number: int) -> str:
        return self._page("join", "register", str(number))

    def listing_request(self, slug: str) -> str:
        """Where anybody asks that a listing be corrected or removed."""
        return self._page("firms", slug, "request")

    def members(self, firm: str) -> str:
        """Who belongs to a firm; for its owners."""
        return self._page("workspace", firm, "people")

    def membership(self, firm: str) -> str:
        """One's own place at a firm."""
        return self._page("workspace", firm, "membership")

    def desk_claims(self, state: str = "", *, after: int = 0) -> str:
        return self._page("desk", "claims", query=[("state", state), ("after", str(after or ""))])

    def desk_claim(self, number: int) -> str:
        return self._page("desk", "claims", str(number))

    def claim_paper(self, number: int, paper: int) -> str:
        """A file that speaks for a claim, to download."""
        return self._page("desk", "claims", str(number), "papers", str(paper))

    def desk_registrations(self, state: str = "", *, after: int = 0) -> str:
        return self._page("desk", "registrations", query=[("state", state), ("after", str(after or ""))])

    def desk_registration(self, number: int) -> str:
        return self._page("desk", "registrations", str(number))

    def desk_requests(self, state: str = "", *, after: str = "") -> str:
        return self._page("desk", "requests", query=[("state", state), ("after", after)])

    def desk_request(self, number: int) -> str:
        return self._page("desk", "requests", str(number))
