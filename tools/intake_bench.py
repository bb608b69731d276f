"""What keeping an enquiry costs: ``tools/intake_bench.py [--helpdesk PYTHON]``.

Measures in rounds that take turns, so that other work on the machine falls on all alike, and prints the
median of the rounds: time on this process's processor, not on the clock.

- ``bare``: a plain Flask handler that keeps a row of the same size in one transaction, on the same database
- ``kept``: what the life of an enquiry keeps, without the door: the enquiry, confirmed, five referrals, their
  letters written and queued
- ``form``: the last step of the ask form as a browser sends it, token and proof of work and all
- ``link``: the button of the confirmation letter: matches, refers to five firms, queues their letters
- ``form, no mail``: ``form`` of a portal whose mail server refuses connections; that of ``form`` listens
- ``helpdesk``: the public ticket form of django-helpdesk, by the interpreter of an environment with it

On SQLite in a folder of its own, or on DATABASE_URL if that names an empty database.
"""

import argparse
import contextlib
import html
import os
import re
import secrets
import socket
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake_rivals import Bare, Helpdesk, measured

TOP = Path(__file__).resolve().parents[1]
QUESTION = (
    "We make an autologous cartilage cell product in Hsinchu, an ATMP, and seek a UK marketing authorisation "
    "by March."
)
WHO = {
    "company": "Taipei Oximeters",
    "contact_name": "Lin Mei",
    "email": "lin@maker.example",
    "country": "TW",
}
FIRMS = 5


class Portal:
    """The portal on a database of its own, asked in this process."""

    def __init__(self, mail_port: int, folder: Path) -> None:
        from app.config import read_settings
        from app.console import seeding
        from app.factory import create_app

        surroundings = {
            "DEMO": "1",
            "DATA_DIR": str(folder),
            "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
            "MAIL_PORT": str(mail_port),
            "POST_LIMIT": "1000000 per minute",
        }
        self.app = create_app(read_settings(surroundings))
        with self.app.app_context():
            import flask_migrate
            from sqlalchemy import update

            from app.directory.models import Basis, Firm, Offering, OfferingSector
            from app.kernel.clock import now
            from app.kernel.db import db, transaction

            flask_migrate.upgrade(directory=str(TOP / "migrations"))
            list(seeding.load(seeding.SEED, demo=True, at=now()))
            with transaction():
                db.session.execute(update(Firm).values(capacity=None))
                for firm in self._without_it():
                    sectors = [OfferingSector(sector_code="ATMP")]
                    wanted = {"service_code": "MA-ATMP", "market_code": "UK", "basis": Basis.STATED}
                    db.session.add(Offering(firm_id=firm.id, sectors=sectors, **wanted))
        self.firms: list[str] = []

    def _without_it(self) -> list[Any]:
        """Some sample firms that can receive and do not offer what is asked for; from now on they do."""
        from sqlalchemy import select

        from app.directory.models import Firm, Offering
        from app.kernel.db import db

        offering = select(Offering.firm_id).where(Offering.service_code == "MA-ATMP")
        others = db.session.scalars(select(Firm).where(Firm.demo, Firm.id.not_in(offering)))
        return [firm for firm in others if firm.can_receive][:12]

    @property
    def engine(self) -> Any:
        from app.kernel.db import db

        with self.app.app_context():
            return db.engine

    def _values(self, text: str) -> dict[str, Any]:
        """What a browser would send of the form on a page."""
        found: dict[str, Any] = {}
        for tag in re.findall(r"<input ([^>]*)>", text):
            field = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
            if field.get("name") and (field.get("type") == "hidden" or tag.endswith(" checked")):
                found.setdefault(field["name"], []).append(field.get("value", ""))
        return found

    def _fresh(self) -> tuple[Any, dict[str, Any]]:
        """A visitor with step two before them, filled in."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = ".".join(
            ["10", *(str(secrets.randbelow(250) + 1) for _ in range(3))]
        )
        begun = self._values(client.get("/en/ask").text)
        # Every text is its own: one that is sent again and again would reach its limit.
        text = f"{QUESTION} Our reference is {secrets.token_hex(8)}."
        shown = client.post(
            "/en/ask",
            data={**begun, "text": text, "step": "check", "market": "UK", "service": "MA-ATMP", **WHO},
        ).text
        values = self._values(shown)
        self.firms = re.findall(r'name="firm" value="([^"]+)"', shown)[:FIRMS]
        assert len(self.firms) == FIRMS, self.firms
        values |= {
            "market": ["UK"],
            "service": ["MA-ATMP"],
            "step": "send",
            "firm": self.firms,
            "share": "y",
            "abroad": "y",
        }
        moment, _seal = values["issued"][0].split("-")
        return client, values | {"issued": [self._older(values["nonce"][0], int(moment) - 60)]}

    def _older(self, nonce: str, moment: int) -> str:
        """The seal of a form that was open for a minute."""
        from app.kernel.seals import seal

        secret = self.app.config["SETTINGS"].secret_key
        return f"{moment}-{seal('ask form', nonce, str(moment), secret=secret)}"

    def form(self) -> float:
        client, values = self._fresh()
        spent, answer = measured(lambda: client.post("/en/ask", data=values))
        assert answer.status_code == 303, answer.text
        return spent

    def link(self) -> float:
        from app.enquiries.access import Confirmation
        from app.enquiries.queries import by_reference

        client, values = self._fresh()
        reference = client.post("/en/ask", data=values).location.split("/")[-2]
        with self.app.app_context():
            secret = self.app.config["SETTINGS"].secret_key
            token = Confirmation(secret).sign(by_reference(reference))
        address = f"/en/enquiries/{reference}/confirm?token={token}"
        page = self._values(client.get(address).text)
        spent, answer = measured(lambda: client.post(address, data=page))
        assert answer.status_code == 303, answer.text
        assert self._referrals(reference) == FIRMS, self._referrals(reference)
        return spent

    def _referrals(self, reference: str) -> int:
        from app.enquiries.queries import by_reference

        with self.app.app_context():
            return sum(each.visible_at is not None for each in by_reference(reference).referrals)

    def kept(self) -> float:
        """In one transaction, from a filled form to five letters in the queue, without the door."""
        from app.directory.queries import firm_by_slug
        from app.enquiries import actions
        from app.enquiries.models import FacetKind, FacetSource
        from app.kernel.clock import now
        from app.kernel.db import transaction

        if not self.firms:
            self._fresh()
        with self.app.test_request_context("/en/ask"):
            firms = [firm for slug in self.firms if (firm := firm_by_slug(slug, demo=True))]
            for firm in firms:
                assert firm.offices
            draft = actions.Draft(
                nonce=secrets.token_urlsafe(32),
                language="en",
                time_zone="Asia/Taipei",
                text=QUESTION,
                product="",
                facets=[
                    actions.FacetDraft(FacetKind.MARKET, "UK", FacetSource.LEXICON),
                    actions.FacetDraft(FacetKind.SERVICE, "MA-ATMP", FacetSource.LEXICON),
                ],
                firms=firms,
                agreement=actions.Agreement(share=True, abroad=True, country="TW", language="en"),
                **WHO,
            )

            def keep() -> None:
                with transaction():
                    enquiry = actions.submit(draft, at=now())
                    actions.confirm(enquiry, at=now())
                    actions.refer(enquiry, to=[actions.Choice(each) for each in firms], by=None, at=now())

            return measured(keep)[0]


@contextlib.contextmanager
def listening() -> Iterator[int]:
    """A port where somebody would take mail."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def table(costs: dict[str, list[float]]) -> None:
    for name, spent in costs.items():
        low, middle, high = statistics.quantiles(spent, n=4)
        print(f"{name:14} {middle * 1000:8.2f} ms   quartiles {low * 1000:.2f} to {high * 1000:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--helpdesk", metavar="PYTHON", help="of an environment with django-helpdesk")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, listening() as port:
        folder = Path(name)
        portal = Portal(port, folder / "up")
        # Nobody listens on the port of no service.
        deaf = Portal(1, folder / "down") if "DATABASE_URL" not in os.environ else None
        helpdesk = Helpdesk(given.helpdesk, folder / "helpdesk", QUESTION) if given.helpdesk else None
        acts = {
            "bare": Bare(portal.engine, {"text": QUESTION, **WHO}).ask,
            "kept": portal.kept,
            "form": portal.form,
            "link": portal.link,
        }
        acts |= {"form, no mail": deaf.form} if deaf else {}
        acts |= {"helpdesk": helpdesk.ticket} if helpdesk else {}
        costs: dict[str, list[float]] = {name: [] for name in acts}
        for turn in range(given.rounds + 3):
            for what, act in acts.items():
                spent = act()
                if turn >= 3:  # the first rounds fill caches
                    costs[what].append(spent)
        if helpdesk:
            helpdesk.close()
    table(costs)
    middle = {what: statistics.median(spent) for what, spent in costs.items()}
    print(f"kept over bare: {(middle['kept'] - middle['bare']) * 1000:.2f} ms (to reach: 0.95)")
    if deaf:
        pairs = zip(costs["form, no mail"], costs["form"], strict=True)
        ratio = statistics.median(down / up for down, up in pairs)
        print(f"a mail server that is down: {(ratio - 1) * 100:+.1f} % (to reach: 2)")
    if helpdesk:
        for what in ("kept", "form"):
            times = middle["helpdesk"] / middle[what]
            print(f"{what}: {times:.1f} times the rate of the ticket form (to reach: 10)")


if __name__ == "__main__":
    sys.path.insert(0, str(TOP))
    main()
