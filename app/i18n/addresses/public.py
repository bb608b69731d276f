"""What anybody reads."""

from collections.abc import Iterable

from app.i18n.addresses.ground import LocalAddresses


class PublicAddresses(LocalAddresses):
    """What anybody reads."""

    __slots__ = ()

    @property
    def home(self) -> str:
        return f"/{self.language.slug}/"

    def firms(self, **filters: str) -> str:
        """The directory; filters as in its query string, codes in either case."""
        return self.shelf((name, value.lower() if name != "q" else value) for name, value in filters.items())

    def shelf(self, query: Iterable[tuple[str, str]]) -> str:
        """The directory with a query string as it is, repeated names and all."""
        return self._page("firms", "", query=query)

    def firms_csv(self, query: Iterable[tuple[str, str]]) -> str:
        """The same as a file."""
        return self._page("firms.csv", query=query)

    def firms_xlsx(self, query: Iterable[tuple[str, str]]) -> str:
        """The same as a workbook."""
        return self._page("firms.xlsx", query=query)

    def firm(self, slug: str) -> str:
        return self._page("firms", slug)

    @property
    def coverage(self) -> str:
        return self._page("coverage")

    @property
    def coverage_table(self) -> str:
        """The same as a file for a spreadsheet."""
        return self._page("coverage.csv")

    def compare(self, slugs: Iterable[str]) -> str:
        """Firms side by side, in that order."""
        return self._page("compare", query=[("firm", slug) for slug in slugs])

    def shortlist(self, slugs: Iterable[str] = (), *, back: str = "") -> str:
        """Firms kept together; ``back`` is the query string of the directory they were chosen in."""
        return self._page("shortlist", query=[*(("firm", slug) for slug in slugs), ("back", back)])

    def together(self, needs: Iterable[str] = ()) -> str:
        """Who holds several needs at once, each as ``service@market``."""
        return self._page("together", query=[("need", each) for each in needs])

    def requirements(self, query: Iterable[tuple[str, str]] = ()) -> str:
        """The finder with a choice as it is, repeated names and all; without one, empty."""
        return self._page("requirements", query=query)

    def requirements_table(self, query: Iterable[tuple[str, str]]) -> str:
        """The same as a file for a spreadsheet."""
        return self._page("requirements.csv", query=query)

    def search(self, q: str = "", *, kind: str = "", page: int = 1, exact: bool = False) -> str:
        """What a query finds; of one kind, page by page; exact: without any correction."""
        query = [("q", q), ("kind", kind), ("page", str(page) if page > 1 else "")]
        return self._page("search", query=[*query, ("exact", "1" if exact else "")])

    @property
    def suggestions(self) -> str:
        """Names that begin with what was typed so far."""
        return self._page("search", "suggestions")

    @property
    def markets(self) -> str:
        return self._page("markets", "")

    def market(self, code: str) -> str:
        return self._page("markets", code.lower())

    @property
    def services(self) -> str:
        return self._page("services", "")

    def service(self, code: str) -> str:
        return self._page("services", code.lower())

    @property
    def articles(self) -> str:
        return self._page("articles", "")

    def article(self, slug: str) -> str:
        return self._page("articles", slug)

    @property
    def articles_feed(self) -> str:
        return self._page("articles.atom")

    def glossary(self, term: str = "") -> str:
        """The glossary, or the place of one term on its page."""
        return self._page("glossary") + (f"#{term}" if term else "")

    def about(self, page: str) -> str:
        """page: ``order``, ``privacy`` or ``accessibility``."""
        return self._page("about", page)
