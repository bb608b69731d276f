"""What a firm wants otherwise in a converted text: public words, and so read by an editor first."""

from collections.abc import Sequence
from datetime import datetime

from app.directory.models import Firm, Visibility
from app.directory.revisions.actions import Kept, change_listing
from app.directory.revisions.fields import description_in, name_in
from app.directory.wording.correcting import correct_conversion, keep_word, put_together, with_word


def want_wordings(firm: Firm, language: str, *, wanted: Sequence[str], by_id: int, at: datetime) -> Kept:
    """The firm wants each part of a converted text to come out so, in the order of ``parts_of``.

    Of a draft it holds at once. Raises NotConverted, TextMovedOn.
    """
    if firm.visibility is Visibility.DRAFT:
        correct_conversion(firm, language, wanted=wanted, by_id=by_id, at=at)
        return Kept()
    return _want(firm, language, *put_together(firm, language, wanted), by_id=by_id, at=at)


def want_word(firm: Firm, language: str, *, source: str, wanted: str, by_id: int, at: datetime) -> Kept:
    """The firm wants a word of the source said so wherever it stands.

    Of a draft that holds for what is written later, too; a public text is kept as an editor has read it.
    Raises NotConverted.
    """
    if firm.visibility is Visibility.DRAFT:
        keep_word(firm, language, source=source, wanted=wanted, by_id=by_id, at=at)
        return Kept()
    made = with_word(firm, language, source=source, wanted=wanted)
    return _want(firm, language, *put_together(firm, language, made), by_id=by_id, at=at)


def _want(firm: Firm, language: str, name: str | None, description: str, *, by_id: int, at: datetime) -> Kept:
    words: dict[str, object] = {description_in(language): description}
    if name is not None:
        words[name_in(language)] = {"name": name, "language": language}
    return change_listing(firm, words, by_id=by_id, at=at)
