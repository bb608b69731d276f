"""The questions put to the index for one query."""

from collections.abc import Iterator, Sequence

from app.search import marks
from app.search.concepts import MARKET, REGULATOR, SECTOR
from app.search.reading import Reading
from app.search.store import FIRMS, LEAD, PAGES, TITLE, WHOLE, Ask, Query, Word, all_of, any_of
from app.search.synonyms import asked
from app.search.tokens import Token, squeezed
from app.taxonomy.snapshot import Taxonomy

#: How a document answers, best first. The number is its class; within one class other things decide.
EXACT, NAMED, OFFERS, OFFERS_NEAR, ABOUT, IN_LEAD, IN_WHOLE, PART_NAMED, PART_OFFERS, PART_ABOUT = range(10)
#: After all of them: what only the reading of the query knows.
NOT_ASKED = 10
#: Classes in which every word of the query was found.
FULL = frozenset({EXACT, NAMED, OFFERS, OFFERS_NEAR, ABOUT, IN_LEAD, IN_WHOLE})

#: Documents of one class that are looked at. Where hundreds of firms answer, only today's heaps are asked.
MOST = 200
_SHORTEST_BEGINNING = 3
_SHORTEST_PARTED = 6
#: Heaps asked where the first of them holds few.
_TODAYS_HEAPS = 8


def words_of(tokens: Sequence[Token]) -> Query:
    return all_of(asked(token) for token in tokens)


class Questions:
    """What to ask for one reading."""

    def __init__(self, reading: Reading, taxonomy: Taxonomy, *, demo: bool, heaps: Sequence[int]) -> None:
        self._reading = reading
        self._taxonomy = taxonomy
        self._real = () if demo else (Word(marks.REAL),)
        todays = [Word(marks.heap(number)) for number in heaps[:_TODAYS_HEAPS]]
        self._heaps = (todays[0], any_of(todays)) if todays else None
        self.markets = self._markets()
        self.sectors = reading.codes(SECTOR)

    def _markets(self) -> tuple[str, ...]:
        """Those named, else those of the authorities named."""
        found = self._reading.codes(MARKET)
        if found:
            return found
        regulators = self._taxonomy.regulators
        return tuple(dict.fromkeys(regulators[code].region for code in self._reading.codes(REGULATOR)))

    def all(self) -> list[Ask]:
        return [*self._pages(), *self._firms()]

    def _pages(self) -> Iterator[Ask]:
        everything = words_of(self._reading.words)
        yield Ask(EXACT, PAGES, WHOLE, Word(marks.named(squeezed(self._reading.text))), MOST)
        yield Ask(NAMED, PAGES, TITLE, everything, MOST)
        yield Ask(IN_LEAD, PAGES, LEAD, everything, MOST)
        yield Ask(IN_WHOLE, PAGES, WHOLE, everything, MOST)
        if about := self._about():
            rest = [words_of(self._reading.rest)] if self._reading.rest else []
            yield Ask(ABOUT, PAGES, WHOLE, all_of([*about, *rest]), MOST)
            if rest:
                yield Ask(PART_ABOUT, PAGES, WHOLE, all_of(about), MOST)

    def _about(self) -> list[Query]:
        services = [any_of(self._marks(marks.SERVICE, group)) for group in self._reading.services]
        if services:
            return services
        facets = ((marks.MARKET, self.markets), (marks.SECTOR, self._widened_sectors()))
        return [any_of(self._marks(facet, codes)) for facet, codes in facets if codes]

    def _marks(self, facet: str, codes: Sequence[str]) -> list[Word]:
        return [Word(each) for each in marks.of_subject(facet, codes)]

    def _widened_sectors(self) -> tuple[str, ...]:
        found = (sorted(self._taxonomy.sectors_answering(code)) for code in self.sectors)
        return tuple(dict.fromkeys(code for codes in found for code in codes))

    def _firms(self) -> Iterator[Ask]:
        everything, rest = words_of(self._reading.words), self._reading.rest
        yield self._firm(EXACT, WHOLE, Word(marks.named(squeezed(self._reading.text))))
        yield self._firm(NAMED, TITLE, self.begun())
        if parted := self._parted():
            yield self._firm(NAMED, WHOLE, parted)
        if offers := self.offers(exact=True):
            wide = self.offers(exact=False)
            beside = [words_of(rest)] if rest else []
            yield self._firm(OFFERS, WHOLE, all_of([*offers, *beside]))
            if wide != offers:
                yield self._firm(OFFERS_NEAR, WHOLE, all_of([*wide, *beside]))
            if rest:
                yield self._firm(PART_NAMED, TITLE, words_of(rest))
            if rest or len(wide) > 1:
                yield self._firm(
                    PART_OFFERS, WHOLE, wide[0] if len(self._reading.services) > 1 else all_of(wide)
                )
        yield self._firm(IN_LEAD, LEAD, everything)
        yield self._firm(IN_WHOLE, WHOLE, everything)

    def begun(self) -> Query:
        """All of the words, the last perhaps only begun: firms are looked up by first letters."""
        *before, last = self._reading.words
        if not last.word.isalpha() or last.is_han or len(last.word) < _SHORTEST_BEGINNING:
            return words_of(self._reading.words)
        return all_of([*map(asked, before), any_of([asked(last), Word(last.word, is_beginning=True)])])

    def _parted(self) -> Query | None:
        """A name that begins with the words written as one: med envoy for MedEnvoy."""
        name = squeezed(self._reading.text)
        if len(self._reading.words) < 2 or not name.isascii() or len(name) < _SHORTEST_PARTED:
            return None
        return Word(marks.named(name), is_beginning=True)

    def _firm(self, name: int, column: str, query: Query) -> Ask:
        return Ask(name, FIRMS, column, all_of((query, *self._real)), 2 * MOST, heaps=self._heaps)

    def offers(self, *, exact: bool) -> list[Query]:
        """What a firm's offerings must be; empty where nothing was named that one could have.

        exact: the very markets named, not those around or inside them.
        """
        found: list[Query] = []
        for group in self._reading.services:
            markets = self._for(group, exact=exact)
            found.append(any_of(Word(each) for code in group for each in self._cells(code, markets)))
            if kinds := self._widened_sectors():
                pairs = [Word(marks.mark("sx", code, kind)) for code in group for kind in kinds]
                found.append(any_of(pairs))
        if not self._reading.services:
            if self.markets:
                markets = self.markets if exact else self._widened(self.markets)
                found.append(any_of(Word(marks.mark(marks.MARKET, code)) for code in markets))
            if self.sectors:
                found.append(any_of(Word(marks.mark(marks.SECTOR, code)) for code in self._widened_sectors()))
        return found

    def _cells(self, service: str, markets: Sequence[str]) -> Iterator[str]:
        if not markets:
            yield marks.mark(marks.SERVICE, service)
        for market in markets:
            yield marks.mark("sm", service, market)

    def _for(self, group: Sequence[str], *, exact: bool) -> tuple[str, ...]:
        """The markets in which one of those services is asked for; none where they say nothing about it."""
        wide = self._widened(self.markets)
        for code in group:
            named = self._taxonomy.services[code].regions
            if not named or set(named) & set(wide):
                return self.markets if exact else wide
        return ()

    def _widened(self, markets: Sequence[str]) -> tuple[str, ...]:
        found = (sorted(self._taxonomy.markets_answering(code)) for code in markets)
        return tuple(dict.fromkeys(code for codes in found for code in codes))
