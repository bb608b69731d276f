"""How an address is joined from its parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from app.i18n.languages import Language


@dataclass(frozen=True, slots=True)
class LocalAddresses:
    """The addresses of one language, relative to the host."""

    language: Language

    def _page(self, *parts: str, query: Iterable[tuple[str, str]] = ()) -> str:
        path = "/".join(quote(part, safe="") for part in parts)
        pairs = [(name, value) for name, value in query if value]
        return f"/{self.language.slug}/{path}" + (f"?{urlencode(pairs, safe='@')}" if pairs else "")
