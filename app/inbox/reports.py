"""Reports that a letter was not delivered: by the standard (RFC 3464), by known programs, or in Chinese."""

import re
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from app.inbox.reading import Mail
from app.kernel.text import clean

_LONGEST_SAID = 500
#: Nobody reads there: bad or moved mailbox, bad domain, mailbox disabled (RFC 3463).
_OF_ADDRESS = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
_NOBODY = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|recipient|address)|does ?n[o']t exist|"
    r"mailbox (?:unavailable|not found|disabled)|account (?:has been )?(?:disabled|inactive)|"
    r"(?:用户|用戶|使用者|收件人|收件者|邮箱|信箱|帳號|账号|帐号|地址|位址)[^。\n]{0,12}(?:不存在|停用|禁用|已注销|已註銷|無效|无效|冻结|凍結)|"
    r"(?:找不到|查无此|查無此)[^。\n]{0,8}(?:用户|用戶|使用者|收件人|收件者|邮箱|信箱|人)",
    re.IGNORECASE,
)
_FAILED_IN_CHINESE = re.compile(
    r"系统退信|系統退信|退信通知|退信原因|退件通知|邮件被退回|郵件被退回|被退回|投递失败|投遞失敗|發送失敗|发送失败|傳遞失敗|"
    r"无法(?:送达|投递|发送到|递送)|無法(?:送達|投遞|傳送|遞送|傳遞)|未能(?:送达|送達|投递|投遞)|未送达|未送達"
)
_DELAYED_IN_CHINESE = re.compile(
    r"(?:延迟|延遲|暂时|暫時)[^。\n]{0,12}(?:投递|投遞|送达|送達|傳送|发送)|仍在尝试|仍在嘗試"
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says of a letter."""

    #: Nobody tries any more; False while somebody does.
    final: bool
    #: It failed because nobody reads at the address.
    of_address: bool
    said: str


def report_of(mail: Mail) -> Report | None:
    """What the mail reports; None if it is no report of failure."""
    status = next((part for part in mail.message.walk() if _is_status(part)), None)
    if status is not None:
        return _by_standard(status)
    return _by_program(mail) or _in_chinese(mail)


def _is_status(part: Message) -> bool:
    return part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}


def _by_standard(status: Message) -> Report | None:
    payload = status.get_payload()
    blocks = [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
    for block in blocks:
        action = str(block.get("Action") or "").strip().lower()
        if action not in {"failed", "delayed"}:
            continue
        code = str(block.get("Status") or "").strip()
        said = clean(f"{code} {block.get('Diagnostic-Code') or ''!s}")[:_LONGEST_SAID]
        nobody = bool(_OF_ADDRESS.search(code) or (not code.startswith("4") and _NOBODY.search(said)))
        return Report(action == "failed", action == "failed" and nobody, said)
    return None


def _by_program(mail: Mail) -> Report | None:
    """The reports of programs older than the standard, or that never heard of it."""
    temporary, permanent = all_failures(mail.message)
    if not temporary and not permanent:
        return None
    said = _telling_line(mail.text)
    return Report(
        bool(permanent), bool(permanent) and bool(_NOBODY.search(said) or _OF_ADDRESS.search(said)), said
    )


def _in_chinese(mail: Mail) -> Report | None:
    text = f"{mail.subject}\n{mail.text[:5000]}"
    if _DELAYED_IN_CHINESE.search(text):
        return Report(False, False, _telling_line(mail.text))
    if not _FAILED_IN_CHINESE.search(text):
        return None
    return Report(True, bool(_NOBODY.search(text) or _OF_ADDRESS.search(text)), _telling_line(mail.text))


def _telling_line(text: str) -> str:
    """The line that says why, or the first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = (
        line for line in lines if _NOBODY.search(line) or re.search(r"\b[45]\d\d\b|\b[45]\.\d+\.\d+\b", line)
    )
    return clean(next(telling, lines[0] if lines else ""))[:_LONGEST_SAID]
