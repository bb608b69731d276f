"""The names of whoever asks, wherever a question says them: however spaced, cased, accented or turned round.

Places are places of a folded key: normal width, simplified script, lower case.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import permutations

from app.classification.folding import key_of

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
#: What a company is called beside its name; the name alone gives it away too.
_FORMS = frozenset(
    (
        *(
            "co",
            "company",
            "corp",
            "corporation",
            "inc",
            "incorporated",
            "ltd",
            "limited",
            "llc",
            "llp",
            "plc",
        ),
        *("gmbh", "ag", "sa", "sas", "sarl", "bv", "nv", "kk", "oy", "ab", "as", "srl", "spa", "pte", "pty"),
        *("sdn", "bhd", "kg", "group", "holding", "holdings", "international", "株式会社"),
    )
)
_HAN_FORM = re.compile(
    r"(?:(?:股份|集团|控股|科技|实业|国际|企业)?(?:股份)?(?:有限)?(?:责任)?公司|有限合伙|股份|集团)$|^株式会社"
)
#: What many companies are in, and what questions are about: alone it names nobody.
_TRADE = re.compile(
    r"(?:医疗器械|医疗器材|医疗设备|医疗仪器|医疗|医学|医用|医材|器械|器材|耗材|仪器|设备|医药|药品|药业|制药|生物|生命科学"
    r"|生技|生科|生医|细胞|基因|蛋白|抗体|疫苗|诊断|试剂|检测|影像|植入|骨科|齿科|牙科|口腔|眼科|康复|健康|保健|营养|食品"
    r"|化妆品|美容|美妆|日化|材料|光电|电子|软件|软体|资讯|信息|智能|智慧|技术|科技|实业|贸易|精密|工业|国际|全球|环球)+$"
)
_PLACE = re.compile(
    r"^(?:中国|台湾|香港|台北|新北|桃园|新竹|台中|台南|高雄|北京|上海|天津|重庆|广州|深圳|东莞|佛山|珠海|杭州|宁波|苏州|无锡"
    r"|常州|南京|成都|武汉|长沙|西安|青岛|济南|厦门|福州|合肥|郑州|大连|沈阳|广东|江苏|浙江|山东|湖南|湖北|四川|福建)[省市县]?"
)
_FORM_AFTER = "(?:科技|实业|集团)?(?:股份)?(?:有限)?(?:公司)?"
_TITLE_AFTER = (
    "(?:先生|小姐|女士|太太|经理|总经理|总|博士|医师|医生|主任|老师|工程师|董事长|专员|课长|处长|副总)"
)
_TITLE_BEFORE = r"(?:mr|mrs|ms|miss|dr|prof|sir|madam)\.?\s?"
#: Given names that are words of the trade or of any letter: alone they say nobody.
_PLAIN_WORDS = frozenset(
    (
        *(
            "mark",
            "may",
            "will",
            "grant",
            "long",
            "young",
            "case",
            "price",
            "art",
            "bill",
            "rich",
            "you",
            "she",
        ),
        *("the", "for", "and", "son", "sun", "june", "july", "august", "april", "bright", "chance", "faith"),
        *("hope", "joy", "grace", "best", "good", "first", "new", "general"),
    )
)
_SHORTEST_PART = 3


def name_patterns(*, company: str, person: str, address: str) -> list[re.Pattern[str]]:
    """What to look for in ``plain(key)``: the names, their usual shortenings, and the name in the address."""
    found = [*_of_address(address)]
    for write in (str, _without_dots):
        found += [*_of_company(write(company)), *_of_person(write(person))]
    return [re.compile(each) for each in dict.fromkeys(found)]


def plain(key: str) -> str:
    """The key without accents, character for character."""
    return key if key.isascii() else "".join(map(_base, key))


def _base(character: str) -> str:
    if character >= "\u0500":
        return character
    return unicodedata.normalize("NFD", character)[0]


def _without_dots(name: str) -> str:
    """Müller as Germans write it where there is no ü."""
    for dotted, written in (("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("Ü", "Ue"), ("Ö", "Oe"), ("Ä", "Ae")):
        name = name.replace(dotted, written)
    return name


def _words(name: str) -> list[str]:
    return _WORDS.findall(plain(key_of(name)))


def _spelled(words: Iterable[str]) -> str:
    """The words one after the other, whatever stands between them, and not within a longer word."""
    pieces = [r"\s*".join(map(re.escape, each)) if _is_han(each) else re.escape(each) for each in words]
    # A possessive is still the name.
    return r"(?<![a-z0-9])" + r"[\W_]{0,3}".join(pieces) + r"(?:'s)?(?![a-z0-9])"


def _is_han(word: str) -> bool:
    return "\u3400" <= word[0] <= "\uffff"


def _of_company(company: str) -> Iterator[str]:
    words = _words(company)
    if not words:
        return
    yield _spelled(words)
    core = [each for each in words if each not in _FORMS] or words
    if sum(map(len, core)) >= (2 if any(map(_is_han, core)) else 4):
        yield _spelled(core) + (_FORM_AFTER if _is_han(core[-1]) else "")
    for each in filter(_is_han, words):
        for short in _shortened(each):
            yield _spelled([short]) + _FORM_AFTER


def _shortened(name: str) -> Iterator[str]:
    """台北某某醫材科技股份有限公司 as people say it: without its form, its trade and its place."""
    bare = _HAN_FORM.sub("", name)
    without_trade = _TRADE.sub("", bare)
    for short in (bare, without_trade, _PLACE.sub("", bare), _PLACE.sub("", without_trade)):
        if len(short) > 1 and not _TRADE.fullmatch(short) and not _PLACE.fullmatch(short):
            yield short


def _of_person(person: str) -> Iterator[str]:
    words = _words(person)
    if not words:
        return
    latin = [each for each in words if not _is_han(each)]
    for order in permutations(latin[:4]) if len(latin) > 1 else ():
        yield _spelled(order)
    for each in latin:
        yield rf"(?<![a-z0-9]){_TITLE_BEFORE}{re.escape(each)}(?![a-z0-9])"
        if len(each) >= _SHORTEST_PART and each not in _PLAIN_WORDS:
            yield _spelled([each])
    for each in words:
        if _is_han(each):
            if len(each) > 1:
                yield _spelled([each])
            yield f"{re.escape(each[0])}{_TITLE_AFTER}"
            if len(each) > 2:
                yield f"{re.escape(each[:2])}{_TITLE_AFTER}"


def _of_address(address: str) -> Iterator[str]:
    """The part before the @, where it is more than a word such as ``sales``."""
    name = plain(key_of(address.partition("@")[0]))
    if len(name) >= 5 and re.search(r"[\W\d_]", name):
        yield rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])"
