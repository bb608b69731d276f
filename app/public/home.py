"""The home page: find, ask, read; the matrix in small; what is new."""

from flask import g

from app.articles.queries import count, newest
from app.public.contents import current_stock, show
from app.public.door import public
from app.public.markets import COMMON, by_name
from app.public.wording import family_words
from app.web.caching import public_page
from app.web.edition import current_taxonomy

_NEWEST = 5


@public.route("/")
@public_page
def home() -> str:
    taxonomy, stock = current_taxonomy(), current_stock()
    stand = {code: each for code, each in taxonomy.regions.items() if code in stock.named_markets}
    return show(
        "public/home.html",
        stock=stock,
        markets=COMMON,
        common=[stand[code] for code in COMMON if code in stand],
        others=by_name([each for code, each in stand.items() if code not in COMMON], g.language),
        families=family_words(),
        articles=newest(_NEWEST),
        article_count=count(),
    )
