"""Every address the pages link to, built by joining strings.

Building each link through the URL map was measured to make a page of twenty firms two to three times
dearer; a test holds these against the URL map instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from app.i18n.languages import Language


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one language, relative to the host."""

    language: Language

    @property
    def home(self) -> str:
        return f"/{self.language.slug}/"

    def _page(self, *parts: str, query: Iterable[tuple[str, str]] = ()) -> str:
        path = "/".join(quote(part, safe="") for part in parts)
        pairs = [(name, value) for name, value in query if value]
        return f"/{self.language.slug}/{path}" + (f"?{urlencode(pairs, safe='@')}" if pairs else "")

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

    def ask_for(self, query: Iterable[tuple[str, str]]) -> str:
        """Asking with several things chosen: ``firm``, ``market``, ``service``, ``sector``, ``origin``."""
        return self._page("ask", query=query)

    def ask(self, *, firm: str = "", article: str = "", market: str = "", service: str = "") -> str:
        query = [
            ("firm", firm),
            ("article", article),
            ("market", market.lower()),
            ("service", service.lower()),
        ]
        return self._page("ask", query=query)

    @property
    def follow(self) -> str:
        """Where a reference and a passphrase are typed in."""
        return self._page("enquiries", "")

    def enquiry(self, reference: str, *, key: str = "") -> str:
        return self._page("enquiries", reference, query=[("key", key)])

    def receipt(self, reference: str) -> str:
        return self._page("enquiries", reference, "receipt")

    def consent(self, reference: str) -> str:
        """What the enquirer agreed to, to read and print."""
        return self._page("enquiries", reference, "consent")

    def consent_text(self, reference: str) -> str:
        """The same as a file."""
        return self._page("enquiries", reference, "consent.txt")

    def own_data(self, reference: str) -> str:
        """What is kept of an enquiry, to take away or to erase."""
        return self._page("enquiries", reference, "data")

    def own_archive(self, reference: str) -> str:
        """The same as a file."""
        return self._page("enquiries", reference, "data.zip")

    @property
    def erased(self) -> str:
        """Where whoever has erased an enquiry ends."""
        return self._page("enquiries", "erased")

    def enquiry_file(self, reference: str, file: str) -> str:
        """A file of one of the enquirer's conversations, to download; ``file`` is its hidden number."""
        return self._page("enquiries", reference, "files", file)

    def confirmation(self, reference: str, token: str) -> str:
        return self._page("enquiries", reference, "confirm", query=[("token", token)])

    def letters(self, token: str) -> str:
        """Where a reader stops letters of one topic; the token says whose and which."""
        return self._page("letters", query=[("token", token)])

    def about(self, page: str) -> str:
        """page: ``order``, ``privacy`` or ``accessibility``."""
        return self._page("about", page)

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

    def conflict_list(self, firm: str) -> str:
        """Whom the firm will not act for or against."""
        return self._page("workspace", firm, "conflicts")

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

    @property
    def sign_in(self) -> str:
        return self._page("account", "sign-in")

    def sign_in_to(self, wanted: str) -> str:
        """The sign-in page that leads on to ``wanted``."""
        return self._page("account", "sign-in", query=[("next", wanted)])

    def first_password(self, token: str) -> str:
        """Where an invited person chooses a password."""
        return self._page("account", "password", query=[("token", token)])

    @property
    def sign_out(self) -> str:
        return self._page("account", "sign-out")

    @property
    def second_step(self) -> str:
        return self._page("account", "second-step")

    @property
    def passkey_sign_in(self) -> str:
        return self._page("account", "passkey")

    @property
    def reset(self) -> str:
        return self._page("account", "reset")

    def reset_password(self, token: str) -> str:
        return self._page("account", "reset", "password", query=[("token", token)])

    @property
    def account(self) -> str:
        """A person's own account: what proves who they are, and where they are signed in."""
        return self._page("account", "")

    @property
    def sessions(self) -> str:
        return self._page("account", "sessions")

    @property
    def own_password(self) -> str:
        """Where somebody signed in chooses another password."""
        return self._page("account", "own-password")

    @property
    def move(self) -> str:
        return self._page("account", "address")

    def move_agreed(self, token: str) -> str:
        """Where one of the two mailboxes agrees to it."""
        return self._page("account", "address", "agree", query=[("token", token)])

    @property
    def codes(self) -> str:
        return self._page("account", "codes")

    @property
    def passkeys(self) -> str:
        return self._page("account", "passkeys")

    @property
    def recovery_codes(self) -> str:
        return self._page("account", "recovery-codes")
