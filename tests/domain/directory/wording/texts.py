"""Texts of the field to convert, and any others put together from their like."""

import yaml
from hypothesis import strategies as st

from app.console import seed_files
from app.directory.wording.conversion import Converter
from app.directory.wording.vocabulary import counterparts
from app.i18n.languages import ZH_HANS, ZH_HANT
from app.taxonomy.models import FalseFriend, Term
from tests.house.files import TOP

_GLOSSARY = yaml.safe_load((TOP / "seed/taxonomy/glossary.yaml").read_text(encoding="utf-8"))
TERMS = [Term(**seed_files.term(each, n)) for n, each in enumerate(_GLOSSARY["terms"])]
FRIENDS = [
    FalseFriend(**seed_files.false_friend(each, n)) for n, each in enumerate(_GLOSSARY["false_friends"])
]
INTO_HANS = counterparts(TERMS, FRIENDS, ZH_HANT, ZH_HANS)
INTO_HANT = counterparts(TERMS, FRIENDS, ZH_HANS, ZH_HANT)

TAIWAN = (
    "我們為醫療器材廠商提供軟體與品質管理系統服務，依作業程序辦理查驗登記。"
    "公司設於臺北，另在倫敦設有據點。\n「公告機構」的驗證，由專人陪同。"
)

_BITS = ["醫療器材", "軟體", "驗證", "我們", "台灣", "發", "510(k)", "FDA", " ", "的", "後", "法規", "“", "A"]
_ENDS = ["。", "，", "！", "\n", "、", "：", "」", "；", ". ", ""]
_RUN = st.lists(st.sampled_from(_BITS)).map("".join)
_CLAUSE = st.builds(lambda run, end: run + end, _RUN, st.sampled_from(_ENDS))
#: Sentences of words, marks and blanks in any order, sound or not.
texts = st.lists(_CLAUSE | st.text(max_size=4), max_size=6).map("".join)


def into_hans(kept=()):
    return Converter(ZH_HANS, INTO_HANS, kept)


def into_hant(kept=()):
    return Converter(ZH_HANT, INTO_HANT, kept)
