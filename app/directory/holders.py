"""Who can do what a set of rules asks for: firms counted by rule, and those that meet several."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, distinct, func, select

from app.directory.models import Firm, Offering, OfferingSector
from app.directory.shelf import Shelf, published, standing
from app.directory.stock import pairs
from app.kernel.db import db
from app.taxonomy.snapshot import Taxonomy


@dataclass(frozen=True, slots=True)
class Holder:
    """A firm, and the rules one or another of its offerings meets."""

    firm_id: int
    rules: frozenset[str]


def holders_by_rule(rules: Mapping[str, Shelf], taxonomy: Taxonomy, *, demo: bool) -> dict[str, int]:
    """For each rule, how many firms the directory would show on its shelf; one statement, none for no rule.

    rules: by code, the market, services and product of each; the product is the same for all.
    """
    if not rules:
        return {}
    asked = _Asked(rules, taxonomy, demo)
    statement = asked.of(asked.rule, func.count(distinct(Offering.firm_id))).group_by(asked.rule)
    return {row[0]: row[1] for row in db.session.execute(statement)}


def widest(
    rules: Mapping[str, Shelf], taxonomy: Taxonomy, *, demo: bool, turn: Callable[[str], bytes], most: int
) -> list[Holder]:
    """The firms that meet the most of several rules, two at least; two statements.

    turn: breaks ties, see ``Turns``.
    """
    if len(rules) < 2:
        return []
    asked = _Asked(rules, taxonomy, demo)
    met = func.count(distinct(asked.rule))
    several = asked.of(Firm.id, Firm.slug, met.label("met")).group_by(Firm.id, Firm.slug).having(met > 1)
    found = sorted(db.session.execute(several), key=lambda row: (-row.met, turn(row.slug)))
    first = [row.id for row in found[:most]]
    held: dict[int, set[str]] = {each: set() for each in first}
    for firm_id, rule in db.session.execute(asked.of(Firm.id, asked.rule).where(Firm.id.in_(first))):
        held[firm_id].add(rule)
    return [Holder(each, frozenset(met)) for each, met in held.items()]


class _Asked:
    """Rules as tables the database can join to offerings."""

    def __init__(self, rules: Mapping[str, Shelf], taxonomy: Taxonomy, demo: bool) -> None:
        widened = {
            code: frozenset().union(*(taxonomy.markets_answering(each) for each in shelf.market))
            for code, shelf in rules.items()
        }
        self._services = pairs(
            "rule_service", {code: frozenset(each.service) for code, each in rules.items()}
        )
        self._markets = pairs("rule_market", widened)
        self._sectors = sorted(
            {
                answering
                for shelf in rules.values()
                for code in shelf.sector
                for answering in taxonomy.sectors_answering(code)
            }
        )
        self._public = [*published(demo), *standing()]

    @property
    def rule(self) -> Any:
        return self._services.c.asked

    def of(self, *columns: Any) -> Select[Any]:
        """Those columns of public offerings beside each rule they meet."""
        services, markets = self._services, self._markets
        statement = (
            select(*columns)
            .select_from(Offering)
            .join(Firm, Firm.id == Offering.firm_id)
            .join(services, services.c.answering == Offering.service_code)
            .join(markets, (markets.c.answering == Offering.market_code) & (markets.c.asked == self.rule))
            .where(*self._public)
        )
        if not self._sectors:
            return statement
        named = select(OfferingSector.id).where(
            OfferingSector.offering_id == Offering.id, OfferingSector.sector_code.in_(self._sectors)
        )
        return statement.where(named.correlate(Offering).exists())
