"""Keeping the index as its owners are: what changed is written, what is gone taken out, the rest left."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.articles.models import Article
from app.directory.models import Firm
from app.kernel.db import db
from app.search import documents, keeping
from app.search.concepts import concepts
from app.search.documents import ARTICLE, FIRM, Document
from app.search.models import SearchDocument, SearchWord
from app.search.store import FIRMS, PAGES

#: Firms or articles read and written at a time.
_BATCH = 500


def index_firms(ids: Sequence[int]) -> int:
    """Bring what is known of those firms up to date; returns how many documents that changed."""
    return _index_targets(FIRM, ids, documents.firms(ids))


def index_articles(ids: Sequence[int]) -> int:
    return _index_targets(ARTICLE, ids, documents.articles(ids))


def index_concepts() -> int:
    """The same for everything of the taxonomy and the glossary."""
    kinds = SearchDocument.kind.not_in((FIRM, ARTICLE))
    return _bring(concepts(), db.session.scalars(select(SearchDocument).where(kinds)).all())


def rebuild() -> Iterator[tuple[str, int, int]]:
    """Make the index anew from nothing; after each part says what is being done, how far, and of how many."""
    keeping.empty()
    db.session.execute(delete(SearchDocument))
    db.session.execute(delete(SearchWord))
    index_concepts()
    for kind, model, index in ((FIRM, Firm, index_firms), (ARTICLE, Article, index_articles)):
        ids = db.session.scalars(select(model.id).order_by(model.id)).all()
        for start in range(0, len(ids), _BATCH):
            index(ids[start : start + _BATCH])
            db.session.expunge_all()
            yield kind, min(start + _BATCH, len(ids)), len(ids)
    keeping.tidy()


@contextmanager
def in_bulk() -> Iterator[None]:
    """For writing so many new documents that the index is better made after them."""
    with keeping.in_bulk():
        yield
    keeping.tidy()


def count() -> int:
    """How many documents there are."""
    return db.session.scalar(select(func.count()).select_from(SearchDocument)) or 0


def _index_targets(kind: str, ids: Sequence[int], wanted: Iterable[Document]) -> int:
    kept = db.session.scalars(
        select(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.target_id.in_(ids))
    ).all()
    return _bring(wanted, kept)


def _bring(wanted: Iterable[Document], kept: Sequence[SearchDocument]) -> int:
    """Make the kept documents those that are wanted."""
    known = {(row.kind, row.code): row for row in kept}
    new: list[Document] = []
    changed: list[tuple[SearchDocument, Document]] = []
    vocabulary: Counter[str] = Counter()
    for document in wanted:
        row = known.pop((document.kind, document.code), None)
        if row is None:
            new.append(document)
        elif row.digest != document.digest:
            changed.append((row, document))
            vocabulary.subtract(row.words.split())
        else:
            continue
        vocabulary.update(document.words.split())
    for row in known.values():
        vocabulary.subtract(row.words.split())
    _write(new, changed)
    _drop([row.id for row in known.values()])
    _count_words(vocabulary)
    return len(new) + len(changed) + len(known)


def _facts(document: Document) -> dict[str, object]:
    return {
        "kind": document.kind,
        "code": document.code,
        "target_id": document.target_id,
        "words": document.words,
        "place": document.place,
        "digest": document.digest,
    }


def _write(new: Sequence[Document], changed: Sequence[tuple[SearchDocument, Document]]) -> None:
    if new:
        added = insert(SearchDocument).returning(SearchDocument.id, sort_by_parameter_order=True)
        ids = db.session.scalars(added, [_facts(each) for each in new]).all()
        _put(list(zip(ids, new, strict=True)))
    for row, document in changed:
        facts = update(SearchDocument).where(SearchDocument.id == row.id).values(**_facts(document))
        db.session.execute(facts, execution_options={"synchronize_session": False})
        db.session.expire(row)
    keeping.remove([row.id for row, _document in changed])
    _put([(row.id, document) for row, document in changed])


def _put(written: Sequence[tuple[int, Document]]) -> None:
    firms = [(each, document.columns) for each, document in written if document.kind == FIRM]
    pages = [(each, document.columns) for each, document in written if document.kind != FIRM]
    keeping.put(FIRMS, firms)
    keeping.put(PAGES, pages)


def _drop(ids: Sequence[int]) -> None:
    if ids:
        keeping.remove(ids)
        db.session.execute(delete(SearchDocument).where(SearchDocument.id.in_(ids)))


def _count_words(vocabulary: Counter[str]) -> None:
    """In one order, so that two writers wait for each other and never both at once."""
    rows = [{"word": word, "documents": change} for word, change in sorted(vocabulary.items()) if change]
    if not rows:
        return
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    added = dialect.insert(SearchWord)
    changed = SearchWord.documents + added.excluded.documents
    db.session.execute(
        added.on_conflict_do_update(index_elements=["word"], set_={"documents": changed}), rows
    )
    if any(change < 0 for change in vocabulary.values()):
        db.session.execute(delete(SearchWord).where(SearchWord.documents <= 0))
