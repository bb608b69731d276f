"""The files under ``seed/``, read into what the actions take. See ``seed/README.md`` for their schema."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from app.articles.actions import Source, Subject
from app.directory.actions import Seat, Words
from app.directory.models import Basis, Means, TextState
from app.i18n.languages import BY_BABEL, EN, LANGUAGES, ZH_HANS, ZH_HANT
from app.taxonomy.models import Binding, Grade, RegionKind

SEED = Path(__file__).resolve().parents[2] / "seed"

#: What the sample firms' names end in; pages show a badge instead.
SAMPLE_ENDINGS = (" (Demo)", "（示範）", "（示例）")
#: When the sample firms are said to have taken their listings over.
SAMPLES_CLAIMED = datetime(2026, 8, 17, tzinfo=UTC)
#: In the files, a place of business where no market was stated.
OFFICE_ONLY = "office_only"

#: The safe loader in C, ten times as fast, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Mapping[str, Any]:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506 - it is a safe loader


def localised(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """What stands by locale in the files (``zh_Hant``), by language slug (``zh-hant``)."""
    return {BY_BABEL[locale].slug: value for locale, value in (given or {}).items()}


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _web_address(given: str | None) -> str | None:
    if given is not None and not given.startswith(("http://", "https://")):
        raise ValueError(f"not a web address: {given!r}")
    return given


# -- taxonomy --------------------------------------------------------------------------------------------


def _named(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return {
        "code": record["code"],
        "names": localised(record["names"]),
        "aliases": localised(record["aliases"]),
        "abbreviations": record["abbreviations"],
        "position": position,
    }


def region(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return _named(record, position) | {
        "kind": RegionKind(record["kind"]),
        "iso": record["iso3166_1"],
        "parents": record["parents"],
        "demonyms": localised(record["demonyms"]),
    }


def regulator(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return _named(record, position) | {
        "region_code": record["region"],
        "domain": record["domain"],
        "sectors": record["sectors"],
    }


def sector(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return _named(record, position) | {
        "parent_code": record["parent"],
        "descriptions": localised(record["description"]),
    }


def family(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return {"code": record["code"], "names": localised(record["names"]), "position": position}


def service(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return _named(record, position) | {
        "family_code": record["family"],
        "regions": record["regions"],
        "sectors": record["sectors"],
        "descriptions": localised(record["description"]),
        "legal_basis": record["legal_basis"],
    }


def requirement(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return {
        "code": record["code"],
        "region_code": record["region"],
        "regulator_code": record["regulator"],
        "sectors": record["sectors"],
        "services": record["services"],
        "kind": record["kind"],
        "binding": Binding(record["binding"]),
        "conditions": [localised(each) for each in record["conditions"]],
        "legal_basis": record["legal_basis"],
        "source_url": _web_address(record["source_url"]),
        "source_seen": record["source_seen"],
        "evidence": [each | {"what": localised(each["what"])} for each in record["evidence"]],
        "grade": Grade(record["evidence_grade"]),
        "checked": _day(record["checked"]),
        "texts": localised(record["text"]),
        "note": record["note"],
        "position": position,
    }


def term(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return {
        "code": record["code"],
        "names": localised({language.babel: record[language.babel] for language in LANGUAGES}),
        "differs_beyond_script": record["differs_beyond_script"],
        "is_hinted": record["hint"],
        "notes": localised(record["note"]),
        "position": position,
    }


def false_friend(record: Mapping[str, Any], position: int) -> dict[str, Any]:
    return {
        "code": record["term"],
        "services": record["services"],
        "notes": localised(record["note"]),
        "position": position,
    }


def ambiguity(record: Mapping[str, Any]) -> dict[str, Any]:
    """One entry holds several wordings, parted by ``/``; one entry also uses commas."""
    return {
        "terms": [term.strip() for term in record["term"].replace(",", "/").split("/")],
        "readings": record["readings"],
        "default": record["default"],
        "note": record["note"] or "",
    }


# -- firms -----------------------------------------------------------------------------------------------


def _seats(offices: Iterable[Mapping[str, Any]]) -> list[Seat]:
    return [
        Seat(
            country=office["country"], city=localised(office["city"]), is_headquarters=office["headquarters"]
        )
        for office in offices
    ]


def real_firm(record: Mapping[str, Any]) -> dict[str, Any]:
    """A firm known from its description alone: nobody has claimed it, and nobody can be written to."""
    return {
        "slug": record["code"],
        "facts": {
            "demo": False,
            "accepts_enquiries": record.get("accepts_questions", True),
            "website": _web_address(record["website"]),
            "source": record["source"],
            "source_seen": _day(record["source_seen"]),
        },
        "words": {
            language: Words(
                name=record["name"],
                name_language=EN.slug,
                description=each["text"],
                state=TextState(each["status"]),
            )
            for language, each in localised(record["description"]).items()
        },
        "seats": _seats(record["offices"]),
        "services": {each["code"]: Basis(each["basis"]) for each in record["services"]},
        "markets": {
            each["code"]: None if each["basis"] == OFFICE_ONLY else Basis(each["basis"])
            for each in record["regions_served"]
        },
        "sectors": {each["code"]: Basis(each["basis"]) for each in record["sectors"]},
    }


def sample_firm(record: Mapping[str, Any]) -> dict[str, Any]:
    """An invented firm: everything about it counts as stated, and English as its original."""
    names, descriptions = localised(record["name"]), localised(record["description"])
    return {
        "slug": record["code"],
        "facts": {
            "demo": True,
            "claimed_at": SAMPLES_CLAIMED,
            "accepts_enquiries": record["accepts_questions"],
            "contact_email": record["email"],
            "contact_language": _contact_language(record),
            "working_languages": record["languages"],
            "website": _web_address(record["website"]),
            "response_days": record["response_days"],
        },
        "words": {
            each.slug: Words(
                name=_without_ending(names[each.slug]),
                name_language=each.slug,
                description=descriptions[each.slug],
                state=TextState.ORIGINAL if each is EN else TextState.TRANSLATION,
            )
            for each in LANGUAGES
        },
        "seats": _seats(record["offices"]),
        "services": dict.fromkeys(record["services"], Basis.STATED),
        "markets": dict.fromkeys(record["regions_served"], Basis.STATED),
        "means": acts(record),
        "sectors": dict.fromkeys(record["sectors"], Basis.STATED),
    }


def acts(record: Mapping[str, Any]) -> dict[str, Means]:
    """How the firm acts, by service or market. Raises ValueError for a code it does not offer."""
    found = {code: Means(means) for means, codes in record.get("acts_through", {}).items() for code in codes}
    unknown = found.keys() - {*record["services"], *record["regions_served"]}
    if unknown:
        raise ValueError(f"{record['code']} offers none of {sorted(unknown)}")
    return found


def _without_ending(name: str) -> str:
    for ending in SAMPLE_ENDINGS:
        name = name.removesuffix(ending)
    return name


def _contact_language(record: Mapping[str, Any]) -> str:
    """Chinese where the firm works in it at a head office that writes it, else English."""
    home = {office["country"] for office in record["offices"] if office["headquarters"]}
    for language, places in ((ZH_HANT, {"TW", "HK"}), (ZH_HANS, {"CN"})):
        if language.tag in record["languages"] and home & places:
            return language.slug
    return EN.slug


# -- articles --------------------------------------------------------------------------------------------


def article(folder: Path) -> dict[str, Any]:
    meta = read_yaml(folder / "meta.yaml")
    return {
        "slug": meta["slug"],
        "published": _day(meta["published"]),
        "updated": _day(meta["updated"]),
        "review_by": _day(meta["review_by"]),
        "original_language": BY_BABEL[meta["original_locale"]].slug,
        "subject": Subject(markets=meta["markets"], services=meta["services"], sectors=meta["sectors"]),
        "texts": {
            language.slug: (folder / f"{language.babel}.md").read_text(encoding="utf-8")
            for language in LANGUAGES
            if (folder / f"{language.babel}.md").exists()
        },
        "sources": [
            Source(
                number=each["n"],
                publisher=each["publisher"],
                title=each["title"],
                section=each["section"],
                url=_web_address(each["url"]) or "",
                language=each["language"],
                seen=_day(each["seen"]),
                seen_how=each["seen_how"],
            )
            for each in meta["citations"]
        ],
    }
