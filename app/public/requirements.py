"""The finder: from where, which product, into which markets, and what each of them demands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import g, request
from flask_babel import gettext as _

from app.articles.queries import articles_about
from app.directory.holders import holders_by_rule, widest
from app.directory.models import Firm
from app.directory.queries import firms_in_order
from app.directory.shelf import Shelf
from app.i18n import formats
from app.i18n.addresses import Addresses
from app.i18n.languages import Language
from app.public.contents import current_contents, show
from app.public.door import public, settings, todays_turns
from app.public.forms import countries
from app.public.markets import COMMON, by_name
from app.public.needs import needs_of
from app.public.rules import concerns, rules_of, ruling, services_needed, spares
from app.public.wording import Words
from app.taxonomy.laws import Citation, cited
from app.taxonomy.models import Requirement
from app.taxonomy.snapshot import Concept, RegionConcept, Taxonomy, by_slug, names
from app.web.caching import public_file, public_page
from app.web.edition import current_taxonomy
from app.web.sheets import csv_of

#: Markets compared at once; more make no page one could read.
MOST_MARKETS = 8
#: What one question may name.
_MOST_ASKED = 12
_MOST_HOLDERS = 5
_MOST_ARTICLES = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """The page's query string as understood; empty where nothing was chosen."""

    origin: str
    sector: str
    markets: tuple[str, ...]
    #: What was typed and is no choice, as name=value.
    ignored: tuple[str, ...]

    def query(self) -> Iterator[tuple[str, str]]:
        """In one order and one case: equal choices share an address."""
        yield "origin", self.origin.lower()
        yield "sector", self.sector.lower()
        for market in self.markets:
            yield "market", market.lower()


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one region."""

    region: RegionConcept
    #: The chosen markets in which they hold, where that is not the region itself.
    markets: Sequence[RegionConcept]
    confirmed: Sequence[Requirement]
    unconfirmed: Sequence[Requirement]
    #: Rules that do not bind a maker who is inside.
    spared: Sequence[Requirement]

    @property
    def rules(self) -> list[Requirement]:
        return [*self.confirmed, *self.unconfirmed]


@dataclass(frozen=True, slots=True)
class Covering:
    """A firm, and which of the rules it can take on."""

    firm: Firm
    rules: Sequence[Requirement]


@public.route("/requirements")
@public_page
def requirements() -> str:
    taxonomy, language = current_taxonomy(), g.language
    choice = _choice(taxonomy)
    groups = _groups(choice, taxonomy)
    rules = [each for group in groups for each in group.rules]
    shelves = _shelves(rules, choice)
    services = services_needed(rules)[:_MOST_ASKED]
    return show(
        "public/requirements.html",
        choice=choice,
        query=list(choice.query()),
        canonical_query=Addresses(language).requirements(choice.query()).partition("requirements")[2],
        groups=groups,
        rules=rules,
        silent=_silent(choice, groups, taxonomy),
        firms=holders_by_rule(shelves, taxonomy, demo=settings().demo),
        shelves={code: Addresses(language).shelf(shelf.query()) for code, shelf in shelves.items()},
        covering=_covering(rules, shelves, taxonomy),
        articles=_articles(rules, taxonomy),
        ask=_ask(choice, services, language),
        question=_question(choice, services, taxonomy, language),
        unlisted=bool(choice.origin or choice.sector or choice.markets),
        countries=countries(taxonomy, language),
        ticks=[taxonomy.regions[code] for code in dict.fromkeys((*COMMON, *choice.markets))],
        needs=[each.code for each in needs_of(rules, taxonomy)],
        others=_others(choice, taxonomy, language),
        known=_known(taxonomy),
    )


@public.route("/requirements.csv")
@public_file("text/csv")
def requirements_table() -> str:
    taxonomy, language, words = current_taxonomy(), g.language, Words()
    choice = _choice(taxonomy)
    groups = _groups(choice, taxonomy)
    rules = [each for group in groups for each in group.rules]
    firms = holders_by_rule(_shelves(rules, choice), taxonomy, demo=settings().demo)
    head = [_("Market"), _("Duty"), _("Binding"), _("What is required"), _("Applies where"), _("Products")]
    head += [_("Services that meet it"), _("Firms"), _("Law"), _("Regulator"), _("Official page")]
    head += [_("Evidence"), _("Grade"), _("Seen"), _("Code")]
    return csv_of(
        head,
        (
            [
                taxonomy.regions[each.region_code].name(language),
                words.kind(each.kind),
                words.binding(each.binding),
                each.texts.get(language.slug) or each.texts["en"],
                formats.clauses(
                    [phrase.get(language.slug, phrase["en"]) for phrase in each.conditions], language
                ),
                formats.joined(names(taxonomy.sectors, each.sectors, language), language),
                formats.joined(names(taxonomy.services, each.services, language), language),
                firms.get(each.code, 0),
                "; ".join(_law(cited(law, language)) for law in each.legal_basis),
                formats.joined(names(taxonomy.regulators, [each.regulator_code or ""], language), language),
                each.source_url,
                " ".join(proof["url"] for proof in each.evidence),
                words.grade(each.grade),
                each.checked,
                each.code,
            ]
            for each in rules
        ),
    )


def _law(citation: Citation) -> str:
    return f"{citation.name} {citation.official}".strip()


def _choice(taxonomy: Taxonomy) -> Choice:
    ignored: list[str] = []

    def known(name: str, concepts: Mapping[str, Concept], most: int) -> list[str]:
        found: dict[str, None] = {}
        for value in request.args.getlist(name):
            concept = by_slug(concepts, value[:32])
            if concept and len(found) < most:
                found[concept.code] = None
            elif value and (concept is None or concept.code not in found):
                ignored.append(f"{name}={value[:60]}")
        return list(found)

    makers = {code: each for code, each in taxonomy.regions.items() if each.kind == "market"}
    origin = known("origin", makers, 1)
    sector = known("sector", taxonomy.sectors, 1)
    markets = known("market", taxonomy.regions, MOST_MARKETS)
    return Choice("".join(origin), "".join(sector), tuple(markets), tuple(ignored[:MOST_MARKETS]))


def _groups(choice: Choice, taxonomy: Taxonomy) -> list[Group]:
    """Rules by region, the chosen markets first; a rule of several chosen markets stands once."""
    if not choice.markets:
        return []
    about = [each for each in rules_of(choice.markets, taxonomy) if concerns(each, choice.sector, taxonomy)]
    order = dict.fromkeys([*choice.markets, *(each.region_code for each in about)])
    return [
        _group(region, [each for each in about if each.region_code == region], choice, taxonomy)
        for region in order
        if any(each.region_code == region for each in about)
    ]


def _group(region: str, rules: Sequence[Requirement], choice: Choice, taxonomy: Taxonomy) -> Group:
    spared = [each for each in rules if spares(each, choice.origin, taxonomy)]
    binding = [each for each in rules if each not in spared]
    return Group(
        taxonomy.regions[region],
        [
            taxonomy.regions[each]
            for each in choice.markets
            if each != region and region in ruling(each, taxonomy)
        ],
        [each for each in binding if each.is_confirmed],
        [each for each in binding if not each.is_confirmed],
        spared,
    )


def _silent(choice: Choice, groups: Sequence[Group], taxonomy: Taxonomy) -> list[RegionConcept]:
    """Chosen markets of which no rule is recorded for that product."""
    told = {group.region.code for group in groups} | {each.code for group in groups for each in group.markets}
    return [taxonomy.regions[each] for each in choice.markets if each not in told]


def _shelves(rules: Sequence[Requirement], choice: Choice) -> dict[str, Shelf]:
    """For each rule a service can meet, where its holders stand in the directory."""
    return {
        each.code: Shelf(
            market=(each.region_code,),
            service=tuple(sorted(each.services)),
            sector=(choice.sector,) if choice.sector else (),
        )
        for each in rules
        if each.services
    }


def _covering(
    rules: Sequence[Requirement], shelves: Mapping[str, Shelf], taxonomy: Taxonomy
) -> list[Covering]:
    """The firms that can take on the most of it by themselves."""
    found = widest(shelves, taxonomy, demo=settings().demo, turn=todays_turns(), most=_MOST_HOLDERS)
    held = {each.firm_id: each.rules for each in found}
    return [
        Covering(firm, [each for each in rules if each.code in held[firm.id]])
        for firm in firms_in_order(list(held))
    ]


def _articles(rules: Sequence[Requirement], taxonomy: Taxonomy) -> Sequence[object]:
    """Articles about the services the rules ask for, in the markets whose rules they are."""
    if not rules:
        return []
    regions = frozenset().union(*(taxonomy.markets_answering(each.region_code) for each in rules))
    return articles_about(_MOST_ARTICLES, service=services_needed(rules), market=regions)


def _ask(choice: Choice, services: Sequence[str], language: Language) -> str:
    asked = [*choice.query(), *(("service", code.lower()) for code in services)]
    return Addresses(language).ask_for(asked)


def _question(choice: Choice, services: Sequence[str], taxonomy: Taxonomy, language: Language) -> str:
    """The choice as the beginning of a letter, which the reader may change."""
    regions = taxonomy.regions
    lines = (
        (_("Product: %(names)s"), names(taxonomy.sectors, [choice.sector], language)),
        (_("Made in: %(names)s"), names(regions, [choice.origin], language)),
        (_("Markets to enter: %(names)s"), names(regions, choice.markets, language)),
        (_("Needed: %(names)s"), names(taxonomy.services, services, language)),
    )
    return "\n".join(line % {"names": formats.joined(said, language)} for line, said in lines if said)


def _others(choice: Choice, taxonomy: Taxonomy, language: Language) -> list[RegionConcept]:
    """Further markets to add: those with a rule of their own or of a union they belong to."""
    ruled = current_contents().ruled
    return by_name(
        [
            each
            for code, each in taxonomy.regions.items()
            if each.kind != "continent"
            and code not in COMMON
            and code not in choice.markets
            and ruled & ruling(code, taxonomy)
        ],
        language,
    )


def _known(taxonomy: Taxonomy) -> list[RegionConcept]:
    """The markets with rules of their own, in the editors' order."""
    ruled = current_contents().ruled
    return [each for code, each in taxonomy.regions.items() if code in ruled]
