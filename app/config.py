"""What the surroundings say: read once at start, frozen, all faults reported together."""

import ipaddress
import re
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

#: Good enough to try the portal on one's own machine, refused anywhere else.
DEFAULT_SECRET = "only-for-trying-out-not-for-serving"  # noqa: S105
_SHORTEST_SECRET = 32
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class BadSettings(Exception):
    """The surroundings do not make sense; each fault is one line for the operator."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the portal is told from outside."""

    database_url: str
    replica_url: str | None
    redis_url: str | None
    secret_key: str = field(repr=False)
    base_url: str
    demo: bool
    production: bool
    data_dir: Path
    mail_server: str
    mail_port: int
    mail_use_tls: bool
    mail_username: str | None
    mail_password: str | None = field(repr=False)
    mail_sender: str
    #: Whether the mail server carries addresses in other scripts than Latin (SMTPUTF8); forms ask.
    mail_smtputf8: bool
    #: Where the desk is told that something is late, and in which language; None: only its queues say so.
    mail_desk: str | None
    mail_desk_language: str
    #: The domain whose mail comes in here (``flask inbox``); None where nothing does, and letters say so.
    mail_reply_domain: str | None
    #: Posts allowed from one address, in Flask-Limiter's words; empty means no limit (for load tests).
    post_limit: str
    #: Networks whose ``X-Forwarded-*`` headers are believed.
    trusted_proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    @property
    def host(self) -> str:
        """The public host name, for Message-IDs."""
        return urlsplit(self.base_url).hostname or "localhost"


def _flag(value: str) -> bool:
    return value.strip().lower() in {"1", "true", "yes", "on"}


def _is_local(host: str) -> bool:
    try:
        return all(ipaddress.ip_address(info[4][0]).is_loopback for info in socket.getaddrinfo(host, None))
    except OSError:
        return False


def _database_url(given: str, data_dir: Path) -> str:
    """SQLite under the data folder unless another is given; plain PostgreSQL addresses get our driver."""
    if not given:
        return f"sqlite:///{data_dir / 'portal.db'}"
    for plain in ("postgresql://", "postgres://"):
        if given.startswith(plain):
            return "postgresql+psycopg://" + given.removeprefix(plain)
    return given


def _networks(given: str, faults: list[str]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    networks = []
    for part in given.split(","):
        if not part.strip():
            continue
        try:
            networks.append(ipaddress.ip_network(part.strip()))
        except ValueError:
            faults.append(f"TRUSTED_PROXIES: {part.strip()!r} is not a network")
    return tuple(networks)


def _faults_of(settings: Settings) -> list[str]:
    faults = []
    if not settings.base_url.startswith(("http://", "https://")):
        faults.append(f"BASE_URL: {settings.base_url!r} is not a web address")
    if not settings.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        faults.append("DATABASE_URL: neither sqlite:///… nor postgresql+psycopg://…")
    if settings.demo and not _is_local(settings.mail_server):
        faults.append("DEMO=1 with a mail server that is not on this machine: sample mail would leave it")
    if settings.mail_reply_domain and not _DOMAIN.fullmatch(settings.mail_reply_domain):
        faults.append(f"MAIL_REPLY_DOMAIN: {settings.mail_reply_domain!r} is not a domain")
    return faults


def must_keep_a_secret(settings: Settings) -> None:
    """Raises BadSettings if what the portal signs in production could be forged by anybody.

    Asked before anything is served, sent or kept; what only computes and prints needs no secret.
    """
    if not settings.production:
        return
    if settings.secret_key == DEFAULT_SECRET:
        raise BadSettings(["SECRET_KEY: the default one is known to everybody; set one of your own"])
    if len(settings.secret_key) < _SHORTEST_SECRET:
        raise BadSettings([f"SECRET_KEY: shorter than {_SHORTEST_SECRET} characters"])


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in ``environ``. Raises BadSettings with every fault found, not only the first.

    A portal is in production unless ``DEMO=1``: the safe side is the default.
    """
    faults: list[str] = []
    data_dir = Path(environ.get("DATA_DIR") or "var").absolute()
    demo = _flag(environ.get("DEMO", ""))
    port = environ.get("MAIL_PORT") or "25"
    if not port.isdigit():
        faults.append(f"MAIL_PORT: {port!r} is not a number")
    base_url = (environ.get("BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    settings = Settings(
        database_url=_database_url(environ.get("DATABASE_URL", ""), data_dir),
        replica_url=environ.get("DATABASE_REPLICA_URL") or None,
        redis_url=environ.get("REDIS_URL") or None,
        secret_key=environ.get("SECRET_KEY") or DEFAULT_SECRET,
        base_url=base_url,
        demo=demo,
        production=not demo,
        data_dir=data_dir,
        mail_server=environ.get("MAIL_SERVER") or "127.0.0.1",
        mail_port=int(port) if port.isdigit() else 25,
        mail_use_tls=_flag(environ.get("MAIL_USE_TLS", "")),
        mail_username=environ.get("MAIL_USERNAME") or None,
        mail_password=environ.get("MAIL_PASSWORD") or None,
        mail_sender=environ.get("MAIL_SENDER") or f"portal@{urlsplit(base_url).hostname or 'localhost'}",
        mail_smtputf8=_flag(environ.get("MAIL_SMTPUTF8", "")),
        mail_desk=environ.get("MAIL_DESK", "").strip() or None,
        mail_desk_language=environ.get("MAIL_DESK_LANGUAGE", "en").strip().lower(),
        mail_reply_domain=(environ.get("MAIL_REPLY_DOMAIN") or "").strip().lower() or None,
        post_limit=environ.get("POST_LIMIT", "60 per minute"),
        trusted_proxies=_networks(environ.get("TRUSTED_PROXIES", "127.0.0.0/8,::1/128"), faults),
    )
    faults += _faults_of(settings)
    if faults:
        raise BadSettings(faults)
    return settings


def fresh_secret() -> str:
    """A secret fit for SECRET_KEY: 256 random bits."""
    return secrets.token_urlsafe(32)
