"""What a firm that nearly meets a shelf lacks, and what it does instead."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.directory.nearness import Missing
from app.directory.shelf import Shelf
from app.i18n import formats
from app.i18n.languages import Language
from app.matching.ranking import Ground
from app.public import saying
from app.taxonomy.snapshot import Taxonomy
from app.web.reasons import places

#: Offerings named of a firm that does something else; the listing has the rest.
_MOST_HELD = 3


def lacks(missing: Missing, shelf: Shelf, taxonomy: Taxonomy, language: Language) -> str:
    """The one thing a firm lacks: the missing cell by name."""
    said = {
        "services": saying.services(shelf, taxonomy, language),
        "markets": saying.markets(shelf, taxonomy, language),
        "sectors": saying.sectors(shelf, taxonomy, language),
        "languages": saying.tongues(shelf, language),
    }
    if missing is Missing.LANGUAGE:
        return _("does not name %(languages)s as a working language", **said)
    if missing is Missing.SECTOR and not said["markets"]:
        return _("no offering of %(services)s for %(sectors)s", **said)
    if missing is Missing.SECTOR and not said["services"]:
        return _("no offering for %(sectors)s in %(markets)s", **said)
    if missing is Missing.SECTOR:
        return _("no offering of %(services)s in %(markets)s for %(sectors)s", **said)
    if said["markets"]:
        return _("no offering of %(services)s in %(markets)s", **said)
    return _("no offering of %(services)s", **said)


def holds(
    shelf: Shelf, missing: Missing, grounds: Sequence[Ground], taxonomy: Taxonomy, language: Language
) -> str:
    """What it does that comes nearest: the same, or something alike, here or in the nearest other markets."""
    if missing is Missing.LANGUAGE:
        return ""
    around = frozenset().union(*(taxonomy.ancestors(code) for code in shelf.market))

    def is_far(ground: Ground) -> bool:
        return not around & ({ground.market} | taxonomy.ancestors(ground.market))

    nearest = sorted(grounds, key=is_far)[:_MOST_HELD]
    held = formats.clauses(places(nearest, taxonomy, language), language)
    if missing is Missing.SECTOR:
        return _("Holds for other products: %(offerings)s", offerings=held)
    return _("Holds: %(offerings)s", offerings=held)
