"""What the glossary says to the conversion between the Chinese scripts.

A dictionary of words knows nothing of the field: 醫療器材 is 医疗器械 on the mainland, and 技術文件 is
no computer's file in Taiwan. So the glossary's words go before it, and words that mean one thing here and
another there keep their wording, in the other script's characters: which is meant a person must say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.i18n.languages import Language
from app.i18n.scripts import in_characters
from app.kernel.text import has_han
from app.taxonomy.glossary import forms
from app.taxonomy.models import FalseFriend, Term

#: A word as long as this means one thing, also where a shorter one of its kind would not.
_PLAIN_LENGTH = 4


def misleading(friends: Iterable[FalseFriend], language: Language) -> dict[str, FalseFriend]:
    """The forms that mean something else to other readers, as they are written in that language."""
    found = {}
    for each in friends:
        both = each.code.split("/")
        form = both[-1] if language.slug == "zh-hans" else both[0]
        if has_han(form):
            found[form] = each
    return found


def counterparts(
    terms: Iterable[Term], friends: Iterable[FalseFriend], source: Language, target: Language
) -> Mapping[str, str]:
    """How the glossary has each of its words said in the other script."""
    meanings: dict[str, list[str]] = defaultdict(list)
    sure: set[str] = set()
    for term in terms:
        there = next((each for each in forms(term, target) if has_han(each)), None)
        for form in forms(term, source) if there else ():
            if has_han(form):
                meanings[form].append(str(there))
                if term.is_hinted or not term.differs_beyond_script or len(form) >= _PLAIN_LENGTH:
                    sure.add(form)
    doubtful = {form for form, said in meanings.items() if len(set(said)) > 1}
    doubtful |= misleading(friends, source).keys()
    found = {form: meanings[form][0] for form in sure - doubtful}
    return found | {form: in_characters(form, target) for form in doubtful}


def foreign_words(
    text: str, terms: Iterable[Term], language: Language, other: Language
) -> list[tuple[str, str]]:
    """Words of the other place in a text, each with what they are called here; once each, in order.

    質量 in a text for Taiwan: the mainland's word, in Taiwan's characters.
    """
    own = {form for term in terms for form in forms(term, language)}
    here: dict[str, str] = {}
    for term in terms:
        if term.differs_beyond_script:
            for form in forms(term, other):
                written = in_characters(form, language)
                # A word that is also said here is nobody's mistake.
                if has_han(form) and written not in own and len(written) > 1:
                    here.setdefault(written, forms(term, language)[0])
    if not here:
        return []
    longest_first = sorted({*here, *own} - {""}, key=lambda each: -len(each))
    found = re.findall("|".join(map(re.escape, longest_first)), text)
    return [(each, here[each]) for each in dict.fromkeys(found) if each in here]
