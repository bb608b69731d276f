"""Services: what each one is, the law behind it, where it is offered and by whom."""

from flask import abort, g, redirect
from flask.typing import ResponseReturnValue

from app.articles.queries import articles_about
from app.directory.queries import markets_of
from app.directory.shelf import Shelf
from app.i18n.addresses import Addresses
from app.public.contents import current_contents, current_stock, show
from app.public.door import public, settings
from app.public.rows import first_rows
from app.taxonomy.queries import all_requirements
from app.taxonomy.snapshot import by_slug
from app.web.caching import public_page
from app.web.edition import current_taxonomy

_MOST_ARTICLES = 20


@public.route("/services/")
@public_page
def services() -> str:
    taxonomy, linked = current_taxonomy(), current_contents().services
    groups = [
        (family, [taxonomy.services[each] for each in taxonomy.services_of(code) if each in linked])
        for code, family in taxonomy.families.items()
    ]
    return show(
        "public/services.html",
        groups=[(family, found) for family, found in groups if found],
        firms=current_stock().services,
    )


@public.route("/services/<code>")
@public_page
def service(code: str) -> ResponseReturnValue:
    taxonomy = current_taxonomy()
    found = by_slug(taxonomy.services, code)
    if found is None:
        abort(404)
    if code != found.slug:
        return redirect(Addresses(g.language).service(found.code), 308)
    rows, firms = first_rows(Shelf(service=(found.code,)), taxonomy, g.language)
    requirements = [each for each in all_requirements() if found.code in each.services]
    return show(
        "public/service.html",
        service=found,
        family=taxonomy.families[found.family],
        confirmed=[each for each in requirements if each.is_confirmed],
        unconfirmed=[each for each in requirements if not each.is_confirmed],
        markets=markets_of(found.code, demo=settings().demo),
        rows=rows,
        firms=firms,
        articles=articles_about(_MOST_ARTICLES, service=(found.code,)),
    )
