"""The door for everyone: manufacturers, who need no account. What it shows to all sets no cookie."""

from flask import Flask

from app.web import previews


def init_app(app: Flask) -> None:
    # The modules hang their pages on the blueprints, so they are read before these are plugged in.
    from app.public import (  # noqa: F401
        about,
        articles,
        ask,
        compare,
        consent_receipt,
        conversation,
        coverage,
        directory,
        feed,
        follow,
        glossary,
        home,
        letters,
        listing,
        listing_request,
        logos,
        markets,
        own_data,
        requirements,
        search,
        services,
        shortlist,
        sitemap,
        start,
        together,
    )
    from app.public.door import public, root
    from app.public.listing import listing_of
    from app.public.personal import personal

    app.register_blueprint(public)
    app.register_blueprint(personal)
    app.register_blueprint(root)
    previews.wire(listing_of)
