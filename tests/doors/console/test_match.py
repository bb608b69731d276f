"""``flask enquiries match`` and ``replay``: whom questions reach, and past answers asked again."""

import json
from dataclasses import replace

import pytest

from app.classification.needs import Needs
from app.kernel.db import transaction
from app.matching.models import RunPurpose
from app.matching.ranking import rank
from app.matching.runs import keep_run
from app.matching.weights import TERMS
from app.taxonomy.queries import taxonomy
from tests.factories import make_enquiry, make_firm, make_offering
from tests.factories.keeping import NOON


@pytest.fixture
def run(app, database):
    def _run(*args, lines=()):
        given = b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
        return app.test_cli_runner().invoke(args=["enquiries", *args], input=given)

    return _run


def kept_firm(*where, **given):
    """A firm with an offering; its slug, since the command forgets every row it has read."""
    firm = make_firm(**given)
    make_offering(firm, *where)
    return firm.slug


@pytest.fixture
def match(run):
    def _match(*lines):
        result = run("match", lines=lines)
        return result.exit_code, [json.loads(line) for line in result.stdout_bytes.splitlines()]

    return _match


ASKED = {"id": 1, "text": "Who can be our UK Responsible Person for a pulse oximeter?"}


def test_firms_come_with_every_term_and_the_others_with_their_reason(match):
    named, full, wide = kept_firm(), kept_firm(capacity=0), kept_firm("REP-UK-COS-RP")
    code, (said,) = match(ASKED)
    assert code == 0
    assert said["needs"] == {"regions": ["UK"], "services": ["REP-UKRP"], "sectors": said["needs"]["sectors"]}
    (firm,) = said["firms"]
    assert (firm["slug"], firm["slot"], firm["in_band"]) == (named, 1, True)
    assert round(sum(firm["points"].values()), 3) == firm["score"]
    assert set(firm["terms"]) == {"gate", *TERMS}
    assert firm["gate"] == firm["terms"]["gate"]
    assert firm["grounds"][0]["service"] == "REP-UKRP"
    assert [(each["slug"], each["reason"]) for each in said["excluded"]] == [(full, "full")]
    assert [each["slug"] for each in said["near"]] == [wide]
    assert (said["no_match"], said["weights"]) == (None, "1")


def test_a_bad_line_says_so_and_the_rest_goes_on(match):
    code, said = match(ASKED, b"{bad", {"id": 2, "text": "x", "services": ["NONE"]}, {**ASKED, "id": 3})
    assert code == 1
    assert [set(each) for each in said[1:3]] == [{"error"}, {"id", "error"}]
    assert [each["no_match"] for each in (said[0], said[3])] == ["not_offered", "not_offered"]


def test_ones_own_choice_counts(match):
    slug = kept_firm("REP-CH-REP", "CH", country="CH")
    _, (said,) = match({"id": 1, "text": "hello", "regions": ["CH"], "services": ["REP-CH-REP"]})
    assert [each["slug"] for each in said["firms"]] == [slug]


def test_sample_firms_take_part_only_where_samples_do(app, match, monkeypatch):
    kept_firm(demo=True)
    assert len(match(ASKED)[1][0]["firms"]) == 1
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=False))
    assert match(ASKED)[1][0]["no_match"] == "not_offered"


@pytest.fixture
def kept(database):
    """A run of three firms, the last of them working in another language than the reader."""
    for tags in (["zh-Hans"], ["zh-Hans"], ["en"]):
        make_offering(make_firm(working_languages=tags))
    with transaction():
        ranking = rank(
            Needs(("UK",), ("REP-UKRP",)),
            taxonomy=taxonomy(1),
            demo=True,
            day=NOON.date(),
            secret="secret",
            routing=True,
            slots=2,
        )
        return keep_run(make_enquiry().id, ranking, purpose=RunPurpose.ROUTED, at=NOON, edition=1)


def test_replaying_says_how_many_agree(run, kept):
    result = run("replay")
    assert (result.exit_code, result.output) == (0, "1 of 1 runs say the same\n")


def test_a_run_that_does_not_agree_with_its_own_weights_is_a_fault(run, kept):
    with transaction():
        kept.outcome = {**kept.outcome, "candidates": kept.outcome["candidates"][::-1]}
    result = run("replay", "--last", "5")
    assert result.exit_code == 1
    assert "0 of 1" in result.output
    assert f"differing with their own weights: {kept.id}" in result.output


def test_other_weights_say_who_would_gain_and_lose(run, kept):
    first = next(each["firm"] for each in kept.outcome["candidates"] if each["slot"])
    with transaction():
        # As if the weights shut it out: another takes its slot.
        kept.question = kept.question | {"conflicts": [first]}
    result = run("replay", "--weights", "1")
    assert result.exit_code == 1
    assert "0 of 1 runs say the same with weights 1" in result.output
    assert result.output.index("(+1)") < result.output.index("(-1)")


def test_weights_there_are_none_of_are_a_fault_of_the_command(run, kept):
    result = run("replay", "--weights", "77")
    assert result.exit_code == 1
    assert "no weights of version '77'" in result.output
