"""Firms and articles as the index knows them, each with what it may be found by; see also ``concepts``."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import select

from app.articles.markdown import unmarked
from app.articles.models import Article, ArticleText, Publication
from app.directory.models import Firm, FirmText, Offering, OfferingSector, Office, Visibility
from app.directory.shelf import standing
from app.kernel.db import db
from app.search import marks
from app.search.store import LEAD, TITLE, WHOLE
from app.search.tokens import indexed, squeezed, words
from app.taxonomy.models import Region

FIRM, ARTICLE = "firm", "article"
#: Tokens of a description that count, in each language: a longer one is not found by more.
MOST_OF_DESCRIPTION = 400
#: Of an article's body, in each language.
_MOST_OF_BODY = 8_000
#: Raised when the same content gives other tokens, so that a rebuild writes it anew.
_EDITION = b"2"
_INCORPORATED = re.compile(
    r"[\s,]*\b(?:co|company|corp|corporation|inc|llc|llp|ltd|limited|plc|gmbh|ag|s\.?a|b\.?v|k\.?k)\b\.?(?=\W*(?:co|ltd)?\W*$)"
    r"|(?:股份)?有限公司$|股份公司$",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Document:
    """One thing to be found."""

    kind: str
    code: str
    #: Every name and alias, in every language.
    names: tuple[str, ...]
    summary: tuple[str, ...] = ()
    #: Texts of any length, each with the number of tokens that count.
    texts: tuple[tuple[str, int], ...] = ()
    #: What it offers or is about.
    marks: tuple[str, ...] = ()
    #: Whether it is real, and a firm's heap: asked for whatever else is.
    kind_marks: tuple[str, ...] = ()
    target_id: int | None = None
    place: int = 0

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """The tokens of each column; each holds those of the one before."""
        title = [*self.kind_marks] + [token for name in self.names for token in indexed(name)]
        lead = title + [token for each in self.summary for token in indexed(each)]
        whole = lead + [token for each, most in self.texts for token in islice(indexed(each), most)]
        whole += [*self.marks, *self.name_marks]
        return {TITLE: tuple(_unique(title)), LEAD: tuple(_unique(lead)), WHOLE: tuple(_unique(whole))}

    @property
    def name_marks(self) -> Iterator[str]:
        """Every name as a whole, also without what only says how a firm is incorporated."""
        for name in self.names:
            yield marks.named(squeezed(name))
            if self.kind == FIRM:
                yield marks.named(squeezed(_INCORPORATED.sub("", name)))

    @cached_property
    def words(self) -> str:
        return " ".join(sorted({word[:64] for each in (*self.names, *self.summary) for word in words(each)}))

    @cached_property
    def digest(self) -> str:
        told = hashlib.blake2b(_EDITION, digest_size=16)
        # Sorted: the rows of a firm are read in no order.
        parts = (self.words, str(self.place), *(" ".join(sorted(each)) for each in self.columns.values()))
        for part in parts:
            told.update(part.encode() + b"\x00")
        return told.hexdigest()


def _unique(items: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(items))


def _of(statement: Any, column: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The rows of those owners, by owner."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(statement.where(column.in_(ids))):
        found[row[0]].append(row)
    return found


def firms(ids: Sequence[int]) -> Iterator[Document]:
    """The public ones of those firms; six statements."""
    countries = {row.code: row.names for row in db.session.execute(select(Region.code, Region.names))}
    texts = _of(select(FirmText.firm_id, FirmText.name, FirmText.description), FirmText.firm_id, ids)
    offices = _of(select(Office.firm_id, Office.country, Office.city), Office.firm_id, ids)
    offered = _offered(ids)
    listed = select(Firm.id, Firm.slug, Firm.demo).where(
        Firm.id.in_(ids), Firm.visibility == Visibility.PUBLISHED
    )
    for firm in db.session.execute(listed.order_by(Firm.id)):
        places = [
            name
            for office in offices[firm.id]
            for name in (*office.city.values(), *countries.get(office.country, {}).values())
        ]
        yield Document(
            FIRM,
            firm.slug,
            tuple(_unique(text.name for text in texts[firm.id])),
            summary=tuple(_unique(places)),
            texts=tuple((text.description, MOST_OF_DESCRIPTION) for text in texts[firm.id]),
            marks=tuple(offered[firm.id]),
            kind_marks=(marks.heap(marks.heap_of(firm.slug)), *(() if firm.demo else (marks.REAL,))),
            target_id=firm.id,
        )


def _offered(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The marks of what each firm offers; two statements."""
    sectors = _of(
        select(OfferingSector.offering_id, OfferingSector.sector_code).join(
            Offering, Offering.id == OfferingSector.offering_id
        ),
        Offering.firm_id,
        ids,
    )
    found: dict[int, list[str]] = defaultdict(list)
    columns = (Offering.firm_id, Offering.id, Offering.service_code, Offering.market_code)
    offerings = select(*columns).where(*standing())
    for firm, rows in _of(offerings, Offering.firm_id, ids).items():
        for row in rows:
            codes = [sector.sector_code for sector in sectors[row.id]]
            found[firm] += marks.of_offering(row.service_code, row.market_code, codes)
    return found


def articles(ids: Sequence[int]) -> Iterator[Document]:
    """The published ones of those articles; two statements."""
    texts = _of(
        select(ArticleText.article_id, ArticleText.title, ArticleText.summary, ArticleText.body),
        ArticleText.article_id,
        ids,
    )
    published = select(
        Article.id, Article.slug, Article.updated, Article.markets, Article.services, Article.sectors
    ).where(Article.id.in_(ids), Article.publication == Publication.PUBLISHED)
    for article in db.session.execute(published.order_by(Article.id)):
        own = texts[article.id]
        about = (
            (marks.SERVICE, article.services),
            (marks.MARKET, article.markets),
            (marks.SECTOR, article.sectors),
        )
        yield Document(
            ARTICLE,
            article.slug,
            tuple(text.title for text in own),
            summary=tuple(text.summary for text in own),
            texts=tuple((unmarked(text.body), _MOST_OF_BODY) for text in own),
            marks=tuple(each for facet, codes in about for each in marks.of_subject(facet, codes)),
            kind_marks=(marks.REAL,),
            target_id=article.id,
            place=-article.updated.toordinal(),
        )
