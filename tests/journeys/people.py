"""The people of a journey: what each types, and how each reads mail."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from playwright.sync_api import Locator, Page, expect

from app.console.seeding import DEMO_PASSWORD

ARTICLE = "regulation-and-licensing-of-atmps-in-the-uk"
FIRM = "demo-eastmere"
FIRM_MEMBER = "eastmere@portal.example"
#: Where letters to the firm go.
FIRM_CONTACT = "questions@eastmere.example"
STAFF = "staff@portal.example"


@dataclass(frozen=True)
class Reader:
    """A manufacturer reading one of the languages."""

    language: str
    tag: str
    country: str
    company: str
    name: str
    question: str
    reply: str
    #: A role without a market: what it means depends on the answer to a question back.
    open_question: str
    #: The firm's answer, written on its own page in its own language.
    answer: str

    @property
    def email(self) -> str:
        return f"maker-{self.language}@maker.example"


READERS = (
    Reader(
        "en",
        "en",
        "US",
        "Riverbend Cells Inc",
        "Ann Poole",
        "We make an autologous cartilage cell product in Boston and seek a UK marketing authorisation.",
        "Thank you. Which documents come first?",
        "We make pulse oximeters and need an authorised representative.",
        "Yes, we can act. The product is an ATMP; ask MHRA for a classification opinion first.",
    ),
    Reader(
        "zh-hant",
        "zh-Hant",
        "TW",
        "新竹細胞股份有限公司",
        "王小明",
        "我們在新竹製造自體軟骨細胞產品，想在英國取得上市許可，請問應先準備什麼？",
        "謝謝，請問先備妥哪些文件？",
        "我們生產血氧機，需要當地授權代表，請問怎麼進行？",
        "可以承辦。貴公司產品屬 ATMP，建議先向 MHRA 申請分類意見。",
    ),
    Reader(
        "zh-hans",
        "zh-Hans",
        "CN",
        "苏州细胞科技有限公司",
        "李雷",
        "我们在苏州生产自体软骨细胞产品，想在英国取得上市许可，请问应先准备什么？",
        "谢谢，请问先备齐哪些文件？",
        "我们生产血氧仪，需要当地授权代表，请问怎么进行？",
        "可以承办。贵公司产品属于 ATMP，建议先向 MHRA 申请分类意见。",
    ),
)


def read_letter(page: Page, to: str, *, holding: str) -> None:
    """Open the newest letter to that address whose text holds those words; the courier may be on its way."""
    link = page.locator(f"#letter-text:has-text({holding!r})")
    for _ in range(40):
        page.goto(f"/dev/mail?to={quote(to)}")
        subjects = page.locator("tbody a")
        for index in range(subjects.count()):
            address = subjects.nth(index).get_attribute("href")
            page.goto(address)
            if link.count():
                return
            page.go_back()
        page.wait_for_timeout(250)
    raise AssertionError(f"no letter to {to} holds {holding!r}")


def follow_link(page: Page, *, holding: str) -> None:
    """Follow the link of the opened letter whose address holds those words."""
    address = page.locator(f"#letter-text a[href*='{holding}']").first.get_attribute("href")
    parts = urlsplit(address)
    page.goto(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def reload_until(page: Page, seen: Locator, *, seconds: int = 10) -> None:
    """What another process does takes a moment to show."""
    for _ in range(4 * seconds):
        page.reload()
        if seen.count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{page.url} never showed {seen}")


def sign_in(page: Page, email: str, language: str) -> None:
    """Sign in on the page of that language; lands at the person's own door."""
    page.goto(f"/{language}/account/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main button.btn").click()
    expect(page.locator("button[form=sign-out]")).to_be_visible()
