"""The forms of the desk."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, ValidationError
from wtforms.fields import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.desk.suggesting import MOST_SUGGESTED
from app.enquiries.actions import MOST_FIRMS, ErasureGround
from app.enquiries.wordings import places_of
from app.i18n.languages import Language
from app.matching.ranking import Candidate, Ranking
from app.taxonomy.snapshot import Concept, Taxonomy
from app.web.forms import PortalForm

_LONGEST_NOTE = 2000
_LONGEST_WORDS = 500
_MOST_FACETS = 20
_FEW = Length(max=_MOST_FACETS, message=_l("Choose %(max)d at most."))


class _Codes(SelectMultipleField):
    """Several of a list; what is not in it is an error, not a crash."""

    def pre_validate(self, form: PortalForm) -> None:
        known = {choice.value for choice in self.choices}
        if any(value not in known for value in self.data or ()):
            raise ValidationError(_l("One of the choices does not exist. Please choose again."))


class ReferForm(PortalForm):
    """Which of the suggested firms the enquiry goes to."""

    firms = _Codes(
        _l("Firms"),
        choices=[],
        validators=[
            InputRequired(_l("Choose at least one firm.")),
            Length(max=MOST_FIRMS, message=_l("Choose %(max)d firms at most.")),
        ],
    )
    #: What they are chosen from.
    ranking: Ranking = Ranking()

    @property
    def candidates(self) -> dict[str, Candidate]:
        """The firms that were shown, by slug."""
        return {each.firm.slug: each for each in self.ranking.candidates[:MOST_SUGGESTED]}


class HoldForm(PortalForm):
    hold_note = TextAreaField(
        _l("Why it is set aside"),
        description=_l("For the desk only. At most 2,000 characters."),
        validators=[
            DataRequired(_l("Write why, so that the next editor knows.")),
            Length(max=_LONGEST_NOTE, message=_l("A note has at most 2,000 characters. Please shorten it.")),
        ],
        render_kw={"rows": 3},
    )


class CloseForm(PortalForm):
    close_note = TextAreaField(
        _l("What the enquirer is told"),
        description=_l("Sent to the enquirer as it stands, in their language. At most 2,000 characters."),
        validators=[
            DataRequired(_l("Write what the enquirer is told; nobody is left without a word.")),
            Length(max=_LONGEST_NOTE, message=_l("A note has at most 2,000 characters. Please shorten it.")),
        ],
        render_kw={"rows": 5},
    )


class EraseForm(PortalForm):
    """Why an enquiry is erased for good; a choice, since it is written down where nothing is ever removed."""

    why = RadioField(
        _l("Why it is erased"),
        choices=[
            SelectChoice(ErasureGround.ASKED.value, _l("Whoever asked wants it")),
            SelectChoice(
                ErasureGround.FOREIGN.value, _l("It holds data of somebody who did not agree to that")
            ),
            SelectChoice(ErasureGround.ORDER.value, _l("An authority or the law demands it")),
        ],
        validators=[DataRequired(_l("Choose why it is erased."))],
    )
    sure = BooleanField(
        _l("Erase it for good; it cannot be undone"),
        validators=[DataRequired(_l("Tick the box if the enquiry is to be erased."))],
    )


class SettleForm(PortalForm):
    """What becomes of a proposal for the lexicon."""

    note = TextAreaField(
        _l("Note (optional)"),
        description=_l("Which rule was written, or why none is. At most 2,000 characters."),
        validators=[
            Length(max=_LONGEST_NOTE, message=_l("A note has at most 2,000 characters. Please shorten it."))
        ],
        render_kw={"rows": 2},
    )


class FacetsForm(PortalForm):
    """What the enquiry is about, as an editor understands it."""

    markets = _Codes(_l("Markets"), validators=[_FEW])
    services = _Codes(_l("Services"), validators=[_FEW])
    sectors = _Codes(_l("Kind of product"), validators=[_FEW])
    words = TextAreaField(
        _l("Words that say so (optional)"),
        description=_l(
            "For what you add: the words of the question it rests on, one wording a line. "
            "They are kept as a proposal for the lexicon; nothing changes by itself."
        ),
        validators=[
            Length(max=_LONGEST_WORDS, message=_l("Give at most 500 characters, the decisive words only."))
        ],
        render_kw={"rows": 2},
    )
    #: Where the words must stand: the question, and the product beside it.
    texts: Sequence[str] = ()

    @property
    def wordings(self) -> list[str]:
        """The words given, line by line, each once."""
        lines = (line.strip() for line in (self.words.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate_words(self, field: TextAreaField) -> None:
        for wording in self.wordings:
            if not any(places_of(wording, text) for text in self.texts):
                raise ValidationError(_("“%(words)s” does not stand in the question.", words=wording))

    def offer(self, taxonomy: Taxonomy, language: Language) -> None:
        self.markets.choices = _named(taxonomy.regions, language)
        self.sectors.choices = _named(taxonomy.sectors, language)
        self.services.choices = [
            SelectChoice(code, taxonomy.services[code].name(language), optgroup=family.name(language))
            for family in taxonomy.families.values()
            for code in taxonomy.services_of(family.code)
        ]


def _named(concepts: Mapping[str, Concept], language: Language) -> Sequence[SelectChoice]:
    return [SelectChoice(code, each.name(language)) for code, each in concepts.items()]
