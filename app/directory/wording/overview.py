"""How a listing's text in each language stands, for the people of the firm."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.directory.models import Firm, FirmText, TextState
from app.directory.wording.actions import may_be_converted
from app.directory.wording.comparing import Change, changes
from app.directory.wording.correcting import Held, made_of
from app.directory.wording.glossing import Glossed, glossed
from app.directory.wording.learning import Part
from app.directory.wording.versions import version_of
from app.directory.wording.vocabulary import foreign_words, misleading
from app.i18n.languages import BY_SLUG, LANGUAGES, ZH_HANS, ZH_HANT, Language
from app.taxonomy.models import FalseFriend, Term
from app.taxonomy.queries import false_friends, terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The text in one language."""

    language: Language
    #: None where there is none.
    text: FirmText | None
    #: What it was made from, or would be; None for an original.
    source: FirmText | None
    #: How many times its source was written since; what a converted text's source is behind, is said there.
    behind: int
    #: What changed in the source since.
    changed: list[Change]
    #: The source with the glossary's words; None for an original.
    glossed: Glossed | None
    #: Of a converted text: each part with what it is converted to, and the wordings kept.
    made: list[tuple[Part, str]]
    kept: list[Held]
    #: Whether a person's text may be given up for a conversion of the other script.
    may_be_converted: bool
    #: Words of the other place, each with what they are called here.
    foreign: list[tuple[str, str]]
    #: Words that mean something else to other readers.
    misleading: list[FalseFriend]

    @property
    def mark(self) -> str:
        """Changes whenever the text or its source does; a form carries it back."""
        return f"{self.text.version if self.text else 0}.{self.source.version if self.source else 0}"


def standings(firm: Firm) -> list[Standing]:
    """All languages, in the portal's order; a few statements more for each that is behind or converted."""
    glossary, friends = terms(), false_friends()
    return [_standing(firm, each, glossary, friends) for each in LANGUAGES]


def _standing(
    firm: Firm, language: Language, glossary: Sequence[Term], friends: Sequence[FalseFriend]
) -> Standing:
    text = firm.texts.get(language.slug)
    source = _source(firm, language)
    is_converted = text is not None and text.state is TextState.CONVERTED
    behind = firm.behind(language.slug) if text and not is_converted else 0
    made, kept = made_of(firm, language.slug) if is_converted else ([], [])
    words = f"{text.name}\n{text.description}" if text else ""
    # What a person wrote for the mainland means what it means there; a conversion may not have.
    friendly = misleading(friends, language) if language is ZH_HANT or is_converted else {}
    return Standing(
        language=language,
        text=text,
        source=source,
        behind=behind,
        changed=_changed(firm, text, source) if text and source and behind else [],
        glossed=glossed(source.description, glossary, BY_SLUG[source.language], language) if source else None,
        made=made,
        kept=kept,
        may_be_converted=not is_converted and may_be_converted(firm, language.slug),
        foreign=foreign_words(words, glossary, language, ZH_HANS if language is ZH_HANT else ZH_HANT)
        if language.is_chinese
        else [],
        misleading=[each for form, each in friendly.items() if form in words],
    )


def _source(firm: Firm, language: Language) -> FirmText | None:
    """What the text was made from; where there is none yet, the original somebody would begin with."""
    if language.slug in firm.texts:
        return firm.source_of(language.slug)
    return firm.texts.get(firm.original_language)


def _changed(firm: Firm, text: FirmText, source: FirmText) -> list[Change]:
    before = version_of(firm, source.language, text.made_from_version or 1)
    if before is None:
        return []
    return changes(f"{before.name}\n{before.description}", f"{source.name}\n{source.description}")
