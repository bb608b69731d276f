"""The words invented data is put together from, and the places in its sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from app.console.seed_files import SEED, read_yaml
from app.i18n.languages import Language
from app.taxonomy.snapshot import Taxonomy

#: One text in each language, by slug.
Said = Mapping[str, str]


@cache
def words() -> Mapping[str, Any]:
    """The lists under ``seed/synthesis``; read once."""
    return read_yaml(SEED / "synthesis/words.yaml")


def drawing(seed: int, kind: str, number: int) -> Random:
    """The chance of one record: its own, so that a larger set begins with the smaller one."""
    return Random(f"{seed}:{kind}:{number}")  # noqa: S311 - nothing is kept secret by it


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text is about, in codes."""

    service: str
    market: str
    sector: str
    #: A second service.
    other: str
    city: Said
    number: int

    def fill(self, sentence: Said, language: Language, taxonomy: Taxonomy) -> str:
        """A sentence with its places filled, in one language."""
        return sentence[language.slug].format(
            service=taxonomy.services[self.service].name(language),
            market=taxonomy.regions[self.market].name(language),
            sector=taxonomy.sectors[self.sector].name(language),
            other=taxonomy.services[self.other].name(language),
            city=self.city[language.slug],
            number=self.number,
        )


def text_of(subject: Subject, sentences: Sequence[Said], language: Language, taxonomy: Taxonomy) -> str:
    """Several sentences as one paragraph; Chinese ones follow each other without a blank."""
    return ("" if language.is_chinese else " ").join(
        subject.fill(each, language, taxonomy) for each in sentences
    )
