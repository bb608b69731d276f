"""What kind of product a text is about."""

import re
from collections.abc import Collection, Mapping

from app.classification.folding import key_of
from app.classification.reading import Hit, Reading
from app.classification.vocabulary import PLAIN
from app.taxonomy.snapshot import Taxonomy

#: Between two names of a list; a space alone only makes one name of them: cbd drinks.
_JOINING = re.compile(r"\b(?:and|or)\b|[、/&和与及跟或]|还是")

Sectors = dict[str, tuple[float, list[Hit]]]

_SURE = {PLAIN: 0.9}
_LESS_SURE, _IMPLIED = 0.75, 0.6
#: Services that several kinds share, and the kind that is meant where nothing else is said.
_DEVICES = frozenset({"MD", "IVD", "SAMD", "COMBO"})
_MEDICINES = frozenset({"DRUG", "BIO", "ATMP"})


def products(reading: Reading, markets: Collection[str], taxonomy: Taxonomy) -> Sectors:
    """The kinds of product named, by top-level code, with how sure and on which words."""
    plain: Sectors = {}
    generic: Sectors = {}
    elsewhere = _by_market(reading, markets)
    for hit in reading.products:
        code = elsewhere.get(reading.key[hit.start : hit.end], hit.codes[0])
        code = _top(code, taxonomy)
        found = plain if hit.kind == PLAIN else generic
        sure = _SURE.get(hit.kind, _LESS_SURE)
        found.setdefault(code, (sure, []))[1].append(hit)
    rules = reading.rules.products
    for code, swallowed in rules["absorbs"].items():
        if code in plain:
            for each in swallowed:
                plain.pop(each, None)
    covered = {each for code in plain for each in rules["covers"].get(code, ())}
    if not plain:
        covered = {each for code in generic if code != "MD" for each in rules["covers"].get(code, ())}
        covered -= {"MD"} if "DRUG" in generic and not {"IVD", "SAMD", "COMBO"} & set(generic) else set()
    if "COMBO" not in plain:
        covered -= _listed(reading, taxonomy)
    return {**{code: each for code, each in generic.items() if code not in covered}, **plain}


def _listed(reading: Reading, taxonomy: Taxonomy) -> set[str]:
    """The kinds named beside one another: "devices and diagnostics" are two."""
    return {
        _top(each.codes[0], taxonomy)
        for first, second in zip(reading.products, reading.products[1:], strict=False)
        if first.codes != second.codes and _JOINING.search(reading.key[first.end : second.start])
        if reading.listed(first, second)
        for each in (first, second)
    }


def _by_market(reading: Reading, markets: Collection[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in reading.rules.products["by_market"]:
        if set(line["in"]) & set(markets):
            found |= {key_of(word): line["sector"] for word in line["words"]}
    return found


def _top(code: str, taxonomy: Taxonomy) -> str:
    while (sector := taxonomy.sectors.get(code)) and sector.parent:
        code = sector.parent
    return code


def implied(services: Mapping[str, tuple[float, list[Hit]]], taxonomy: Taxonomy) -> Sectors:
    """The kinds that the services alone speak of: a UK responsible person is for devices."""
    found: Sectors = {}
    for code, (_, hits) in services.items():
        sectors = {_top(each, taxonomy) for each in taxonomy.services[code].sectors}
        if not sectors:
            continue
        if sectors <= _DEVICES or sectors <= _DEVICES | {"BIO"}:
            kind = "IVD" if sectors == {"IVD"} else "SAMD" if sectors == {"SAMD"} else "MD"
        elif sectors <= _MEDICINES:
            kind = "ATMP" if sectors == {"ATMP"} else "DRUG"
        elif len(sectors) == 1 or sectors <= {"FOOD", "SUPP", "FEED"}:
            kind = next(each for each in taxonomy.services[code].sectors if each in sectors)
            kind = "SUPP" if code == "MA-FOOD-HEALTH" else kind
        elif code == "MA-FOOD-HEALTH":
            kind = "SUPP"
        else:
            continue
        found.setdefault(kind, (_IMPLIED, []))[1].extend(hits)
    if len(found) > 1 and "MD" in found and {"IVD", "SAMD"} & set(found):
        del found["MD"]
    return found
