"""People who ask over HTTP, press again where nothing came back, and keep their receipts."""

import html
import http.client
import random
import re
import secrets
import threading
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from app.kernel.seals import seal
from tools.faults.ledger import Ledger, Reader
from tools.faults.setting import SECRET, Clock, Setting

QUESTION = (
    "We make an autologous cartilage cell product in Hsinchu, an ATMP, and seek a UK marketing authorisation "
    "by March. Our own number for this is {number}."
)
WHO = {"company": "Taipei Oximeters", "contact_name": "Lin Mei", "country": "TW"}
#: One address in so many uses the link in its letter.
CONFIRMS_ONE_IN = 3
FIRMS = 2
#: Seconds after which somebody gives up; nothing that was receipted is given up.
_PATIENCE = 90.0
_TIMEOUT = 20.0


class Browser:
    """Talks to whichever web server answers; keeps the cookie of its first page, or of each."""

    def __init__(self, ports: tuple[int, ...], offset: int, *, each_cookie: bool = False) -> None:
        self._ports = ports
        self._each_cookie = each_cookie
        self._turn = offset
        self._line: http.client.HTTPConnection | None = None
        self.cookie = ""

    def ask(self, method: str, path: str, values: dict[str, Any] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page. Raises OSError, HTTPException."""
        if self._line is None:
            self._turn += 1
            port = self._ports[self._turn % len(self._ports)]
            self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            self._line.request(method, path, urlencode(values or {}, doseq=True) or None, headers)
            answer = self._line.getresponse()
            page = answer.read().decode()
        except BaseException:
            self._line.close()
            self._line = None
            raise
        if (self._each_cookie or not self.cookie) and (given := answer.headers.get("Set-Cookie")):
            self.cookie = given.partition(";")[0]
        return answer.status, answer.headers.get("Location", ""), page

    def part(self) -> None:
        """The next question goes to the next server: else all stay with the one that died last."""
        if self._line:
            self._line.close()
            self._line = None

    def until_answered(
        self, method: str, path: str, values: dict[str, Any] | None = None
    ) -> tuple[int, str, str]:
        """The same, asked again while the portal is away or cannot answer. Raises TimeoutError."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                found = self.ask(method, path, values)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if found[0] < 500:
                return found
            time.sleep(0.1)
        raise TimeoutError(f"no answer to {method} {path.partition('?')[0]}")


def values_of(page: str) -> dict[str, Any]:
    """What a browser would send of the form on a page."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input ([^>]*)>", page):
        field = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if field.get("name") and (field.get("type") == "hidden" or tag.endswith(" checked")):
            found.setdefault(field["name"], []).append(field.get("value", ""))
    return found


class Visitor:
    """Fills the three steps once, then sends the last one again and again: a new form each time."""

    def __init__(self, setting: Setting, clock: Clock, offset: int) -> None:
        self.browser = Browser(setting.web_ports, offset)
        self._clock = clock
        self._chance = random.Random(offset)
        begun = values_of(self.browser.until_answered("GET", "/en/ask")[2])
        asked = {**begun, "text": QUESTION.format(number=0), "step": "check", "market": "UK"}
        asked |= {"service": "MA-ATMP", "email": "first@maker.example", **WHO}
        page = self.browser.until_answered("POST", "/en/ask", asked)[2]
        self._firms = re.findall(r'name="firm" value="([^"]+)"', page)
        if len(self._firms) < FIRMS:
            raise RuntimeError(f"too few firms are offered: {self._firms}")
        self.values = values_of(page)

    def submit(self, name: str) -> str:
        """The reference on the receipt. Raises RuntimeError if the portal would not take it."""
        self.browser.part()
        nonce = secrets.token_urlsafe(32)
        moment = str(int(self._clock.now().timestamp()) - 60)
        filled = self.values | {
            "nonce": nonce,
            "issued": f"{moment}-{seal('ask form', nonce, moment, secret=SECRET)}",
            "text": QUESTION.format(number=f"{name} {nonce[:8]}"),
            "email": f"{name}@maker.example",
            "market": ["UK"],
            "service": ["MA-ATMP"],
            "firm": self._chance.sample(self._firms, FIRMS),
            "share": "y",
            "abroad": "y",
            "step": "send",
        }
        status, where, page = self.browser.until_answered("POST", "/en/ask", filled)
        if status != 303:
            raise RuntimeError(f"{status}: {' '.join(re.sub('<[^>]+>', ' ', page).split())[:300]}")
        return where.split("/")[-2]


class Crowd:
    """Several visitors at once, and those who follow the links in their letters."""

    def __init__(self, setting: Setting, clock: Clock, *, size: int = 8) -> None:
        self._setting = setting
        self.receipts = Ledger(setting.folder / "receipts.jsonl")
        self.visitors = [Visitor(setting, clock, each) for each in range(size)]
        self.faults: list[str] = []
        self._ending = threading.Event()
        # Two, who follow every link: a button may be pressed twice at once.
        self._busy = [threading.Event(), threading.Event()]
        self._followers = [
            threading.Thread(target=self._follow, args=(each,), daemon=True) for each in self._busy
        ]
        for each in self._followers:
            each.start()

    def submit_all(self, names: Iterable[str], each_time: Any = lambda: None) -> int:
        """Every name asks once; how many have their receipt."""
        left, lock, had = iter(names), threading.Lock(), [0]

        def visit(visitor: Visitor) -> None:
            while True:
                with lock:
                    name = next(left, None)
                if name is None:
                    return
                try:
                    reference = visitor.submit(name)
                except (RuntimeError, TimeoutError) as error:
                    self.faults.append(f"{name}: {error}")
                    continue
                self.receipts.write(kind="asked", name=name, reference=reference)
                with lock:
                    had[0] += 1

        threads = [threading.Thread(target=visit, args=(each,), daemon=True) for each in self.visitors]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            each_time()
            time.sleep(0.1)
        return had[0]

    @property
    def is_idle(self) -> bool:
        """Whether nobody is about to follow a link."""
        return not any(each.is_set() for each in self._busy)

    def _follow(self, busy: threading.Event) -> None:
        letters = Reader(self._setting.folder / "taken.jsonl")
        browser = Browser(self._setting.web_ports, self._busy.index(busy))
        token = self.visitors[0].values.get("csrf_token")
        browser.cookie = self.visitors[0].browser.cookie
        while not self._ending.is_set():
            for line in letters:
                number = re.match(r"[a-z0-9]+-(\d+)@", line.get("to", ""))
                if line.get("link") and number and int(number[1]) % CONFIRMS_ONE_IN == 0:
                    busy.set()
                    self._confirm(browser, line["link"], token)
            busy.clear()
            self._ending.wait(0.1)

    def _confirm(self, browser: Browser, link: str, token: Any) -> None:
        reference = link.split("/")[-2]
        try:
            path, _, query = link.partition("?")
            values = {"csrf_token": token, "token": query.removeprefix("token=")}
            status, _where, page = browser.until_answered("POST", path, values)
        except TimeoutError as error:
            self.faults.append(str(error))
            return
        if status != 303:
            self.faults.append(f"confirming: {status} {' '.join(re.sub('<[^>]+>', ' ', page).split())[:200]}")
            return
        self.receipts.write(kind="confirmed", reference=reference)

    def close(self) -> None:
        self._ending.set()
        for each in self._followers:
            each.join(30)
