"""Mail that no person wrote: filed, never forwarded to the other party, never answered."""

import re

from app.inbox.reading import Mail

_AWAY = re.compile(
    r"^(?:(?:re|回复|回覆|答复)\s*[:：]\s*)?"
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|auto:|"
    r"out of (?:the )?office|away from (?:the|my) office|on (?:annual )?leave\b|"
    r"自動回[覆復]|自动回[复覆]|自動答覆|自动答复|自動回應|自动回应|自動通知|自动通知|"
    r"(?:我)?(?:目前|現在|现在)?不在(?:辦公室|办公室)|外出通知|休假通知|休假自[動动])",
    re.IGNORECASE,
)
_SAYS_SO = ("X-Autoreply", "X-Autorespond")
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
#: Servers hand mail on some five times; more than that goes in circles (RFC 5321, section 6.3).
_MOST_HOPS = 50


def machine_of(mail: Mail, envelope_from: str | None, *, own: bool) -> str | None:
    """Which kind of machine wrote it, as a code; None for a person.

    own: whether it bears the Message-ID of a letter of ours.
    """
    hops = sum(name.lower() == "received" for name, _ in mail.message.raw_items())
    if own or hops > _MOST_HOPS:
        return "loop"
    submitted = mail.says("Auto-Submitted").partition(";")[0].strip()
    if (
        _AWAY.match(mail.subject)
        or submitted == "auto-replied"
        or mail.says("X-Autoreply")
        or mail.says("X-Autorespond")
    ):
        return "away"
    if submitted not in {"", "no"}:
        return "automatic"
    if mail.says("List-Id") or mail.says("Precedence") in _BULK:
        return "bulk"
    is_report = mail.message.get_content_type() == "multipart/report"
    return "automatic" if is_report or envelope_from == "" or mail.says("Return-Path") == "<>" else None
