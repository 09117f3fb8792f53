"""The example town's home of the deputies, played with what residents said at its receptions and nothing else."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.core import clock
from lianxin.core.masking import find_personal
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.demo import beside, home, home_life, play
from lianxin.demo.cast import engage
from lianxin.demo.loading import FIRST_DAY, moment
from lianxin.demo.play import Cue
from lianxin.demo.seed import PROFILE
from lianxin.home.models import (
    Activity,
    Exit,
    HandedMatter,
    HandingState,
    PerformanceEntry,
    Reception,
    ReceptionDeputy,
    Visitor,
)
from lianxin.home.performance import upkeep
from lianxin.home.performance import workflow as w
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.verify import verify_town
from lianxin.places.profiles import load_profile


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Iterator[None]:
    """Nothing is written beside the test, and time goes on after it."""
    settings.LIANXIN_DATA = tmp_path
    yield
    clock.set_fixed(None)


@pytest.fixture
def example(db: None) -> Iterator[Town]:
    """The town after half a year of receptions and activities."""
    clock.set_fixed(FIRST_DAY)
    town = load_profile(PROFILE)
    with town_scope(town):
        cast = engage({})
        home.furnish(cast)
        course = home_life.Course(cast)
        heard = [cue for cue in play.cues() if cue.step["do"] == "receive"]
        rows = {row["key"]: row for row in play.read_lines("opinions.jsonl")}
        said = [cue for cue in heard if rows[cue.key]["channel"] == "reception"]
        for cue in sorted([*said, *course.waiting], key=lambda one: one.at):
            course(cue.at)
            clock.set_fixed(cue.at)
            if cue in said:
                assert course.hear(rows[cue.key], cue.step) is not None, cue.key
            for _round in range(2):
                deliver_pending(town)
            upkeep.pass_silently()
        course(moment())
        yield town


def test_half_a_year_in_the_home_of_the_deputies_is_whole(example: Town) -> None:
    states = Counter(Reception.objects.values_list("state", flat=True))
    assert set(states) == {"planned", "announced", "closed", "cancelled"}
    assert ReceptionDeputy.objects.filter(stands_in_for__isnull=False).count() == 2
    assert ReceptionDeputy.objects.filter(answer="declined").exclude(reason="").exists()
    exits = Counter(Visitor.objects.values_list("exit", flat=True))
    assert set(exits) >= {Exit.ON_THE_SPOT, Exit.OFFICE, Exit.DISTRICT, Exit.CITY, Exit.ELSEWHERE}
    assert set(HandedMatter.objects.values_list("state", flat=True)) == {
        HandingState.GIVEN, HandingState.TAKEN, HandingState.REPORTED,
    }  # fmt: skip
    assert verify_town(example).is_whole


def test_ten_deputies_and_more_have_entries_in_every_state_but_the_one_nobody_needed(example: Town) -> None:
    rows = PerformanceEntry.objects.all()
    assert set(rows.values_list("state", flat=True)) == set(w.STATES) - {w.TAKEN_OUT}
    assert rows.values("deputy_id").distinct().count() >= 10
    assert set(Activity.objects.values_list("state", flat=True)) == {"planned", "held", "cancelled"}
    kinds = set(rows.values_list("kind", flat=True))
    assert kinds >= {"congress", "inspection", "research", "training", "theme_education", "big_research", "reception",
                     "voters", "report", "supervision", "award"}  # fmt: skip


def test_nothing_in_the_script_looks_like_a_real_person() -> None:
    text = Path(home_life.__file__).parent.joinpath("data", home_life.SCRIPT).read_text(encoding="utf-8")
    assert not find_personal(text)


def test_two_scripts_are_played_in_the_order_of_time_however_far_the_clock_jumps() -> None:
    class Noting(beside.Course):
        def take(self, cue: Cue) -> None:
            taken.append(cue.key)

    taken: list[str] = []
    days = [dt.datetime(2026, 1, day, tzinfo=clock.TOWN_TZ) for day in range(1, 5)]
    first = Noting([Cue(days[0], "1", 0, {}), Cue(days[2], "3", 0, {})])
    second = Noting([Cue(days[3], "4", 0, {}), Cue(days[1], "2", 0, {})])
    course = beside.together(first, second)
    course(days[2])
    assert taken == ["1", "2", "3"]
    course(days[3])
    assert taken == ["1", "2", "3", "4"]
