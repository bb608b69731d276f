"""What stands in the way of publishing an article."""


class UnsoundText(ValueError):
    """An article's text does not hold together; said to whoever edits it, in the words of an editor's log.

    Not a refusal: no reader meets it, a text is checked before it is kept.
    """

    def __init__(self, fault: str, *, slug: str, language: str, marker: str | None = None) -> None:
        where = f"{slug}, {language}" + (f", marker [^{marker}]" if marker else "")
        super().__init__(f"{where}: {fault}")
        self.slug = slug
        self.language = language
        self.marker = marker
