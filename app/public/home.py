"""The home page: find, ask, read; the matrix in small; what is new."""

from flask import g

from app.articles.queries import count, newest
from app.i18n.addresses import Addresses
from app.public.contents import current_stock, portal, show
from app.public.door import public, settings
from app.public.markets import COMMON, by_name
from app.public.wording import family_words
from app.web import linked_data
from app.web.caching import public_page
from app.web.edition import current_taxonomy

_NEWEST = 5


@public.route("/")
@public_page
def home() -> str:
    taxonomy, stock = current_taxonomy(), current_stock()
    publisher, address = portal(), Addresses(g.language).home
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
        things=[publisher, linked_data.website(settings().base_url, address, publisher["name"], g.language)],
    )
