"""A firm’s own pages."""

from collections.abc import Iterable

from app.i18n.addresses.ground import LocalAddresses


class WorkspaceAddresses(LocalAddresses):
    """A firm’s own pages."""

    __slots__ = ()

    @property
    def workspace(self) -> str:
        return self._page("workspace", "")

    def inbox(self, firm: str, *, show: str = "", after: str = "") -> str:
        """A firm's enquiries; one view of them, from a place on."""
        return self._page("workspace", firm, "enquiries", "", query=[("show", show), ("after", after)])

    def referral(self, firm: str, reference: str) -> str:
        return self._page("workspace", firm, "enquiries", reference)

    def case_copy(self, firm: str, reference: str) -> str:
        """The same as a file to keep."""
        return self._page("workspace", firm, "enquiries", reference, "case.html")

    def referral_file(self, firm: str, reference: str, file: str) -> str:
        """A file of the firm's conversation."""
        return self._page("workspace", firm, "enquiries", reference, "files", file)

    def answer_templates(self, firm: str) -> str:
        """Texts the firm keeps for its answers."""
        return self._page("workspace", firm, "templates", "")

    def answer_template(self, firm: str, number: int) -> str:
        """One of them."""
        return self._page("workspace", firm, "templates", str(number))

    def availability(self, firm: str) -> str:
        """How many enquiries the firm takes at once, and when it is away."""
        return self._page("workspace", firm, "availability")

    def listing_languages(self, firm: str) -> str:
        """In which languages the listing is written, and what follows by machine."""
        return self._page("workspace", firm, "languages")

    def figures(self, firm: str, *, period: str = "") -> str:
        """What was seen of the firm, what it was asked, and how it answered."""
        return self._page("workspace", firm, "figures", query=[("period", period)])

    def figures_csv(self, firm: str, *, period: str = "") -> str:
        """The same for a spreadsheet."""
        return self._page("workspace", firm, "figures.csv", query=[("period", period)])

    def conflict_list(self, firm: str) -> str:
        """Whom the firm will not act for or against."""
        return self._page("workspace", firm, "conflicts")

    def listing(self, firm: str) -> str:
        """What the firm says of itself, and what is missing."""
        return self._page("workspace", firm, "listing")

    def listing_section(self, firm: str, section: str) -> str:
        """One part of it, to edit."""
        return self._page("workspace", firm, "listing", section)

    def listing_draft(self, firm: str, section: str) -> str:
        """Where that part is kept as it is typed."""
        return self._page("workspace", firm, "listing", section, "draft")

    def listing_preview(self, firm: str) -> str:
        """The listing as the public would see it."""
        return self._page("workspace", firm, "preview")

    def revisions(self, firm: str, *, before: int = 0) -> str:
        """Every change of the listing, the newest first; those before an id."""
        return self._page("workspace", firm, "revisions", "", query=[("before", str(before or ""))])

    def revision(self, firm: str, number: int) -> str:
        """One of them."""
        return self._page("workspace", firm, "revisions", str(number))

    def credentials(self, firm: str) -> str:
        """What the firm proves its offerings with."""
        return self._page("workspace", firm, "evidence", "")

    def new_credential(self, firm: str) -> str:
        """One more."""
        return self._page("workspace", firm, "evidence", "new")

    def credential(self, firm: str, number: int) -> str:
        """One of them."""
        return self._page("workspace", firm, "evidence", str(number))

    def credential_file(self, firm: str, number: int, document: str) -> str:
        """A file of it, to download."""
        return self._page("workspace", firm, "evidence", str(number), "files", document)

    def logo(self, firm: str) -> str:
        """The firm's logo, to change."""
        return self._page("workspace", firm, "logo")

    def offerings(self, firm: str, query: Iterable[tuple[str, str]] = ()) -> str:
        """What the firm offers, and where; with services and markets shown beside those it offers."""
        return self._page("workspace", firm, "offerings", query=query)

    def cell(self, firm: str, service: str, market: str) -> str:
        """One service in one market."""
        return self._page("workspace", firm, "offerings", service.lower(), market.lower())

    def offerings_import(self, firm: str) -> str:
        """Where a file of offerings is read in."""
        return self._page("workspace", firm, "offerings", "import")

    def offerings_table(self, firm: str, kind: str) -> str:
        """All of them as a file; kind: ``csv`` or ``xlsx``."""
        return self._page("workspace", firm, "offerings", f"export.{kind}")
