"""Each fault point is a function of the portal that is there, and the harness comes by each."""

import pytest

from tools.faults import points
from tools.faults.__main__ import SIZES, faults
from tools.faults.processes import ROLES
from tools.faults.setting import Setting


class _Nothing:
    """Stands for a run of which only the database's kind is asked."""

    def __init__(self, folder):
        self.setting = Setting(folder, "sqlite://", 1)


@pytest.mark.parametrize("name", points.POINTS)
def test_a_point_is_put_around_something_that_is_there(name):
    point = points.POINTS[name]
    assert name.partition(".")[0] == point.role
    assert point.role in ROLES
    assert callable(points.resolve(point.target)[2])


def test_every_point_is_reached_by_a_run(tmp_path):
    assert set(points.POINTS) <= {name for name, _ in faults(_Nothing(tmp_path), "tiny")}


def test_a_full_run_kills_five_hundred_and_submits_twenty_thousand(tmp_path):
    each, kills, at_random, random_kills, other = SIZES["full"]
    others = len(list(faults(_Nothing(tmp_path), "full"))) - len(points.POINTS) - 1
    assert len(points.POINTS) * kills + random_kills >= 500
    assert len(points.POINTS) * each + at_random + others * other >= 20_000


def test_a_process_dies_the_nth_time_it_comes_by_and_not_before(monkeypatch):
    came, died = [], []
    monkeypatch.setattr("app.inbox.filing._take_up", lambda _only: came.append(1) or 7)
    monkeypatch.setitem(
        points.POINTS, "here", points.Point("inbox", "app.inbox.filing:_take_up", points.Moment.RETURNED)
    )
    points.arm("here", nth=2, dying=lambda: died.append(len(came)))
    from app.inbox import filing

    assert [filing._take_up(None) for _ in range(3)] == [7, 7, 7]
    assert died == [2]
