"""The taxonomy of the files under ``seed/``, for commands that must work before there is a database."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from app.console import seed_files
from app.console.seed_files import SEED, read_yaml
from app.taxonomy.snapshot import (
    AmbiguousTerm,
    Concept,
    RegionConcept,
    RegulatorConcept,
    SectorConcept,
    ServiceConcept,
    Taxonomy,
)

#: In the files by their lists' names, in ambiguous terms by their facets'.
_FACETS = {"regions": "region", "regulators": "regulator", "sectors": "sector", "services": "service"}


@cache
def seed_taxonomy() -> Taxonomy:
    """The seed's taxonomy, as it would be read back from a database loaded with it; version 0."""
    files = {name: read_yaml(SEED / "taxonomy" / f"{name}.yaml") for name in _FACETS}
    return Taxonomy(
        version=0,
        regions={each["code"]: _region(each) for each in files["regions"]["regions"]},
        regulators={each["code"]: _regulator(each) for each in files["regulators"]["regulators"]},
        sectors={each["code"]: _sector(each) for each in files["sectors"]["sectors"]},
        families={each["code"]: _family(each) for each in files["services"]["families"]},
        services={each["code"]: _service(each) for each in files["services"]["services"]},
        ambiguous=tuple(
            AmbiguousTerm(facet, tuple(term["terms"]), tuple(term["readings"]), term["default"])
            for name, facet in _FACETS.items()
            for term in map(seed_files.ambiguity, files[name]["ambiguous_terms"])
        ),
    )


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "names": row["names"],
        "aliases": _tuples(row.get("aliases", {})),
        "abbreviations": tuple(row.get("abbreviations", ())),
    }


def _tuples(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in lists.items()}


def _region(record: Mapping[str, Any]) -> RegionConcept:
    row = seed_files.region(record, 0)
    return RegionConcept(
        **_common(row),
        kind=row["kind"].value,
        iso=row["iso"],
        parents=tuple(row["parents"]),
        demonyms=_tuples(row["demonyms"]),
    )


def _regulator(record: Mapping[str, Any]) -> RegulatorConcept:
    row = seed_files.regulator(record, 0)
    return RegulatorConcept(
        **_common(row), region=row["region_code"], domain=row["domain"], sectors=tuple(row["sectors"])
    )


def _sector(record: Mapping[str, Any]) -> SectorConcept:
    row = seed_files.sector(record, 0)
    return SectorConcept(**_common(row), parent=row["parent_code"], descriptions=row["descriptions"])


def _family(record: Mapping[str, Any]) -> Concept:
    return Concept(**_common(seed_files.family(record, 0)))


def _service(record: Mapping[str, Any]) -> ServiceConcept:
    row = seed_files.service(record, 0)
    return ServiceConcept(
        **_common(row),
        family=row["family_code"],
        regions=tuple(row["regions"]),
        sectors=tuple(row["sectors"]),
        descriptions=row["descriptions"],
        legal_basis=tuple(row["legal_basis"]),
    )
