"""A firm's website: which addresses may be listed, and whose mail is the firm's own."""

import ipaddress
from urllib.parse import urlsplit

LONGEST_WEBSITE = 500
#: Mail at these says nothing about a firm, whatever its website: everybody can have it.
_SHARED = """
    126.com 139.com 163.com 189.cn aliyun.com aol.com foxmail.com gmail.com gmx.com gmx.de gmx.net
    googlemail.com hotmail.com icloud.com live.com mail.com mail.ru me.com msn.com naver.com
    outlook.com pchome.com.tw proton.me protonmail.com qq.com sina.cn sina.com sohu.com tom.com
    vip.163.com vip.qq.com web.de yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.cn yahoo.com.hk
    yahoo.com.tw yandex.ru yeah.net zoho.com
"""
SHARED_MAIL = frozenset(_SHARED.split())


def plain_website(given: str) -> str | None:
    """The address as it is kept; None for one that a browser may not be sent to.

    Only the web, a host with a name, no user, no blanks: ``javascript:`` and its like are none.
    A host alone is taken for ``https``.
    """
    said = given.strip()
    # A port after a host looks like a scheme and is none.
    address = said if "://" in said else f"https://{said}"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or parts.username or parts.password:
        return None
    if len(address) > LONGEST_WEBSITE or any(each.isspace() or each in '<>"\\' for each in address):
        return None
    return address if _is_named(host) else None


def _is_named(host: str) -> bool:
    """Whether it is a name of the public kind: with a dot, and no number of a machine."""
    labels = host.rstrip(".").split(".")
    if len(labels) < 2 or not all(label and len(label) <= 63 for label in labels):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not labels[-1].isdigit() and bool(_ascii(host))
    return False


def _ascii(host: str) -> str:
    """The host as the name system has it, in small letters; empty where no name is written so."""
    try:
        return host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def host_of(website: str | None) -> str:
    """The host that the firm's mail would be at, without ``www.``; empty without one."""
    kept = plain_website(website or "") if website else None
    host = _ascii(urlsplit(kept).hostname or "") if kept else ""
    return host.removeprefix("www.")


def is_at(address: str, website: str | None) -> bool:
    """Whether the address is at the website's very domain.

    The two are compared whole: neither ``firm.example.attacker.example`` nor ``notfirm.example`` is
    ``firm.example``, and what everybody can have an address at is nobody's domain.
    """
    host = host_of(website)
    local, at, domain = address.strip().rpartition("@")
    theirs = _ascii(domain) if at and local and "@" not in local else ""
    return bool(host) and theirs == host and host not in SHARED_MAIL
