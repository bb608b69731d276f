"""What a search has found, as it stands on the page: a name, what kind of thing it is, why it is here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.articles.queries import Told, Wording, articles_in_order
from app.directory.models import Firm
from app.directory.shelf import Shelf
from app.i18n.addresses import Addresses
from app.i18n.languages import BY_SLUG, LANGUAGES, Language
from app.kernel.text import has_han
from app.public.contents import current_contents
from app.public.rows import rows
from app.search.asking import NAMED
from app.search.concepts import FAMILY, MARKET, REGULATOR, SECTOR, SERVICE, TERM
from app.search.documents import ARTICLE, FIRM
from app.search.edition import Words
from app.search.finding import Findings, Hit
from app.search.marking import Marker, Piece
from app.taxonomy.snapshot import Concept, Taxonomy

Text = Sequence[Piece]

_KINDS = {
    FIRM: _l("Firm"),
    ARTICLE: _l("Article"),
    SERVICE: _l("Service"),
    MARKET: _l("Market"),
    REGULATOR: _l("Authority"),
    SECTOR: _l("Product"),
    FAMILY: _l("Family of services"),
    TERM: _l("Word of the glossary"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text in one language."""

    pieces: Text
    tag: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One result."""

    kind: str
    code: str
    address: str
    title: Text
    #: The language of the title.
    tag: str
    lines: Sequence[Line] = ()
    #: Names under which it was found where the title is not that: a firm's name in another script.
    other_names: Sequence[Line] = ()
    why: str = ""
    firm: Firm | None = None

    @property
    def what(self) -> str:
        """What this kind of thing is called."""
        return str(_KINDS[self.kind])

    @property
    def name(self) -> str:
        return "".join(piece.text for piece in self.title)


def entries(hits: Iterable[Hit], found: Findings, words: Words, language: Language) -> dict[Hit, Entry]:
    """The results by hit; two statements at most, however many there are.

    Bodies are read for the first results alone: it is the dearest part of the page.
    """
    show = _Showing(found, words, language)
    kept = list(dict.fromkeys(hits))
    shown = {hit: show.concept(hit) for hit in kept if hit.kind not in {FIRM, ARTICLE}}
    return shown | show.firms(kept) | show.articles(kept)


class _Showing:
    def __init__(self, found: Findings, words: Words, language: Language) -> None:
        self._found = found
        self._words = words
        self._taxonomy: Taxonomy = words.taxonomy
        self._language = language
        self._at = Addresses(language)
        self._mark = Marker(found.reading, words)

    # -- the taxonomy and the glossary ------------------------------------------------------------------

    def concept(self, hit: Hit) -> Entry:
        concept = self._concepts(hit.kind)[hit.code]
        name = concept.name(self._language)
        return Entry(
            hit.kind,
            hit.code,
            self._address(hit, concept),
            self._mark.pieces(name),
            self._tag_of(name),
            lines=[Line(self._mark.pieces(text), tag) for text, tag in self._said(hit, concept) if text],
        )

    def _concepts(self, kind: str) -> Mapping[str, Concept]:
        lists: Mapping[str, Mapping[str, Concept]] = {
            SERVICE: self._taxonomy.services,
            MARKET: self._taxonomy.regions,
            REGULATOR: self._taxonomy.regulators,
            SECTOR: self._taxonomy.sectors,
            FAMILY: self._taxonomy.families,
        }
        return {term.code: term for term in self._words.terms} if kind == TERM else lists[kind]

    def _address(self, hit: Hit, concept: Concept) -> str:
        """Its page; the directory where the page would have nothing to say."""
        contents = current_contents()
        pages: Mapping[str, Callable[[], str]] = {
            SERVICE: lambda: (
                self._at.service(hit.code)
                if hit.code in contents.services
                else self._at.firms(service=hit.code)
            ),
            MARKET: lambda: self._market(hit.code),
            REGULATOR: lambda: self._market(self._taxonomy.regulators[hit.code].region),
            SECTOR: lambda: self._at.firms(sector=hit.code),
            FAMILY: lambda: self._at.firms(family=hit.code),
            TERM: lambda: self._at.glossary(hit.code),
        }
        return pages[hit.kind]()

    def _market(self, code: str) -> str:
        return self._at.market(code) if code in current_contents().markets else self._at.firms(market=code)

    def _said(self, hit: Hit, concept: Concept) -> list[tuple[str, str]]:
        """What is said of it, each with its language."""
        slug, tag = self._language.slug, self._language.tag
        if hit.kind == SERVICE:
            return [(self._taxonomy.services[hit.code].description(self._language), tag)]
        if hit.kind == SECTOR:
            return [(self._taxonomy.sectors[hit.code].descriptions.get(slug, ""), tag)]
        if hit.kind == REGULATOR:
            regulator = self._taxonomy.regulators[hit.code]
            return [
                (self._taxonomy.regions[regulator.region].name(self._language), tag),
                (regulator.domain, "en"),
            ]
        if hit.kind == TERM:
            others = [each for each in LANGUAGES if each.slug != slug]
            return [(concept.names.get(each.slug, ""), each.tag) for each in others]
        return []

    def _tag_of(self, name: str) -> str:
        return "en" if self._language.is_chinese and not has_han(name) else self._language.tag

    # -- firms ------------------------------------------------------------------------------------------

    def firms(self, hits: Sequence[Hit]) -> dict[Hit, Entry]:
        by_slug = {hit.code: hit for hit in hits if hit.kind == FIRM}
        wanted = [hit.target_id or 0 for hit in by_slug.values()]
        found = rows(wanted, self._shelf(), self._taxonomy, self._language)
        return {
            by_slug[row.firm.slug]: self._firm(by_slug[row.firm.slug], row.firm, row.why) for row in found
        }

    def _shelf(self) -> Shelf:
        """What the query says an offering must be: the reasons beside the firms follow from it."""
        reading = self._found.reading
        return Shelf(
            service=tuple(code for group in reading.services for code in group),
            market=reading.codes(MARKET),
            sector=reading.codes(SECTOR),
        )

    def _firm(self, hit: Hit, firm: Firm, why: str) -> Entry:
        text = firm.read(self._language)
        title = self._mark.pieces(text.text.name)
        is_named = any(piece.is_marked for piece in title)
        description = self._mark.pieces(text.text.description)
        return Entry(
            FIRM,
            hit.code,
            self._at.firm(firm.slug),
            title,
            BY_SLUG[text.text.name_language].tag,
            lines=[Line(description, text.language.tag)],
            other_names=self._other_names(firm, text.text.name) if hit.rank <= NAMED and not is_named else (),
            why=why,
            firm=firm,
        )

    def _other_names(self, firm: Firm, shown: str) -> list[Line]:
        return [
            Line(self._mark.pieces(each.name), BY_SLUG[each.name_language].tag)
            for each in firm.texts.values()
            if each.name != shown and self._mark.spans(each.name)
        ]

    # -- articles ---------------------------------------------------------------------------------------

    def articles(self, hits: Sequence[Hit]) -> dict[Hit, Entry]:
        by_slug = {hit.code: hit for hit in hits if hit.kind == ARTICLE}
        found = articles_in_order(
            [hit.target_id or 0 for hit in by_slug.values()],
            in_full=[hit.target_id or 0 for hit in by_slug.values() if hit in self._found.first],
        )
        return {by_slug[each.slug]: self._article(by_slug[each.slug], each) for each in found}

    def _article(self, hit: Hit, article: Told) -> Entry:
        reading = article.read(self._language)
        text, language = reading.text, reading.language
        if hit in self._found.first:
            text, language = self._telling(article, text, language)
        return Entry(
            ARTICLE,
            article.slug,
            self._at.article(article.slug),
            self._mark.pieces(reading.text.title),
            reading.language.tag,
            lines=[Line(self._mark.snippet(text.summary, text.body), language.tag)],
        )

    def _telling(self, article: Told, own: Wording, language: Language) -> tuple[Wording, Language]:
        """The text in which the words stand: the one shown if they do, else another."""
        for spoken in (language, *LANGUAGES):
            each = own if spoken == language else article.texts.get(spoken.slug)
            if each and (self._mark.spans(each.title) or self._mark.spans(each.summary)):
                return each, spoken
        return own, language
