"""The home page: find, ask, read; the matrix in small; what is new."""

from app.articles.queries import count, newest
from app.public.contents import current_stock, show
from app.public.door import public
from app.public.wording import family_words
from app.web.caching import public_page

#: The markets of the small matrix, those most asked about first.
_MARKETS = ("US", "EU", "UK", "CH", "CN", "TW", "JP", "KR")
_NEWEST = 5


@public.route("/")
@public_page
def home() -> str:
    return show(
        "public/home.html",
        stock=current_stock(),
        markets=_MARKETS,
        families=family_words(),
        articles=newest(_NEWEST),
        article_count=count(),
    )
