"""No test reaches another machine, by mail or otherwise."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):  # a socket in the file system
        return True
    host = str(address[0])
    try:
        return host in {"localhost", ""} or ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            real = getattr(socket.socket, name)

            def guarded(self: socket.socket, *args: Any, _real: Any = real) -> Any:
                if self.family != socket.AF_UNIX and not _is_here(args[-1]):
                    pytest.fail(f"a test reached for another machine: {args[-1]}")
                return _real(self, *args)

            patch.setattr(socket.socket, name, guarded)
        yield
