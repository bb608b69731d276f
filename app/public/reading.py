"""What the text of an ask form says, with what the page it came from is about."""

from collections.abc import Iterable

from app.articles.queries import article_by_slug
from app.classification.needs import Needs
from app.classification.understanding import Understanding, understand
from app.public.forms import AskForm
from app.taxonomy.snapshot import Taxonomy


def page_needs(form: AskForm, taxonomy: Taxonomy) -> Needs:
    """What the page is about that the question came from; empty for none."""
    article = article_by_slug(form.from_article.data) if form.from_article.data else None
    if article is None:
        return Needs()

    def known(codes: Iterable[str], concepts: object) -> tuple[str, ...]:
        return tuple(code for code in codes if code in concepts)  # type: ignore[operator]

    return Needs(
        known(article.markets[:1], taxonomy.regions),
        known(article.services, taxonomy.services),
        known(article.sectors[:1], taxonomy.sectors),
    )


def read(form: AskForm, taxonomy: Taxonomy, *, chosen: Needs) -> Understanding:
    """The question as the rules read it, beside what the enquirer has chosen."""
    return understand(
        # What is typed as the product is read as if it stood behind the question.
        f"{form.text.data}\n{form.product.data or ''}",
        chosen=chosen,
        page=page_needs(form, taxonomy),
        country=form.country.data,
        taxonomy=taxonomy,
    )
