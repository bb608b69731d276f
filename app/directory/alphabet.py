"""All public firms by name, as readers of a language look names up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, func, select

from app.directory.models import Firm, FirmText
from app.directory.register import Entry, Register
from app.directory.runs import bits
from app.i18n.collation import place_of
from app.i18n.languages import LANGUAGES, Language
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Firms of one name stand by their address."""

    order: Sequence[Entry]
    #: What names are looked up under, in order, and the firms whose are: a letter, a number of strokes.
    initials: Mapping[str, int]


_kept: WeakKeyDictionary[Register, dict[Language, Alphabet]] = WeakKeyDictionary()
#: Names are compared as plain tuples, which is much faster than as places.
_parts = attrgetter("section", "is_latin", "key", "name")


def alphabet(register: Register, language: Language) -> Alphabet:
    """The firms by their names in that language; one statement when it is first asked of a register."""
    kept = _kept.setdefault(register, {})
    if language not in kept:
        kept[language] = _read(register, language)
    return kept[language]


def _read(register: Register, language: Language) -> Alphabet:
    placed = []
    for firm, name in db.session.execute(select(Firm.id, _name_in(language))):
        if entry := register.by_id.get(firm):
            under, place = place_of(name, language)
            placed.append((_parts(place), entry.slug, under, entry))
    placed.sort(key=lambda each: each[:2])
    initials: defaultdict[str, list[int]] = defaultdict(list)
    for _place, _slug, under, entry in placed:
        initials[under].append(entry.place)
    return Alphabet([each[3] for each in placed], {under: bits(each) for under, each in initials.items()})


def _name_in(wanted: Language) -> ColumnElement[Any]:
    """The firm's name as ``Firm.read`` shows it: in the wanted language, or in the first one there is."""
    return func.coalesce(
        *(
            select(FirmText.name)
            .where(FirmText.firm_id == Firm.id, FirmText.language == language.slug)
            .correlate(Firm)
            .scalar_subquery()
            for language in dict.fromkeys((wanted, *LANGUAGES))
        ),
        "",
    )
