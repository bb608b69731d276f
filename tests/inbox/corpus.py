"""Mail as it is met, byte for byte, made here so that every byte can be seen."""

import base64
import io
import zipfile
from email.header import Header

SENDER = "lin@maker.example"


def mail(
    body: bytes | str = "Yes, please.",
    *,
    to: str = "portal@reply.portal.example",
    sender: str = SENDER,
    subject: str | bytes = "Re: An answer",
    message_id: str | None = "<one@maker.example>",
    kind: str = "text/plain; charset=utf-8",
    encoding: str = "8bit",
    more: bytes = b"",
) -> bytes:
    """A whole mail; whatever is not given is plain."""
    subject = subject if isinstance(subject, bytes) else subject.encode()
    lines = [b"From: Lin <" + sender.encode() + b">", b"To: " + to.encode(), b"Subject: " + subject]
    if message_id is not None:
        lines.append(b"Message-ID: " + message_id.encode())
    lines += [b"MIME-Version: 1.0", b"Content-Type: " + kind.encode()]
    lines.append(b"Content-Transfer-Encoding: " + encoding.encode())
    body = body if isinstance(body, bytes) else body.encode()
    return (
        b"\r\n".join(lines) + b"\r\n" + more + b"\r\n" + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    )


def part(data: bytes, *headers: bytes) -> bytes:
    """One part of several, in base64."""
    head = b"\r\n".join((*headers, b"Content-Transfer-Encoding: base64"))
    return head + b"\r\n\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n")


def several(*parts: bytes, kind: str = "mixed", **given: object) -> bytes:
    """A mail of parts."""
    body = b"".join(b"--edge\r\n" + each + b"\r\n" for each in parts) + b"--edge--\r\n"
    return mail(body, kind=f'multipart/{kind}; boundary="edge"', **given)  # type: ignore[arg-type]


TEXT = b"Content-Type: text/plain; charset=utf-8"
HTML = b"Content-Type: text/html; charset=utf-8"


def attached(name: bytes, data: bytes = b"%PDF-1.7\n", kind: bytes = b"application/pdf") -> bytes:
    """A mail with one file whose name stands in the header as given, quoted or not."""
    file = part(data, b"Content-Type: " + kind, b"Content-Disposition: attachment; " + name)
    return several(part(b"See the file.", TEXT), file)


def rfc2047(text: str, table: str) -> bytes:
    return Header(text, table).encode().encode()


def iso_2022_cn(text: str) -> bytes:
    """GB 2312 in seven bits, as RFC 1922 has it; Python cannot write it."""
    return b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in text.encode("gb2312")) + b"\x0f"


def office(inside: str = "word/document.xml", **more: bytes) -> bytes:
    """A small office document."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(inside, "<document/>")
        for name, data in more.items():
            archive.writestr(name, data)
    return into.getvalue()


def report(
    *, action: str = "failed", status: str = "5.1.1", said: str = "550 5.1.1 user unknown", to: str
) -> bytes:
    """A report by the standard."""
    facts = (
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; gone@firm.example\nAction: {action}\n"
    )
    return several(
        TEXT + b"\r\n\r\nYour message could not be delivered.",
        b"Content-Type: message/delivery-status\r\n\r\n"
        + f"{facts}Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n".encode(),
        b"Content-Type: text/rfc822-headers\r\n\r\nSubject: Your enquiry\r\n",
        kind="report; report-type=delivery-status",
        sender="mailer-daemon@mx.example",
        to=to,
        message_id="<report@mx.example>",
    )
