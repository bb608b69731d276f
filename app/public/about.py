"""What the portal says about itself."""

from flask import abort

from app.matching.weights import weights
from app.privacy.retention import days
from app.public.contents import show
from app.public.door import public
from app.web.caching import public_page

PAGES = ("order", "privacy", "accessibility")


@public.route("/about/<page>")
@public_page
def about(page: str) -> str:
    """``order`` says the figures that the ranking really uses."""
    if page not in PAGES:
        abort(404)
    figures = weights()
    prior = figures.responsiveness
    start = prior.prior_in_time / (prior.prior_in_time + prior.prior_late)
    return show(f"public/about_{page}.html", weights=figures, start=start, retention=days())
