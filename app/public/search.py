"""One box over everything: firms, services, markets, authorities, articles and words of the glossary."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.i18n.addresses import Addresses
from app.kernel.text import clean
from app.public.contents import show
from app.public.door import public, settings, todays_turns
from app.public.found import Entry, entries
from app.public.paging import PAGE_SIZE, part
from app.search.documents import ARTICLE
from app.search.edition import Words, known
from app.search.finding import Findings, Hit, find
from app.search.reading import LONGEST_QUERY
from app.search.suggesting import suggest
from app.web.caching import public_page
from app.web.edition import current_taxonomy

#: Firms, articles, and things of the taxonomy and the glossary that follow the first results.
_MOST_FIRMS, _MOST_ARTICLES, _MOST_CONCEPTS = 5, 3, 6
#: Which lists can be read on, by their name in the address.
_LISTS = ("article", "concept")


@public.route("/search")
@public_page
def search() -> str:
    words = known(current_taxonomy())
    asked = _asked()
    found = _find(asked, words, corrects="exact" not in request.args)
    kind = request.args.get("kind", "")
    if kind in _LISTS and found:
        return _list(kind, asked, found, words)
    first = list(found.first)
    firms = [hit for hit in found.firms if hit not in first][:_MOST_FIRMS]
    articles = [hit for hit in found.articles if hit not in first][:_MOST_ARTICLES]
    concepts = [hit for hit in found.concepts if hit not in first][:_MOST_CONCEPTS]
    shown = entries([*first, *firms, *articles, *concepts], found, words, g.language)
    return show(
        "public/search/results.html",
        q=asked,
        found=found,
        is_cut=len(request.args.get("q", "").strip()) > LONGEST_QUERY,
        asked_for_nothing=not found.reading,
        first=_of(first, shown),
        firms=_of(firms, shown),
        articles=_of(articles, shown),
        concepts=_of(concepts, shown),
        canonical_query=_canonical(asked),
        **_browse(words),
    )


def _browse(words: Words) -> dict[str, Any]:
    return {"families": list(words.taxonomy.families.values())}


def _asked() -> str:
    return clean(request.args.get("q", ""))[:LONGEST_QUERY].strip()


def _find(asked: str, words: Words, *, corrects: bool = True) -> Findings:
    return find(asked, words, demo=settings().demo, turn=todays_turns(), corrects=corrects)


def _of(hits: Sequence[Hit], shown: Mapping[Hit, Entry]) -> list[Entry]:
    """A page that went between two statements is left out."""
    return [shown[hit] for hit in hits if hit in shown]


def _canonical(asked: str) -> str:
    _path, mark, query = Addresses(g.language).search(asked).partition("?")
    return mark + query


def _list(kind: str, asked: str, found: Findings, words: Words) -> str:
    """All of one kind, page by page."""
    hits = found.articles if kind == ARTICLE else found.concepts
    here = part(request.args.get("page", ""), len(hits))
    part_hits = hits[here.start : here.start + PAGE_SIZE]
    at = Addresses(g.language)
    return show(
        "public/search/list.html",
        q=asked,
        kind=kind,
        part=here,
        pages=here.links(lambda number: at.search(asked, kind=kind, page=number)),
        entries=_of(part_hits, entries(part_hits, found, words, g.language)),
        canonical_query=_canonical(asked),
    )


@public.route("/search/suggestions")
def suggestions() -> ResponseReturnValue:
    """What somebody who is still typing may mean: a page for people, JSON for who asks for it."""
    asked = _asked()
    words = known(current_taxonomy())
    hits = suggest(asked, demo=settings().demo)
    shown = _of(hits, entries(hits, _find("", words), words, g.language))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return _as_json(asked, shown)
    response = Response(show("public/search/suggestions.html", q=asked, entries=shown))
    return _kept_a_while(response)


def _as_json(asked: str, shown: Sequence[Entry]) -> Response:
    found = [
        {
            "kind": each.kind,
            "what": each.what,
            "code": each.code,
            "name": each.name,
            "language": each.tag,
            "address": each.address,
        }
        for each in shown
    ]
    said = ngettext(
        "%(num)d name suggested; choose with the arrow keys",
        "%(num)d names suggested; choose with the arrow keys",
        len(found),
    )
    return _kept_a_while(jsonify({"q": asked, "said": said if found else "", "suggestions": found}))


def _kept_a_while(response: Response) -> Response:
    """The same letters are typed again and again."""
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Vary"] = "Accept"
    return response
