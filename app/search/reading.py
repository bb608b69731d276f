"""A query as it is understood: what of the taxonomy it names, and the words that are left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.classification.needs import Needs
from app.classification.understanding import understand
from app.search.concepts import MARKET, REGULATOR, SECTOR, SERVICE
from app.search.edition import Words
from app.search.folding import Folded, fold
from app.search.lexicon import Entry, Lexicon, Sense, atoms_of, lexicon
from app.search.tokens import IDLE_HAN, STOP_WORDS, Token, tokens
from app.taxonomy.snapshot import Taxonomy

#: Longer queries are cut; nobody looks for so many words at once.
LONGEST_QUERY = 200
#: Words of a query that are looked up.
MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class Named:
    """A wording of the query, its place in the key, and what it may mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    is_open: bool = False
    #: What it may mean besides, though less likely.
    others: tuple[Sense, ...] = ()

    def codes(self, kind: str) -> tuple[str, ...]:
        return tuple(sense.code for sense in self.senses if sense.kind == kind)


@dataclass(frozen=True, eq=False)
class Reading:
    """What a query says. Places are places of ``folded.key``."""

    text: str
    folded: Folded
    #: Its words without those that say nothing.
    words: tuple[Token, ...]
    named: tuple[Named, ...]
    #: Services that the words name together though none does alone.
    implied: tuple[str, ...]
    #: Markets and products that only the classifier's rules know: a city, a kind of device.
    hinted: tuple[Sense, ...]
    #: Services of the very market named that follow from it and from what else is named.
    particular: tuple[str, ...]
    #: What is asked for, each as the services any of which will do.
    services: tuple[tuple[str, ...], ...]

    @cached_property
    def rest(self) -> tuple[Token, ...]:
        """The words that name nothing."""
        return tuple(_outside(self.words, [(each.start, each.end) for each in self.named]))

    def as_typed(self, word: Token) -> str:
        """One of its words in the script and case it was written in."""
        start, end = self.folded.span(word.start, word.end)
        return self.text[start:end]

    @cached_property
    def is_named_whole(self) -> bool:
        """Whether all of it is one wording."""
        return len(self.named) == 1 and not self.rest and not self.named[0].is_open

    def codes(self, kind: str) -> tuple[str, ...]:
        """Everything of a kind that is named or hinted at."""
        named = [code for each in self.named for code in each.codes(kind)]
        return tuple(dict.fromkeys([*named, *(each.code for each in self.hinted if each.kind == kind)]))

    def __bool__(self) -> bool:
        return bool(self.words)


def read(text: str, known: Words) -> Reading:
    """What the query means; it reads nothing but its arguments and the classifier's rules."""
    text = text[:LONGEST_QUERY]
    folded = fold(text)
    found = list(tokens(folded.key))[: MOST_WORDS * 2]
    named = _narrowed(names(found, lexicon(known)), known.taxonomy)
    spans = [(each.start, each.end) for each in named]
    words = [each for token in found for each in _without_idle(token, spans)][:MOST_WORDS]
    implied, hinted = _understood(text, folded, named, known.taxonomy)
    is_whole = len(named) == 1 and not any(_outside(words, spans))
    services = _services(named, implied, hinted, known.taxonomy, is_whole=is_whole)
    particular = tuple(_particular(named, folded, lexicon(known), known.taxonomy))
    return Reading(text, folded, tuple(words), tuple(named), implied, hinted, particular, services)


def _particular(named: Sequence[Named], folded: Folded, words: Lexicon, taxonomy: Taxonomy) -> Iterator[str]:
    """Services of the very market named and of no other that are for nothing but the product named, or whose
    name holds what was named.

    消毒劑 歐盟 is about the representative that disinfectants alone have in the EU, too, and IND 美國 about
    the one who signs an IND there.
    """
    markets = {code for each in named for code in each.codes(MARKET)}
    sectors = {code for each in named for code in each.codes(SECTOR)}
    services = {code for each in named for code in each.codes(SERVICE)}
    if not markets or not (services or sectors):
        return
    at_home = frozenset().union(markets, *(taxonomy.ancestors(code) for code in markets))
    kinds = frozenset().union(*(taxonomy.sectors_answering(code) for code in sectors))
    said = [
        f" {' '.join(atoms_of(tokens(folded.key[each.start : each.end])))} "
        for each in named
        if each.codes(SERVICE)
    ]
    for service in taxonomy.services.values():
        if service.code in services or not service.regions or not at_home >= set(service.regions):
            continue
        if not fits(Sense(SERVICE, service.code), set(), sectors, taxonomy):
            continue
        is_for_that = not services and bool(service.sectors) and kinds >= set(service.sectors)
        if is_for_that or any(each in wording for each in said for wording in _wordings(service.code, words)):
            yield service.code


def _wordings(service: str, words: Lexicon) -> Iterator[str]:
    for entry in words.by_sense.get(Sense(SERVICE, service), ()):
        yield f" {' '.join(entry.atoms)} "


def _services(
    named: Sequence[Named],
    implied: Sequence[str],
    hinted: Sequence[Sense],
    taxonomy: Taxonomy,
    *,
    is_whole: bool,
) -> tuple[tuple[str, ...], ...]:
    """Those named, unless they are for other products than those named; where none is left, those implied."""
    sectors = {code for each in named for code in each.codes(SECTOR)}
    sectors |= {each.code for each in hinted if each.kind == SECTOR}

    def groups(is_open: bool) -> tuple[tuple[str, ...], ...]:
        found = [
            tuple(
                code for code in each.codes(SERVICE) if fits(Sense(SERVICE, code), set(), sectors, taxonomy)
            )
            for each in named
            if each.is_open is is_open
        ]
        return tuple(dict.fromkeys(filter(None, found)))

    # One word that is all of the query and has many readings is not settled by what the classifier prefers.
    alone = groups(True) if is_whole else ()
    return groups(False) or alone or tuple((code,) for code in implied) or groups(True)


def names(found: Sequence[Token], words: Lexicon) -> Iterator[Named]:
    """Every wording in the query, the longest at each place."""
    atoms = list(atoms_of(found))
    begun = [index for index, atom in enumerate(atoms) if atom in words.firsts]
    places = list(_places(found)) if begun else []
    free = 0
    for index in begun:
        entry: Entry | None = words.at(atoms, index) if index >= free else None
        if entry is not None:
            free = index + len(entry.atoms)
            start, end = places[index][0], places[free - 1][1]
            yield Named(start, end, entry.senses, entry.is_open, entry.others)


def _places(found: Iterable[Token]) -> Iterator[tuple[int, int]]:
    """Where each atom stands."""
    for token in found:
        if token.is_han:
            yield from ((place, place + 1) for place in range(token.start, token.end))
        else:
            yield token.start, token.end


def _narrowed(named: Iterator[Named], taxonomy: Taxonomy) -> list[Named]:
    """A word of several readings means those that fit what stands beside it; else it stays a word."""
    found = list(named)
    settled = [each for each in found if not each.is_open]
    markets = {code for each in settled for code in each.codes(MARKET)}
    sectors = {code for each in settled for code in each.codes(SECTOR)}
    return [
        each for one in found for each in _settled(one, markets, sectors, taxonomy, alone=len(found) == 1)
    ]


def _settled(
    one: Named, markets: set[str], sectors: set[str], taxonomy: Taxonomy, *, alone: bool
) -> Iterator[Named]:
    if not one.is_open:
        yield one
        return
    senses = _kin(one, markets, sectors, taxonomy) or tuple(
        each for each in one.senses if fits(each, markets, sectors, taxonomy)
    )
    if senses and (alone or markets or sectors):
        yield Named(one.start, one.end, senses, is_open=len(senses) > 1)


def _kin(one: Named, markets: set[str], sectors: set[str], taxonomy: Taxonomy) -> tuple[Sense, ...]:
    """Services of the families its readings belong to that exist for that very market, and that very product.

    代理人 may be the agent of three markets; beside 韓國 it is one of a fourth.
    """
    families = {taxonomy.services[code].family for code in one.codes(SERVICE)}
    return tuple(
        Sense(SERVICE, service.code)
        for service in taxonomy.services.values()
        if service.family in families
        and markets & set(service.regions)
        and (not sectors or any(taxonomy.sectors_answering(code) & set(service.sectors) for code in sectors))
    )


def fits(sense: Sense, markets: set[str], sectors: set[str], taxonomy: Taxonomy) -> bool:
    """Whether a service can be had in one of those markets, for one of those products."""
    if sense.kind != SERVICE:
        return not markets
    service = taxonomy.services[sense.code]
    answering = frozenset().union(*(taxonomy.markets_answering(code) for code in markets))
    kinds = frozenset().union(*(taxonomy.sectors_answering(code) for code in sectors))
    return not (markets and service.regions and not answering & set(service.regions)) and not (
        sectors and service.sectors and not kinds & set(service.sectors)
    )


def _outside(words: Sequence[Token], spans: Sequence[tuple[int, int]]) -> Iterator[Token]:
    for token in words:
        if not any(start <= token.start and token.end <= end for start, end in spans):
            yield token


def _without_idle(token: Token, spans: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """What a token says: nothing for a stop word; a Chinese run parted where a name begins."""
    if not token.is_han:
        if token.text not in STOP_WORDS or any(a <= token.start and token.end <= b for a, b in spans):
            yield token
        return
    cuts = {token.start, token.end}
    for start, end in spans:
        cuts |= {place for place in (start, end) if token.start < place < token.end}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        piece = token.text[start - token.start : end - token.start]
        if (start, end) in spans:
            yield Token(piece, start, end, piece, is_han=True)
            continue
        at = 0
        for idle in (*IDLE_HAN.finditer(piece), None):
            stop = idle.start() if idle else len(piece)
            if at < stop:
                yield Token(piece[at:stop], start + at, start + stop, piece[at:stop], is_han=True)
            at = idle.end() if idle else stop


def _understood(
    text: str, folded: Folded, named: Sequence[Named], taxonomy: Taxonomy
) -> tuple[tuple[str, ...], tuple[Sense, ...]]:
    """What the classifier makes of it: services from role and market together; cities, products."""
    told = understand(
        _capitals(text, folded, named), chosen=Needs(), page=Needs(), country=None, taxonomy=taxonomy
    )
    spans = [folded.span(each.start, each.end) for each in named]
    services = tuple(each.code for each in told.facets if each.facet == SERVICE and each.is_meant)
    kinds = {"market": MARKET, "sector": SECTOR}
    hinted = tuple(
        Sense(kinds[each.facet], each.code)
        for each in told.facets
        if each.facet in kinds and each.is_meant and each.spans and not _covered(each.spans, spans)
    )
    return services, hinted


def _covered(own: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> bool:
    return all(any(start < high and low < end for low, high in spans) for start, end in own)


def _capitals(text: str, folded: Folded, named: Sequence[Named]) -> str:
    """With abbreviations of markets and authorities in capitals, as the classifier wants them: uk, fda."""
    letters = list(text)
    for each in named:
        start, end = folded.span(each.start, each.end)
        kinds = {sense.kind for sense in each.senses}
        if end - start <= 4 and kinds & {MARKET, REGULATOR}:
            letters[start:end] = [letter.upper() for letter in letters[start:end]]
    return "".join(letters)
