"""Words of the glossary beside a text in a language that its reader has not chosen: terms, no translation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.enquiries.models import Referral
from app.i18n.languages import BY_SLUG, Language
from app.taxonomy.glossary import Hints
from app.taxonomy.models import Term
from app.taxonomy.queries import terms
from app.web.briefs import Asked
from app.web.spoken import Said

#: Behind so many, a list helps nobody.
_MOST = 24


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it stands in the text, and what it is called in the reader's language."""

    said: str
    tag: str
    counterpart: str
    code: str


def words_in(referral: Referral, asked: Asked, said: Mapping[int, Said], reader: Language) -> list[Word]:
    """Each word once, in the order of the texts. One statement, none where the reader reads everything."""
    foreign = [(text, language) for text, language in _texts(referral, asked, said) if language != reader]
    if not foreign:
        return []
    known = {each.code: each for each in terms()}
    hints = {language: Hints(known.values(), language) for _text, language in foreign}
    found: dict[str, Word] = {}
    for text, language in foreign:
        for hint in hints[language].found(text):
            term = known[hint.code]
            if hint.code not in found and _helps(term, language, reader):
                word = text[hint.start : hint.end]
                found[hint.code] = Word(word, language.tag, term.names[reader.slug], hint.code)
    return list(found.values())[:_MOST]


def _texts(referral: Referral, asked: Asked, said: Mapping[int, Said]) -> Iterator[tuple[str, Language]]:
    """What is shown on the page, and no word more: what was taken out gives no hint either."""
    yield from _each((*asked.product, *asked.question), referral.enquiry.language)
    for message in referral.messages:
        if message.id in said:
            yield from _each((text for text, _quoted in said[message.id].pieces), message.language)


def _each(pieces: Iterable[object], slug: str) -> Iterator[tuple[str, Language]]:
    yield from ((piece, BY_SLUG[slug]) for piece in pieces if isinstance(piece, str))


def _helps(term: Term, written: Language, reader: Language) -> bool:
    """Between the two Chinese scripts only where the words differ, not their characters alone."""
    return term.differs_beyond_script or not (written.is_chinese and reader.is_chinese)
