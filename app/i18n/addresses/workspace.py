"""A firm’s own pages."""

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

    def figures(self, firm: str, *, period: str = "") -> str:
        """What was seen of the firm, what it was asked, and how it answered."""
        return self._page("workspace", firm, "figures", query=[("period", period)])

    def figures_csv(self, firm: str, *, period: str = "") -> str:
        """The same for a spreadsheet."""
        return self._page("workspace", firm, "figures.csv", query=[("period", period)])

    def conflict_list(self, firm: str) -> str:
        """Whom the firm will not act for or against."""
        return self._page("workspace", firm, "conflicts")
