"""How mail programs announce that what follows is quoted, in three languages.

From letters answered with each program; the words are those of its own interface.
"""

import re

#: Lines that begin a quote together with what follows them. One line, or two that were broken.
INTRODUCTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Gmail, Apple Mail, Thunderbird
        r"^(?:On|At)\b.{0,200}\d.{0,200}\bwrote:$",
        r"^.{2,120}\bwrote on .{5,80}:$",
        r"^.{3,200}(?:於|于|在).{4,80}(?:寫道|写道|寫下|写下)[:：]$",
        r"^(?:於|于|在)?\s?\d{4}\s?[年/.-].{4,200}(?:寫道|写道|寫下|写下|来信|來信)[:：]?$",
        r"^.{2,120}[<＜].{3,80}@.{3,80}[>＞].{0,80}(?:寫道|写道|寫下|写下|wrote)[:：]$",
        r"^.{0,40}(?:在\s)?\d{4}-\d\d-\d\d \d\d?:\d\d(?::\d\d)?[，,]?.{2,160}(?:写道|寫道)[:：]$",
        # QQ, Foxmail, NetEase
        r"^-{2,}\s*(?:原始邮件|原始郵件|回复的原邮件|回覆的原郵件|Original|Replied Message)\s*-{2,}$",
        # Outlook
        r"^-{2,}\s*(?:Original Message|Forwarded message)\s*-{2,}$",
        r"^-{2,}\s*(?:轉寄的郵件|转发的邮件|轉寄郵件|转发邮件)\s*-{2,}$",
        r"^Begin forwarded message:$",
        r"^(?:開始轉寄郵件|开始转发邮件|下面是被转发的邮件|以下為轉寄的郵件)[:：]$",
    )
)
#: A block of such lines is the head of a quoted mail: Outlook, Foxmail and many others.
HEAD_LINE = re.compile(
    r"^[>*\s]*(?:From|Sent|Date|To|Cc|Subject|Reply-To|Importance"
    r"|寄件者|寄件人|寄件日期|傳送時間|已傳送|日期|收件者|收件人|副本|主旨|主題|回覆至"
    r"|发件人|发送时间|发件日期|时间|抄送|抄送人|主题|答复|回复"
    r")\*?\s?[:：]\**\s?\S.*$",
    re.IGNORECASE,
)
#: The head's first line is who wrote.
HEAD_FIRST = re.compile(r"^[>*\s]*(?:From|寄件者|寄件人|发件人)\*?\s?[:：]", re.IGNORECASE)
#: So many of them are no accident.
HEAD_LINES = 3
#: A rule over a quoted mail; says nothing by itself.
RULE = re.compile(r"^\s*[-_=—─]{5,}\s*$")
#: Put over what a letter of ours says; everything below is ours, whatever the program made of it.
MARKERS = ("Please reply above this line", "請在此行上方回覆", "请在此行上方回复")
