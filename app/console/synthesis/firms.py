"""Invented firms: who they are, and what they offer where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from app.console.synthesis.wording import Said, Subject, drawing, text_of, words
from app.directory.models import Basis, Means, TextState
from app.i18n.languages import EN, LANGUAGES, ZH_HANS, ZH_HANT
from app.taxonomy.snapshot import BROAD, Taxonomy

_LANGUAGE_OF = {"TW": ZH_HANT, "HK": ZH_HANT, "CN": ZH_HANS}
#: Tags of what is spoken there beside English.
_SPOKEN = {"CN": "zh-Hans", "TW": "zh-Hant", "HK": "zh-Hant", "DE": "de", "FR": "fr", "JP": "ja", "KR": "ko"}
_MOST_SECTORS = 4


@dataclass(frozen=True, slots=True)
class Offered:
    """One service in one market."""

    service: str
    market: str
    basis: Basis
    means: Means | None
    is_open: bool
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InventedFirm:
    """A firm as it will be kept."""

    slug: str
    country: str
    city: Said
    working_languages: tuple[str, ...]
    original_language: str
    response_days: int
    names: Said
    #: By language, that of the name shown in it: half of the firms have none in Chinese.
    name_languages: Said
    descriptions: Said
    sectors: tuple[str, ...]
    offerings: tuple[Offered, ...]

    @property
    def states(self) -> dict[str, TextState]:
        return {
            each.slug: TextState.ORIGINAL if each.slug == self.original_language else TextState.TRANSLATION
            for each in LANGUAGES
        }


def slug_of(seed: int, number: int) -> str:
    return f"synthetic-{seed}-{number}"


def quotas(firms: int, offerings: int) -> list[int]:
    """How many offerings each firm has: so many in all, a few firms with many and a few with one."""
    each, more = divmod(offerings, max(firms, 1))
    found = []
    for number in range(firms):
        # Neighbours share unevenly what two would have: the sum stays what was asked for.
        pair = number // 2
        shift = pair % max(each, 1) if number ^ 1 < firms else 0
        found.append(each + (shift if number % 2 else -shift) + (number < more))
    return found


def invent_firm(seed: int, number: int, quota: int, taxonomy: Taxonomy) -> InventedFirm:
    chance = drawing(seed, "firm", number)
    place = chance.choice(words()["cities"])
    sectors = tuple(sorted(chance.sample(list(taxonomy.sectors), chance.randint(1, _MOST_SECTORS))))
    offered = _offered(chance, quota, place["country"], sectors, taxonomy)
    latin, chinese = _names(chance)
    has_chinese = place["country"] in _LANGUAGE_OF or chance.random() < 0.5
    names = {each.slug: chinese[each.slug] if has_chinese and each is not EN else latin for each in LANGUAGES}
    city = {each.slug: place[each.slug] for each in LANGUAGES}
    return InventedFirm(
        slug=slug_of(seed, number),
        country=place["country"],
        city=city,
        working_languages=tuple(dict.fromkeys(["en", _SPOKEN.get(place["country"], "en")])),
        original_language=_LANGUAGE_OF.get(place["country"], EN).slug,
        response_days=chance.randint(1, 10),
        names=names,
        name_languages={each.slug: each.slug if has_chinese else EN.slug for each in LANGUAGES},
        descriptions=_described(chance, offered, sectors, city, taxonomy),
        sectors=sectors,
        offerings=offered,
    )


def _names(chance: Random) -> tuple[str, Said]:
    parts = words()["names"]
    kind = chance.choice(parts["kinds"])
    first = chance.choice(parts["beginnings"]) + chance.choice(parts["endings"])
    chosen = chance.sample(parts["characters"], 3)
    called = {
        ZH_HANT.slug: "".join(each[0] for each in chosen),
        ZH_HANS.slug: "".join(each[1] for each in chosen),
    }
    return f"{first} {kind['en']}", {slug: name + kind[slug] for slug, name in called.items()}


@lru_cache(maxsize=4)
def _markets(taxonomy: Taxonomy) -> tuple[list[str], list[int]]:
    """Where services can be had, and how sought after each place is: by how many services name it."""
    named = [code for each in taxonomy.services.values() for code in each.regions]
    codes = [code for code, each in taxonomy.regions.items() if each.kind not in BROAD]
    return codes, [1 + named.count(code) ** 2 for code in codes]


def _offered(
    chance: Random, quota: int, home: str, sectors: Sequence[str], taxonomy: Taxonomy
) -> tuple[Offered, ...]:
    codes, weights = _markets(taxonomy)
    served = [home]
    cells: list[tuple[str, str]] = []
    while len(cells) < quota * 2:
        market = served[-1]
        cells += [
            (each.code, market)
            for each in taxonomy.services.values()
            if not each.regions or market in each.regions
        ]
        left = [code for code in codes if code not in served]
        if not left:
            break
        served += chance.choices(left, [weights[codes.index(code)] for code in left])
    return tuple(
        Offered(
            service,
            market,
            basis=chance.choice(list(Basis)),
            means=chance.choice([None, *Means]),
            is_open=chance.random() < 0.9,
            sectors=tuple(sectors[: chance.randint(1, len(sectors))]),
        )
        for service, market in sorted(chance.sample(cells, min(quota, len(cells))))
    )


def _described(
    chance: Random, offered: Sequence[Offered], sectors: Sequence[str], city: Said, taxonomy: Taxonomy
) -> Said:
    first, *more = words()["descriptions"]
    chosen = [first, *chance.sample(more, chance.randint(1, len(more)))]
    subject = Subject(
        service=offered[0].service if offered else next(iter(taxonomy.services)),
        market=offered[0].market if offered else next(iter(taxonomy.regions)),
        sector=sectors[0],
        other=chance.choice(list(taxonomy.services)),
        city=city,
        number=chance.randint(3, 40),
    )
    return {each.slug: text_of(subject, chosen, each, taxonomy) for each in LANGUAGES}


def row_of(firm: InventedFirm) -> dict[str, Any]:
    """The firm's own columns that differ from firm to firm."""
    return {
        "slug": firm.slug,
        "contact_email": f"questions@{firm.slug}.example",
        "contact_language": firm.original_language,
        "working_languages": list(firm.working_languages),
        "website": f"https://{firm.slug}.example/",
        "response_days": firm.response_days,
    }
