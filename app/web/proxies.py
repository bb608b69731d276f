"""``X-Forwarded-*`` is believed from the configured proxies only."""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class TrustedProxies:
    """Werkzeug's ProxyFix, for peers in the given networks; other peers' headers are dropped unread."""

    def __init__(self, inner: Wsgi, networks: tuple[Any, ...]) -> None:
        self.inner = inner
        self.behind_proxy = ProxyFix(inner, x_for=1, x_proto=1, x_host=0)
        self.networks = networks

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self._trusts(environ.get("REMOTE_ADDR", "")):
            return self.behind_proxy(environ, start_response)
        for name in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"):
            environ.pop(name, None)
        return self.inner(environ, start_response)

    def _trusts(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self.networks)
