"""Ways to reach somebody, as people write them into a question: patterns over a folded text.

The text comes in normal width and simplified script, with its capitals (``Folded.cased``). Numbers of
devices, standards and laws are no telephone numbers, and a product line is no account of a messenger.
Where a pattern has a group ``said``, that is the address; the words before it only announce it.
"""

import re

_LABEL = r"[^\W_](?:[\w-]{0,62}[^\W_])?"
_MAIL_NAME = r"[\w.+%'-]{1,64}"
_AT = (
    r"(?:\s?@\s?|\s*[\[({<]\s*(?:at|@|AT)\s*[\])}>]\s*"
    r"|\s+at\s+(?=[\w-]+\s+dot\s+)|#(?=[a-z0-9-]+\.[a-z]{2,}))"
)
_DOT = r"(?:\.|\s*[\[({<]\s*(?:dot|DOT|\.)\s*[\])}>]\s*|\s+dot\s+)"
#: Ends of names that no sentence runs into; the others are told by what stands before them.
_TOP = (
    r"(?:com|net|org|edu|gov|info|biz|io|ai|app|dev|health|medical|shop|store|xyz|top|site|online|tech|wang"
    r"|cn|tw|hk|mo|jp|kr|sg|uk|de|fr|es|nl|ch|se|dk|fi|pl|eu|ca|au|nz|vn|th|ph|br|mx|tr|ru|il|ae|za|co"
    r"|example|test|invalid|localhost|公司|中国|台湾|网络)"
)
#: As far as an address goes: not to the comma or full stop of the sentence around it.
_TO_END = r"[!-~]*[\w/=&#~-]"
_PATH = rf"(?:[/?#:](?:{_TO_END})?)?"

_MAIL = rf"{_MAIL_NAME}{_AT}(?:{_LABEL}{_DOT})+[^\W\d_]{{2,24}}"
_LINK = rf"(?:(?i:https?|ftp)\s?://|(?i:www)\.){_TO_END}"
_HOST = rf"(?<![\w@.-])(?i:(?:[a-z0-9][a-z0-9-]{{0,62}}\.)+{_TOP}(?:\.[a-z]{{2}})?)(?![\w-]){_PATH}"

#: Within one line: the next may begin with a number of its own, such as 510(k).
_BETWEEN = r"(?:[^\S\n]|[().\-/]){0,3}"
_DIGITS = rf"\d(?:{_BETWEEN}\d){{6,14}}"
_CALL = (
    r"(?i:\b(?:tel|telephone|phone|mobile|cell(?:phone)?|fax|whats\s?app|hotline|call(?:\sme|\sus)?(?:\s(?:at|on))?)\b"
    r"|手机|移动电话|行动电话|电话|联络电话|传真|专线|分机|致电)"
)
_PHONE = (
    rf"{_CALL}(?:号码?|no\.?|number)?\s{{0,2}}[::.是为]?\s{{0,2}}(?P<said>\+?\(?{_DIGITS})",
    rf"(?<![\w.,])\+{_BETWEEN}{_DIGITS}(?!\w)",
    rf"(?<![\w.,+-])00\d{_BETWEEN}{_DIGITS}(?!\w)",
    r"(?<![\w.,+-])(?:86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?![\w-])",
    r"(?<![\w.,+-])09\d{2}[\s-]?\d{3}[\s-]?\d{3}(?![\w-])",
    r"(?<![\w.,+-])\(0\d{1,4}\)\s?\d{3,4}[\s-]?\d{3,4}(?![\w-])",
    r"(?<![\w.,+-])0\d{1,4}[\s-]\d{3,4}[\s-]?\d{3,4}(?:\s?(?:#|ext\.?|分机)\s?\d{1,5})?(?![\w-])",
    r"(?<![\w.,+-])(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?![\w-])",
)

_MESSENGER = (
    r"(?i:we\s?chat|weixin|微信|微讯|威信|v信|\bwx|\bvx|\bqq|扣扣|whats\s?app|telegram|skype|kakao\s?talk"
    r"|instagram|\big|facebook|脸书|\bfb|linkedin|领英|twitter|微博|小红书|抖音|飞书|钉钉)|\bLINE|\bLine(?=\s?(?i:id))"
)
_ACCOUNT = r"(?P<said>[A-Za-z0-9@+][\w.@+/-]{2,}\w)"
#: As far as any account goes. To the end of a text without blanks, each mention would read all that follows.
_NEAR = r"\S{0,99}"
_IS = r"\s{0,2}(?:[::=]|是|为)\s{0,2}"
_NUMBER_OF = r"\s?(?i:\(?(?:id|account|handle|name|号码?|账号|帐号|账户|号)\)?)"
_TALK = (
    # Behind a colon it is an account; behind a blank only where it could be no word.
    rf"(?:{_MESSENGER})(?:{_NUMBER_OF})?{_IS}{_ACCOUNT}",
    rf"(?:{_MESSENGER}){_NUMBER_OF}\s{{0,2}}{_ACCOUNT}",
    rf"(?:{_MESSENGER})(?:{_NUMBER_OF})?\s{{0,2}}(?={_NEAR}[\d_@])(?={_NEAR}[A-Za-z_@]|\d{{6}}){_ACCOUNT}",
    r"(?<![\w@.])@[A-Za-z0-9_][\w.]+\w",
)

PATTERNS = tuple(re.compile(each) for each in (_MAIL, _LINK, _HOST, *_PHONE, *_TALK))
