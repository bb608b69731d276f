"""Signing in, and a person’s own account."""

from app.i18n.addresses.ground import LocalAddresses


class AccountAddresses(LocalAddresses):
    """Signing in, and a person’s own account."""

    __slots__ = ()

    @property
    def sign_in(self) -> str:
        return self._page("account", "sign-in")

    def sign_in_to(self, wanted: str) -> str:
        """The sign-in page that leads on to ``wanted``."""
        return self._page("account", "sign-in", query=[("next", wanted)])

    def first_password(self, token: str) -> str:
        """Where an invited person chooses a password."""
        return self._page("account", "password", query=[("token", token)])

    @property
    def sign_out(self) -> str:
        return self._page("account", "sign-out")

    @property
    def second_step(self) -> str:
        return self._page("account", "second-step")

    @property
    def passkey_sign_in(self) -> str:
        return self._page("account", "passkey")

    @property
    def reset(self) -> str:
        return self._page("account", "reset")

    def reset_password(self, token: str) -> str:
        return self._page("account", "reset", "password", query=[("token", token)])

    @property
    def account(self) -> str:
        """A person's own account: what proves who they are, and where they are signed in."""
        return self._page("account", "")

    @property
    def sessions(self) -> str:
        return self._page("account", "sessions")

    @property
    def own_password(self) -> str:
        """Where somebody signed in chooses another password."""
        return self._page("account", "own-password")

    @property
    def move(self) -> str:
        return self._page("account", "address")

    def move_agreed(self, token: str) -> str:
        """Where one of the two mailboxes agrees to it."""
        return self._page("account", "address", "agree", query=[("token", token)])

    @property
    def codes(self) -> str:
        return self._page("account", "codes")

    @property
    def passkeys(self) -> str:
        return self._page("account", "passkeys")

    @property
    def recovery_codes(self) -> str:
        return self._page("account", "recovery-codes")
