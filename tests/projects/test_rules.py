"""Progress, colours and grades are computed, and each says why."""

import datetime as dt

import pytest

from lianxin.projects import texts
from lianxin.projects import workflow as w
from lianxin.projects.models import IdeaState, ProjectState
from lianxin.projects.rules import Step, colour, expected, grade, progress

DAY = dt.date(2027, 6, 1)


def step(weight: int, days: int, done: bool = False) -> Step:
    """A step so many days from the day; done on its day or not yet."""
    day = DAY + dt.timedelta(days=days)
    return Step(weight, day, day if done else None)


@pytest.mark.parametrize(
    ("steps", "code", "reason"),
    [
        ([step(40, -60, done=True), step(60, 60)], "green", "as_planned"),
        ([step(40, -60, done=True), step(60, 7)], "yellow", "soon"),
        ([step(40, -60, done=True), step(60, 8)], "green", "as_planned"),
        ([step(4, -1), step(96, 60)], "orange", "overdue"),
        ([step(4, 0), step(96, 60)], "yellow", "soon"),
        ([step(10, 0), step(90, 60)], "yellow", "behind"),
        ([step(20, 0), step(80, 60)], "orange", "behind"),
        ([step(40, 0), step(60, 60)], "red", "behind"),
        ([step(4, -30), step(96, 60)], "orange", "overdue"),
        ([step(4, -31), step(96, 60)], "red", "overdue"),
        ([step(100, -1, done=True)], "green", "as_planned"),
    ],
)
def test_the_colour_says_why(steps: list[Step], code: str, reason: str) -> None:
    found = colour(steps, DAY)
    assert (found.code, found.reason) == (code, reason)
    assert str(texts.COLOURS[found.code][0])


def test_what_is_accepted_or_stopped_needs_no_steps() -> None:
    assert colour([step(100, -300)], DAY, settled="accepted").code == "blue"
    assert colour([], DAY, settled="stopped").code == "red"


def test_progress_is_the_weight_of_what_is_done() -> None:
    steps = [step(30, -5, done=True), step(30, -1), step(40, 9)]
    assert (progress(steps), expected(steps, DAY)) == (30, 60)


@pytest.mark.parametrize(
    ("good", "fair", "base", "wanted"),
    [(31, 0, 60, "good"), (30, 0, 60, "bad"), (30, 1, 60, "fair"), (0, 31, 60, "fair"), (15, 15, 60, "bad")],
)
def test_exactly_half_is_not_more_than_half(good: int, fair: int, base: int, wanted: str) -> None:
    assert grade(good, fair, base) == wanted


def test_the_tables_and_the_words_name_the_same_states() -> None:
    assert set(IdeaState.values) == set(w.IDEA_STATES)
    assert set(ProjectState.values) == set(w.PROJECT_STATES)
    for move in (*w.IDEA_MOVES, *w.PROJECT_MOVES):
        assert not move.tells or move.code in texts.TOLD
        assert set(move.guards) <= set(texts.GUARDS)
