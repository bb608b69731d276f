"""The fields of a listing, and which of them an editor reads before the public does.

A field is reviewed where a false word would mislead whoever chooses a firm by it: who the firm is, where it
sits, what it says of itself. What only says how to talk to the firm is its own to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.i18n.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a listing says; pending, approved or returned as a whole."""

    section: str
    is_reviewed: bool
    #: Read by the firm and the portal alone; its value is kept in no history.
    is_private: bool = False


def name_in(language: str) -> str:
    """The key of the firm's name on the pages of that language, a slug."""
    return f"name.{language}"


def description_in(language: str) -> str:
    """The key of its text there."""
    return f"description.{language}"


def _words() -> dict[str, Field]:
    """A name and its text are kept together: neither is shown without the other."""
    found = {}
    for each in LANGUAGES:
        # A name can be somebody else's; in a text, claims that nobody has checked would stand.
        found[name_in(each.slug)] = Field("words", is_reviewed=True)
        found[description_in(each.slug)] = Field("words", is_reviewed=True)
    return found


#: By key, in the order of the pages.
FIELDS: Mapping[str, Field] = {
    **_words(),
    # Says who is liable; compared with the register.
    "entity": Field("entity", is_reviewed=True),
    # The good repute of another firm can hang on one.
    "former_names": Field("entity", is_reviewed=True),
    # A seat is what the law asks of a representative.
    "offices": Field("offices", is_reviewed=True),
    # Readers are sent there.
    "website": Field("contact", is_reviewed=True),
    # Nobody else can know it, and a wrong one harms the firm alone.
    "working_languages": Field("contact", is_reviewed=False),
    # Not public, and letters must reach the firm at once.
    "contact_email": Field("contact", is_reviewed=False, is_private=True),
    "contact_language": Field("contact", is_reviewed=False),
}

#: In the order of the pages.
SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(field.section for field in FIELDS.values()))


def keys_of(section: str) -> tuple[str, ...]:
    return tuple(key for key, field in FIELDS.items() if field.section == section)
