"""The one question asked back, on its way through the form: put, answered, and not put again.

The form carries the question as it was put, since the ticks it is about have changed once it is answered.
"""

from app.classification.lexicon import MARKET
from app.classification.questions import UNSURE, Question, question
from app.classification.understanding import Understanding
from app.public.forms import AskForm
from app.public.reading import read
from app.taxonomy.snapshot import Taxonomy

#: No question of ours comes near this.
_LONGEST = 400


def put(form: AskForm, understanding: Understanding, taxonomy: Taxonomy) -> Question | None:
    """The question of a text just written; none in a form where one was answered before."""
    if form.settled.data:
        return None
    found = question(understanding, taxonomy)
    form.question.data = found.dumped() if found else ""
    return found


def still_open(form: AskForm, taxonomy: Taxonomy) -> Question | None:
    """The question the form carries, while neither the answer nor a changed tick has settled it."""
    found = _carried(form, taxonomy)
    if found is None or form.settled.data or not found.is_open(form[found.facet].data or ()):
        return None
    return found


def is_left_to_an_editor(form: AskForm, taxonomy: Taxonomy) -> bool:
    """Whether the reader is not sure, and has not said it by ticks since."""
    found = _carried(form, taxonomy)
    return bool(found and form.settled.data == UNSURE and found.is_open(form[found.facet].data or ()))


def take(form: AskForm, taxonomy: Taxonomy) -> None:
    """Turn the answer, where one came, into ticks."""
    found = still_open(form, taxonomy)
    answer = (form.answer.data or "")[:_LONGEST]
    if found is None or not found.knows(answer):
        return
    field = form[found.facet]
    field.data = list(found.ticks_after(answer, field.data or ()))
    form.settled.data = answer
    if found.facet == MARKET and field.data and not form.service.data:
        # A general word now has its market: an authorised representative in the UK is a UKRP.
        form.service.data = list(read(form, taxonomy, chosen=form.chosen).needs.services)


def _carried(form: AskForm, taxonomy: Taxonomy) -> Question | None:
    return Question.loaded((form.question.data or "")[:_LONGEST], taxonomy)
