"""Services: what each one is, the law behind it, where it is offered and by whom."""

from flask import abort, g, redirect
from flask.typing import ResponseReturnValue

from app.articles.queries import articles_about
from app.directory.shelf import Shelf
from app.directory.stock import markets_of
from app.i18n.addresses import Addresses
from app.public.contents import current_contents, current_stock, show
from app.public.door import public, settings
from app.public.rows import first_rows
from app.public.summaries import MOST_ARTICLES, all_of, service_said
from app.public.terms import terms_on
from app.taxonomy.queries import all_requirements
from app.taxonomy.snapshot import by_slug, names
from app.web import linked_data
from app.web.caching import public_page
from app.web.edition import current_taxonomy


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
    markets = markets_of(found.code, taxonomy, demo=settings().demo)
    articles = articles_about(MOST_ARTICLES, service=(found.code,))
    offered = names(taxonomy.regions, [each for each in taxonomy.regions if each in markets], g.language)
    return show(
        "public/service.html",
        said=service_said(requirements, firms, offered, all_of(articles), g.language),
        terms=terms_on(
            [found.names["en"], found.descriptions["en"], *(each.texts["en"] for each in requirements)]
        ),
        unlisted=found.code not in current_contents().services,
        things=linked_data.service(
            found, settings().base_url + Addresses(g.language).service(found.code), offered, g.language
        ),
        service=found,
        family=taxonomy.families[found.family],
        confirmed=[each for each in requirements if each.is_confirmed],
        unconfirmed=[each for each in requirements if not each.is_confirmed],
        markets=markets,
        rows=rows,
        firms=firms,
        articles=articles,
    )
