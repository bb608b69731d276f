"""The pages of staff."""

from app.i18n.addresses.ground import LocalAddresses


class DeskAddresses(LocalAddresses):
    """The pages of staff."""

    __slots__ = ()

    @property
    def desk(self) -> str:
        return self._page("desk", "")

    def queue(self, name: str, *, page: int = 1) -> str:
        """One of the desk's queues."""
        return self._page("desk", "", query=[("queue", name), ("page", str(page) if page > 1 else "")])

    def case(self, reference: str) -> str:
        """An enquiry at the desk."""
        return self._page("desk", "enquiries", reference)

    def case_file(self, reference: str, file: str) -> str:
        """A file of one of its conversations."""
        return self._page("desk", "enquiries", reference, "files", file)

    def run(self, reference: str, run: int) -> str:
        """One asking of the matching for an enquiry, as it was kept."""
        return self._page("desk", "enquiries", reference, "runs", str(run))

    def replay(self, reference: str, run: int) -> str:
        """The same, asked again."""
        return self._page("desk", "enquiries", reference, "runs", str(run), "replay")

    def mails(self, pile: str = "", *, page: int = 1) -> str:
        """Mail that came in, at the desk; one pile of it."""
        return self._page("desk", "mail", query=[("pile", pile), ("page", str(page) if page > 1 else "")])

    def mail(self, number: int) -> str:
        """One of them."""
        return self._page("desk", "mail", str(number))

    def mail_source(self, number: int) -> str:
        """Its bytes as they came, to download."""
        return self._page("desk", "mail", str(number), "source")

    def proposals(self, state: str = "", *, after: int = 0) -> str:
        """What editors' corrections propose for the lexicon; those in a state, beyond an id."""
        return self._page("desk", "proposals", query=[("state", state), ("after", str(after or ""))])

    @property
    def lost_letters(self) -> str:
        """Letters that did not arrive, at the desk."""
        return self._page("desk", "letters")

    def pending_revisions(self, *, after: str = "") -> str:
        """Changes of listings that wait for an editor, from a place on."""
        return self._page("desk", "revisions", "", query=[("after", after)])

    def pending_revision(self, number: int) -> str:
        """One of them."""
        return self._page("desk", "revisions", str(number))

    def desk_listing(self, slug: str) -> str:
        """A firm's listing, for editors."""
        return self._page("desk", "listings", slug)

    def desk_listing_section(self, slug: str, section: str) -> str:
        """One part of it, to edit at once."""
        return self._page("desk", "listings", slug, section)

    def desk_listing_draft(self, slug: str, section: str) -> str:
        """Where that part is kept as it is typed."""
        return self._page("desk", "listings", slug, section, "draft")

    def credentials_waiting(self, *, after: str = "") -> str:
        """Evidence that firms have submitted, the longest waiting first; beyond a place."""
        return self._page("desk", "evidence", query=[("after", after)])

    def credential_review(self, number: int) -> str:
        """One of them."""
        return self._page("desk", "evidence", str(number))

    def credential_review_file(self, number: int, document: str) -> str:
        """A file of it, to download."""
        return self._page("desk", "evidence", str(number), "files", document)

    def trust_facts(self, firm: str) -> str:
        """What staff have found out about a firm itself."""
        return self._page("desk", "firms", firm, "facts")
