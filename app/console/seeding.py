"""``flask seed``: the content that comes with the portal."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup
from flask_security import hash_password
from sqlalchemy import select

from app.accounts.actions import create_account, join, make_staff
from app.accounts.models import Account, MemberRole
from app.articles.actions import publish_article
from app.articles.errors import UnsoundText
from app.console import seed_files
from app.console.demo_counts import add_demo_counts
from app.console.seed_files import SEED, read_yaml
from app.directory.actions import publish_firm
from app.directory.models import Firm
from app.directory.offerings import derive
from app.kernel.clock import now
from app.kernel.content import edition, raise_version
from app.kernel.db import db, transaction
from app.taxonomy import actions as taxonomy_actions
from app.taxonomy.models import (
    FalseFriend,
    Family,
    Region,
    Regulator,
    Requirement,
    Sector,
    Service,
    Term,
)
from app.taxonomy.queries import taxonomy
from app.taxonomy.snapshot import Taxonomy

T = TypeVar("T")

seed_cli = AppGroup("seed", help="The content that comes with the portal.")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody to try the portal as."""

    email: str
    name: str
    language: str
    #: The slug of the sample firm they belong to; None for staff.
    firm: str | None


#: Known to everybody, and therefore only ever set beside the sample firms.
DEMO_PASSWORD = "try-the-portal-2026"  # noqa: S105
DEMO_ACCOUNTS = (
    DemoAccount("staff@portal.example", "Ling Wu", "en", None),
    DemoAccount("dunlin@portal.example", "Owen Marsh", "en", "demo-dunlin"),
    DemoAccount("eastmere@portal.example", "Clara Whitfield", "en", "demo-eastmere"),
    DemoAccount("wenshan@portal.example", "林佳穎", "zh-hant", "demo-wenshan"),
    DemoAccount("jadeitebridge@portal.example", "陈思远", "zh-hans", "demo-jadeitebridge"),
)

_CONCEPTS: Sequence[tuple[str, str, type[taxonomy_actions.Kept], Callable[..., dict[str, Any]]]] = (
    ("regions", "regions", Region, seed_files.region),
    ("regulators", "regulators", Regulator, seed_files.regulator),
    ("sectors", "sectors", Sector, seed_files.sector),
    ("services", "families", Family, seed_files.family),
    ("services", "services", Service, seed_files.service),
    ("requirements", "requirements", Requirement, seed_files.requirement),
    ("glossary", "terms", Term, seed_files.term),
    ("glossary", "false_friends", FalseFriend, seed_files.false_friend),
)
_AMBIGUITIES = {
    "region": "regions",
    "regulator": "regulators",
    "sector": "sectors",
    "service": "services",
}


@dataclass(slots=True)
class Tally:
    """How many records of a kind were read, and how many of them changed something."""

    what: str
    read: int = 0
    changed: int = 0

    def count(self, changed: bool) -> None:
        self.read += 1
        self.changed += changed

    def __str__(self) -> str:
        return f"{self.what:<16}{self.read:>5} read {self.changed:>5} changed"


@seed_cli.command("load")
@click.option("--demo", is_flag=True, help="Also the sample firms, and accounts to try the portal with.")
def load_command(demo: bool) -> None:
    """Load what lies under seed/; doing it again changes nothing.

    Nothing is removed: sample firms once loaded stay when the command runs without --demo.
    """
    try:
        for tally in load(SEED, demo=demo, at=now()):
            click.echo(tally)
    except UnsoundText as fault:
        raise click.ClickException(str(fault)) from fault


def load(seed: Path, *, demo: bool, at: datetime) -> Iterator[Tally]:
    """Load each part in a transaction of its own, so that what follows can rest on it.

    The content version rises once for each part that changed something.
    """
    yield from _publishing(load_taxonomy(seed), at)
    words = taxonomy(edition().version)
    firms = [seed_files.real_firm(each) for each in read_yaml(seed / "firms/firms.yaml")["firms"]]
    yield from _publishing(load_firms("Firms", firms, words), at)
    if demo:
        samples = read_yaml(seed / "demo/demo_firms.yaml")["demo_firms"]
        firms = [seed_files.sample_firm(each) for each in samples]
        yield from _publishing(load_firms("Sample firms", firms, words), at)
    yield from _publishing(load_articles(seed), at)
    if demo:
        with transaction():
            tally = load_demo_accounts()
        yield tally
        with transaction():
            slugs = [each.firm for each in DEMO_ACCOUNTS if each.firm]
            yield Tally("Demo counts", *add_demo_counts(slugs, today=at.date()))


def _publishing(part: Iterable[Tally], at: datetime) -> list[Tally]:
    with transaction():
        tallies = list(part)
        if any(tally.changed for tally in tallies):
            raise_version(at=at)
    return tallies


def load_taxonomy(seed: Path) -> Iterator[Tally]:
    """The taxonomy: its concepts, the glossary, and the words with several readings."""
    for file, key, concept, shape in _CONCEPTS:
        tally = Tally(key.capitalize().replace("_", " "))
        records = read_yaml(seed / f"taxonomy/{file}.yaml")[key]
        with progress(records, tally.what) as bar:
            for position, record in enumerate(bar, 1):
                tally.count(taxonomy_actions.keep(concept, **shape(record, position)))
        yield tally
    tally = Tally("Ambiguous terms")
    for facet, file in _AMBIGUITIES.items():
        records = read_yaml(seed / f"taxonomy/{file}.yaml")["ambiguous_terms"]
        tally.read += len(records)
        entries = [seed_files.ambiguity(record) for record in records]
        tally.changed += taxonomy_actions.keep_ambiguities(facet, entries)
    yield tally


def load_firms(what: str, firms: Sequence[dict[str, Any]], words: Taxonomy) -> Iterator[Tally]:
    """List firms, each with the offerings that follow from its services, markets and sectors."""
    tally = Tally(what)
    with progress(firms, what) as bar:
        for firm in bar:
            services, markets, means = firm.pop("services"), firm.pop("markets"), firm.pop("means", None)
            offerings = derive(
                services=services,
                markets=markets,
                sectors=tuple(firm["sectors"]),
                taxonomy=words,
                means=means,
            )
            tally.count(publish_firm(**firm, offerings=offerings))
    yield tally


def load_articles(seed: Path) -> Iterator[Tally]:
    """Every folder under ``articles/`` is an article."""
    tally = Tally("Articles")
    with progress(sorted((seed / "articles").iterdir()), tally.what) as bar:
        for folder in bar:
            tally.count(publish_article(**seed_files.article(folder)))
    yield tally


def load_demo_accounts() -> Tally:
    """Accounts to try the portal with; one that exists keeps its password and name."""
    tally = Tally("Demo accounts")
    for each in DEMO_ACCOUNTS:
        known = db.session.scalar(select(Account).where(Account.email == each.email))
        if known is None:
            account = create_account(
                each.email,
                name=each.name,
                password_hash=hash_password(DEMO_PASSWORD),
                language=each.language,
            )
            if each.firm is None:
                make_staff(account)
            else:
                firm_id = db.session.scalars(select(Firm.id).where(Firm.slug == each.firm)).one()
                join(account, firm_id=firm_id, role=MemberRole.OWNER)
        tally.count(known is None)
    return tally


@contextmanager
def progress(records: Sequence[T], label: str) -> Iterator[Iterable[T]]:
    """The records with a bar that moves as they are taken; a log file is spared it."""
    quiet = not sys.stderr.isatty()
    with click.progressbar(records, label=f"{label:<16}", file=sys.stderr, hidden=quiet) as bar:
        yield bar
