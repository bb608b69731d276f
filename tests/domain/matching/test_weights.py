"""The weights are data that is checked, and a released version stays what it was."""

import hashlib

import pytest
import yaml

from app.matching.weights import FOLDER, BadWeights, read_weights, versions, weights

#: A released version is never edited: past runs are repeated with it. Add a line for a new one.
RELEASED = {"1": "0cac1153fd7218c8168d4d4bc0b1e5947094d1921f355c66f6189856c8fc4458"}


def test_no_released_version_was_edited():
    found = {
        version: hashlib.sha256((FOLDER / f"weights-{version}.yaml").read_bytes()).hexdigest()
        for version in versions()
        if weights(version).released
    }
    assert found == RELEASED


def test_the_newest_released_version_is_in_force():
    assert weights() is weights(max(RELEASED, key=int))
    with pytest.raises(LookupError):
        weights("0")
    with pytest.raises(LookupError):
        weights("../../secret")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"version": "2"}, "version"),
        ({"floor": 1.2}, "floor"),
        ({"merit": {"sector": 1.0}}, "terms"),
        ({"merit.sector": 0.5}, "add up"),
        ({"region.kin": 0.9}, "wider"),
        ({"language.bridge": -0.1}, "language.bridge"),
        ({"responsiveness.half_life_days": 0}, "counts"),
        ({"headroom.default_limit": 0}, "default_limit"),
        ({"freshness.stale_days": 100}, "stale"),
        ({"fairness.slots": 9}, "slots"),
        ({"fairness.cap": 0}, "cap"),
        ({"fairness.bnad": 0.1}, "bnad"),
        ({"payment": 1}, "payment"),
    ],
)
def test_a_file_with_a_fault_is_refused_by_name(tmp_path, change, fault):
    given = yaml.safe_load((FOLDER / "weights-1.yaml").read_text())
    for name, value in change.items():
        *part, last = name.split(".")
        (given[part[0]] if part else given)[last] = value
    file = tmp_path / "weights-1.yaml"
    file.write_text(yaml.safe_dump(given, sort_keys=False))
    with pytest.raises(BadWeights, match=rf"weights-1\.yaml: .*{fault}"):
        read_weights(file)
