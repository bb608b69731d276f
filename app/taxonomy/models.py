"""The taxonomy as it is kept. Its words are JSON by language slug: the whole is read as one ``Taxonomy``
value (see ``snapshot``) and never searched by word in the database."""

from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base

Words = dict[str, str]
WordLists = dict[str, list[str]]


class RegionKind(Enum):
    CONTINENT = "continent"
    BLOC = "bloc"
    MARKET = "market"
    SUBNATIONAL = "subnational"


class Region(Base):
    """A market, or a group of them; no statement on sovereignty."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[RegionKind]
    #: ISO 3166-1 alpha-2; None for groups and parts of a country.
    iso: Mapped[str | None] = mapped_column(String(2))
    parents: Mapped[list[str]] = mapped_column(JSON)
    names: Mapped[Words] = mapped_column(JSON)
    aliases: Mapped[WordLists] = mapped_column(JSON)
    abbreviations: Mapped[list[str]] = mapped_column(JSON)
    demonyms: Mapped[WordLists] = mapped_column(JSON)
    position: Mapped[int]


class Regulator(Base):
    """An authority and the sectors it oversees."""

    __tablename__ = "regulator"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    names: Mapped[Words] = mapped_column(JSON)
    aliases: Mapped[WordLists] = mapped_column(JSON)
    abbreviations: Mapped[list[str]] = mapped_column(JSON)
    #: Host name of the official site.
    domain: Mapped[str]
    sectors: Mapped[list[str]] = mapped_column(JSON)
    position: Mapped[int]


class Sector(Base):
    """A kind of product. A firm that lists a parent serves its children too."""

    __tablename__ = "sector"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("sector.code"))
    names: Mapped[Words] = mapped_column(JSON)
    descriptions: Mapped[Words] = mapped_column(JSON)
    aliases: Mapped[WordLists] = mapped_column(JSON)
    abbreviations: Mapped[list[str]] = mapped_column(JSON)
    position: Mapped[int]


class Family(Base):
    """A family of services."""

    __tablename__ = "family"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    names: Mapped[Words] = mapped_column(JSON)
    position: Mapped[int]


class Service(Base):
    """What a firm can do for a manufacturer. No regions: it exists anywhere."""

    __tablename__ = "service"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    family_code: Mapped[str] = mapped_column(ForeignKey("family.code"), index=True)
    regions: Mapped[list[str]] = mapped_column(JSON)
    sectors: Mapped[list[str]] = mapped_column(JSON)
    names: Mapped[Words] = mapped_column(JSON)
    descriptions: Mapped[Words] = mapped_column(JSON)
    aliases: Mapped[WordLists] = mapped_column(JSON)
    abbreviations: Mapped[list[str]] = mapped_column(JSON)
    legal_basis: Mapped[list[str]] = mapped_column(JSON)
    position: Mapped[int]


class Ambiguity(Base):
    """A word with several readings, consulted before the aliases."""

    __tablename__ = "ambiguity"

    #: Which list the readings are codes of: region, regulator, sector or service.
    facet: Mapped[str] = mapped_column(String(16), index=True)
    #: The wordings that share these readings.
    terms: Mapped[list[str]] = mapped_column(JSON)
    readings: Mapped[list[str]] = mapped_column(JSON)
    #: The code to assume; None means ask, or use the page's context.
    default: Mapped[str | None]
    note: Mapped[str]


class Binding(Enum):
    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    ALTERNATIVE = "alternative"
    VOLUNTARY = "voluntary"


class Grade(Enum):
    """What a requirement rests on."""

    OFFICIAL = "A"
    FAITHFUL_COPY = "B"
    SECONDARY = "C"
    NOTHING = "N"


class Requirement(Base):
    """What a market demands of a manufacturer from outside, and on what evidence we say so."""

    __tablename__ = "requirement"

    code: Mapped[str] = mapped_column(String(48), unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    regulator_code: Mapped[str | None] = mapped_column(ForeignKey("regulator.code"))
    sectors: Mapped[list[str]] = mapped_column(JSON)
    services: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(32))
    binding: Mapped[Binding]
    #: Short phrases, each in every language, all of which narrow the rule.
    conditions: Mapped[list[Words]] = mapped_column(JSON)
    legal_basis: Mapped[list[str]] = mapped_column(JSON)
    source_url: Mapped[str | None]
    source_seen: Mapped[bool]
    #: What was read: ``url``, and in every language ``what`` it is.
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    grade: Mapped[Grade]
    #: The day the evidence was read; None where it was not.
    checked: Mapped[date | None]
    texts: Mapped[Words] = mapped_column(JSON)
    #: Caution for editors; never shown to the public.
    note: Mapped[str | None]
    position: Mapped[int]

    @property
    def is_confirmed(self) -> bool:
        """Only official text, or a faithful copy of it, lets us state a rule as fact."""
        return self.grade in {Grade.OFFICIAL, Grade.FAITHFUL_COPY}


class Term(Base):
    """A word of the field in three languages; its code is its anchor on the glossary's page."""

    __tablename__ = "glossary_term"

    code: Mapped[str] = mapped_column(String(64), unique=True)
    names: Mapped[Words] = mapped_column(JSON)
    #: Whether the two Chinese words differ, not only their characters.
    differs_beyond_script: Mapped[bool]
    #: Whether articles link to it; some words are too common, or mean too much.
    is_hinted: Mapped[bool]
    #: What a translator must know; empty where nothing.
    notes: Mapped[Words] = mapped_column(JSON)
    position: Mapped[int]


class FalseFriend(Base):
    """A form that means different things to different readers."""

    __tablename__ = "false_friend"

    #: The form itself, in both scripts parted by a slash where they differ.
    code: Mapped[str] = mapped_column(String(64), unique=True)
    services: Mapped[list[str]] = mapped_column(JSON)
    notes: Mapped[Words] = mapped_column(JSON)
    position: Mapped[int]
