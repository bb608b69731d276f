"""Strangers who take over a firm's listing: what each types, and the app that makes their codes."""

import base64
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

#: Seconds that a code of the app is good for.
CODE_SECONDS = 30
PASSWORD = "a long walk by the harbour"
#: What a document is known by: its first bytes.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Owner:
    """Somebody reading one of the languages, and the unclaimed firm that is theirs."""

    language: str
    tag: str
    name: str
    firm: str
    #: As every language calls it.
    firm_name: str
    service: str
    market: str
    #: The cell where evidence is said to support it.
    cell: str
    issuer: str
    #: What the firm says of itself anew, by the language of the page.
    texts: dict[str, str]
    #: What the letter says when its evidence is over.
    lapsed: str

    @property
    def email(self) -> str:
        return f"owner-{self.language}@owner.example"

    @property
    def licence(self) -> str:
        return f"LIC-{self.language.upper()}-{uuid4().hex[:6]}"


OWNERS = {
    "en": Owner(
        "en",
        "en",
        "Grace Fenn",
        "imed-consultancy-ltd",
        "IMed Consultancy Ltd",
        "qa-audit",
        "eu",
        "European Union: Audits (internal, supplier, mock)",
        "Register of Auditors",
        {
            "en": "Audits makers of devices and their suppliers, and says in writing what was found.",
            "zh-hant": "稽核醫療器材製造商及其供應商，並以書面說明所見。",
        },
        "Exactly these offerings rested on it alone",
    ),
    "zh-hant": Owner(
        "zh-hant",
        "zh-Hant",
        "林雅婷",
        "registrar-corp",
        "Registrar Corp",
        "rep-us-agent",
        "us",
        "美國：美國代理人",
        "美國代理人登錄處",
        {
            "zh-hant": "擔任美國代理人，並辦理 FDA 註冊；貨物遭扣留時協助處理。",
            "zh-hans": "担任美国代理人，并办理 FDA 注册；货物被扣留时协助处理。",
        },
        "以下業務只以此為佐證",
    ),
    "zh-hans": Owner(
        "zh-hans",
        "zh-Hans",
        "陈思远",
        "medenvoy-global",
        "MedEnvoy Global",
        "rep-ukrp",
        "uk",
        "英国：英国责任人",
        "英国责任人登记处",
        {
            "zh-hans": "为医疗器械制造商担任英国责任人，并保管技术文件。",
            "en": "Acts as UK Responsible Person for makers of devices and keeps their files.",
        },
        "以下业务仅以此为依据",
    ),
}


def code_of(key: str, moment: datetime) -> str:
    """What an app shows at that moment for the key as the page shows it (RFC 6238)."""
    plain = "".join(each for each in key.upper() if each.isalnum())
    secret = base64.b32decode(plain + "=" * (-len(plain) % 8))
    counter = int(moment.timestamp()) // CODE_SECONDS
    digest = hmac.digest(secret, struct.pack(">Q", counter), "sha1")
    begin = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, begin)[0] & 0x7FFFFFFF) % 10**6:06d}"
