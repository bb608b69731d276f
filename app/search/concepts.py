"""Services, markets, regulators, products and words of the glossary, as documents of the index."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.kernel.db import Base, db
from app.search import marks
from app.search.documents import Document
from app.taxonomy.models import Family, Region, Regulator, Requirement, Sector, Service, Term

SERVICE, MARKET, REGULATOR, SECTOR = "service", "market", "regulator", "sector"
FAMILY, TERM = "family", "term"
#: What makes these documents; a change of any row makes them all anew.
MODELS: tuple[type[Base], ...] = (Region, Regulator, Sector, Family, Service, Requirement, Term)

_MOST_OF_TEXT = 400
_REMARK = re.compile(r"\s*\((?:former|[A-Z][a-z]+)\)$|^former ")
_HALVES = re.compile(r"\s*[;；／]\s*")


def plain(abbreviation: str) -> str:
    """Without the remark some carry: ``EMEA (former)``."""
    return _REMARK.sub("", abbreviation)


def _names(row: Any) -> tuple[str, ...]:
    """Every name, alias and abbreviation."""
    found = [*row.names.values()]
    for aliases in (getattr(row, "aliases", {}), getattr(row, "demonyms", {})):
        found += [alias for each in aliases.values() for alias in each]
    return tuple(dict.fromkeys([*found, *map(plain, getattr(row, "abbreviations", ()))]))


def _rows(model: Any) -> Sequence[Any]:
    return db.session.scalars(select(model).order_by(model.position)).all()


def concepts() -> Iterator[Document]:
    """All of them, in the editors' order; seven statements."""
    regions = {row.code: row for row in _rows(Region)}
    requirements: dict[str, list[Any]] = defaultdict(list)
    for requirement in _rows(Requirement):
        for code in (requirement.region_code, *requirement.services):
            requirements[code].append(requirement)
    regulators = _rows(Regulator)
    families = {row.code: row for row in _rows(Family)}
    yield from _services(regions, families, requirements)
    yield from _markets(regions, regulators, requirements)
    for row in regulators:
        names = (*_names(row), row.domain)
        yield _document(REGULATOR, row, names, summary=_names(regions[row.region_code]))
    sectors = {row.code: row for row in _rows(Sector)}
    for row in sectors.values():
        above = _names(sectors[row.parent_code]) if row.parent_code else ()
        yield _document(SECTOR, row, _names(row), summary=(*row.descriptions.values(), *above))
    for row in families.values():
        yield _document(FAMILY, row, _names(row))
    for row in _rows(Term):
        halves = [half for name in row.names.values() for half in _HALVES.split(name)]
        yield _document(
            TERM, row, tuple(dict.fromkeys([*row.names.values(), *halves])), summary=tuple(row.notes.values())
        )


def _services(
    regions: Mapping[str, Any], families: Mapping[str, Any], requirements: Mapping[str, list[Any]]
) -> Iterator[Document]:
    for row in _rows(Service):
        places = [name for code in row.regions if code in regions for name in _names(regions[code])]
        yield _document(
            SERVICE,
            row,
            (*_names(row), row.code),
            summary=(
                *row.descriptions.values(),
                *row.legal_basis,
                *places,
                *_names(families[row.family_code]),
            ),
            texts=[text for each in requirements[row.code] for text in _said(each)],
        )


def _markets(
    regions: Mapping[str, Any], regulators: Sequence[Any], requirements: Mapping[str, list[Any]]
) -> Iterator[Document]:
    for row in regions.values():
        own = [name for each in regulators if each.region_code == row.code for name in _names(each)]
        texts = [text for each in requirements[row.code] for text in _said(each)]
        yield _document(MARKET, row, _names(row), summary=tuple(own), texts=texts)


def _said(requirement: Any) -> Sequence[str]:
    return (*requirement.texts.values(), *requirement.legal_basis)


def _document(
    kind: str, row: Any, names: tuple[str, ...], *, summary: tuple[str, ...] = (), texts: Sequence[str] = ()
) -> Document:
    return Document(
        kind,
        row.code,
        names,
        summary=summary,
        texts=tuple((text, _MOST_OF_TEXT) for text in texts),
        kind_marks=(marks.REAL,),
        place=row.position,
    )
