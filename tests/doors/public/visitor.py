"""A browser without script: it sends what the form on the page holds, and its button."""

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.house.markup import faults_of, parsed, words_of

QUESTION = "We make a pulse oximeter and need a UK Responsible Person by March."
#: Whoever asks.
WHO = {
    "company": "Taipei Oximeters",
    "contact_name": "Lin Mei",
    "email": "lin@oximeters.example",
    "country": "TW",
}
TAGS = {"en": "en", "zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}
each_language = tuple(TAGS)


class Page:
    """An answer, read strictly."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.text = answer.text
        self.document, _ = parsed(answer.text)

    @property
    def title(self) -> str:
        return words_of(next(self.document.iter("title")))

    @property
    def main(self) -> str:
        return words_of(next(self.document.iter("main")))

    @property
    def problems(self) -> list[str]:
        """Where each line of the error summary leads."""
        boxes = [each for each in self.document.iter("div") if each.get("role") == "alert"]
        return [link.get("href", "")[1:] for box in boxes for link in box.iter("a")]

    @property
    def strange_scripts(self) -> list[Element]:
        """Those that are not the portal's own file."""
        scripts = self.document.iter("script")
        return [each for each in scripts if each.text or not each.get("src", "").startswith("/static/")]

    def faults(self, language: str) -> list[str]:
        return list(faults_of(self.text, TAGS[language]))

    def form(self, action: str) -> Element:
        """The form that is sent to an address ending so, before any query."""
        for form in self.document.iter("form"):
            if (form.get("method") or "").lower() == "post" and form.get("action", "").split("?")[0].endswith(
                action
            ):
                return form
        raise AssertionError(f"no form sent to {action} in: {self.main[:2000]}")

    def has_form(self, action: str) -> bool:
        return any(form.get("action", "").endswith(action) for form in self.document.iter("form"))

    def values(self, action: str) -> MultiDict[str, str]:
        """What a browser would send: hidden fields, texts, ticks, choices."""
        return MultiDict(_values(self.form(action)))


def _values(form: Element) -> Iterable[tuple[str, str]]:
    for element in form.iter():
        name, kind = element.get("name"), element.get("type")
        if not name or element.tag == "button":
            continue
        if element.tag == "textarea":
            yield name, (element.text or "").removeprefix("\n")
        elif element.tag == "select":
            chosen = [each for each in element.iter("option") if each.get("selected") is not None]
            yield name, (chosen or list(element.iter("option")))[0].get("value", "")
        elif kind not in {"checkbox", "radio"} or element.get("checked") is not None:
            yield name, element.get("value", "")


class Visitor:
    """Somebody with one browser, on pages of one language."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self.client = client
        self.language = language

    def get(self, address: str) -> Page:
        return Page(self.client.get(self.at(address)))

    def at(self, address: str) -> str:
        return address if address.startswith("/") else f"/{self.language}/{address}"

    def send(self, page: Page, action: str, **changed: Any) -> Page:
        """Send the page's form, with some fields filled in otherwise; None leaves a field out."""
        values = page.values(action)
        for name, value in changed.items():
            values.poplist(name)
            if value is not None:
                values.setlist(name, value if isinstance(value, list) else [value])
        address = page.form(action).get("action", "")
        return Page(self.client.post(address, data=values))

    def write(self, **changed: Any) -> Page:
        """Step one, filled and sent."""
        begun = self.get("ask")
        return self.send(begun, "/ask", **{"text": QUESTION, "step": "check"} | WHO | changed)

    def ask(self, *firms: str, **changed: Any) -> Page:
        """All three steps; answers the last one's redirect."""
        ticks = {"share": "y", "abroad": "y"} if firms else {}
        return self.send(self.write(**changed), "/ask", step="send", firm=list(firms), **ticks)

    def asked(self, *firms: str, **changed: Any) -> str:
        """The reference of an enquiry asked just now."""
        sent = self.ask(*firms, **changed)
        assert sent.status == 303, sent.main
        return sent.answer.location.split("/")[-2]
