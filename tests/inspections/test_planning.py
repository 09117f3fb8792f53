"""Routes and draws: whatever the numbers, no rule is broken, and anybody finds the same."""

import random
import shutil
import subprocess
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.inspections.planning import draw, pyvrp_solver
from lianxin.inspections.planning.__main__ import main
from lianxin.inspections.planning.orienteering import Instance, parse
from lianxin.inspections.planning.search import Search, untangled

SMALL = "n 5\nm 1\ntmax 8\n0 0 0\n1 1 5\n4 9 9\n3 1 4\n4 0 0\n"
SEED = "5e" * 32
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "users" / "draw.pl"


def town(seed: int, places: int, teams: int, limit: float) -> Instance:
    dice = random.Random(seed)
    points = tuple((dice.uniform(0, 10), dice.uniform(0, 10)) for _place in range(places + 2))
    return Instance(points, (0.0, *(float(dice.randint(1, 20)) for _place in range(places)), 0.0), teams, limit)


def best_of_one_team(instance: Instance) -> float:
    """The best score of one team by trying every order of every choice."""
    inner, last = range(1, len(instance.points) - 1), len(instance.points) - 1
    ways = ([0, *some, last] for size in range(len(inner) + 1) for some in permutations(inner, size))
    return max(instance.value([way]) for way in ways if instance.length(way) <= instance.limit)


@pytest.mark.parametrize("seed", range(5))
def test_six_places_are_planned_as_well_as_by_trying_everything(seed: int) -> None:
    instance = town(seed, 6, 1, 22)
    assert Search(instance, seed).run(rounds=400).value == best_of_one_team(instance)


@given(st.integers(0, 10_000), st.integers(0, 25), st.integers(1, 4), st.floats(0, 60))
def test_no_plan_breaks_a_rule_and_its_score_is_what_lies_on_the_ways(
    seed: int, places: int, teams: int, limit: float
) -> None:
    instance = town(seed, places, teams, limit)
    found = Search(instance, seed).run(rounds=30)
    assert not instance.faults(found.ways)
    assert found.value == instance.value(found.ways)


def test_the_same_seed_gives_the_same_plan_and_more_rounds_no_worse_one() -> None:
    instance = town(3, 40, 2, 25)
    one, again = (Search(instance, 7).run(rounds=120) for _time in range(2))
    assert (one.ways, one.value) == (again.ways, again.value)
    assert one.value > 0.9 * max(Search(instance, seed).run(rounds=240).value for seed in (7, 8))


def test_the_search_ends_when_its_time_is_spent() -> None:
    ticks = iter(range(1_000))
    found = Search(town(1, 10, 1, 20)).run(seconds=5, spent=lambda: float(next(ticks)))
    assert found.rounds == 32  # four looks at the clock before the fifth says it is over, eight rounds each


def test_nobody_sets_out_where_the_end_cannot_be_reached() -> None:
    assert Search(Instance(((0.0, 0.0), (9.0, 0.0)), (0.0, 0.0), 2, 5.0)).run(rounds=5).ways == []


def test_a_way_without_crossings_is_left_as_it_is_and_one_with_a_crossing_is_mended() -> None:
    points = [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (2.0, 0.0)]
    far = [[((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for b in points] for a in points]
    straight = far[0][1] + far[1][2] + far[2][3]
    assert untangled([0, 1, 2, 3], far, straight) == ([0, 1, 2, 3], straight)
    square = [[0, 1, 1.4, 1], [1, 0, 1, 1.4], [1.4, 1, 0, 1], [1, 1.4, 1, 0]]
    assert untangled([0, 2, 1, 3], square, 1.4 + 1 + 1.4)[0] == [0, 1, 2, 3]


def test_the_solver_of_the_extra_keeps_the_rules_and_is_no_worse_than_what_it_began_with() -> None:
    pytest.importorskip("pyvrp", reason="no pyvrp")
    instance = town(5, 20, 2, 18)
    ticks = iter(range(100_000))
    found = pyvrp_solver.solve(instance, 60.0, seed=1, spent=lambda: float(next(ticks)))
    assert not instance.faults(found.ways)
    assert found.value == instance.value(found.ways) > 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件太短"),
        ("n 2\nm 1\ntmax x\n", "第 3 行：x 不是数"),
        ("n 2\nm 1\nn 2\n", "第 3 行：应该是“tmax 数值”"),
        ("n 3\nm 1\ntmax 9\n0 0 0\n1 1 1\n", "写着有 3 个点，文件里有 2 个"),
        ("n 2\nm 1\ntmax 9\n0 0 0\n1 1\n", "第 5 行：应该有三个数"),
        ("n 2\nm 0\ntmax 9\n0 0 0\n1 1 1\n", "m 应该是正整数"),
        ("n 2\nm 1\ntmax 9\n0 0 0\n1 nan 1\n", "第 5 行：nan 不是数"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("“", ".").replace("”", ".")):
        parse(text)


def test_the_command_prints_score_and_routes_and_refuses_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "small.txt"
    file.write_text(SMALL, encoding="utf-8")
    assert main(["top", str(file), "--seconds", "0.05"]) == 0
    assert capsys.readouterr().out == "score 9\nroute 4.828 0 1 3 4\n"
    assert main(["top", str(file), "--seconds", "0"]) == 2
    assert "--seconds" in capsys.readouterr().err
    assert main(["top", str(tmp_path / "none.txt")]) == 2


# --- draws ------------------------------------------------------------------------------------------

POPULATIONS = st.dictionaries(
    st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8), st.integers(1, 9), min_size=1, max_size=20
)


@given(POPULATIONS)
def test_a_draw_takes_each_place_once_and_a_longer_one_begins_with_the_shorter(population: dict[str, int]) -> None:
    every = draw.taken(SEED, population, len(population))
    assert sorted(every) == sorted(population)
    assert draw.taken(SEED, population, 1) == every[:1]
    text = "".join(f"{one} {weight}\n" for one, weight in reversed(population.items()))
    assert draw.parse(text) == population
    assert draw.commitment(SEED, draw.parse(text)) == draw.commitment(SEED, population)


def test_weights_do_what_they_say() -> None:
    first = [draw.taken(f"{seed:064x}", {"heavy": 3, "light": 1}, 1)[0] for seed in range(2_000)]
    assert 1_420 < first.count("heavy") < 1_580  # three in four; four standard deviations either way, fixed seeds


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "名单要有"), ("a 0\n", "第 1 行"), ("a\na\n", "写了两次"), ("a 9999\n", "权重最多"), ("a 1 1\n", "第 1 行")],
)
def test_a_population_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        draw.parse(text)


@pytest.mark.parametrize("seed", ["", "5E" * 32, "5e" * 31])
def test_a_seed_that_is_none_is_refused(seed: str) -> None:
    with pytest.raises(ValueError, match="种子"):
        draw.commitment(seed, {"a": 1})


def test_a_script_in_another_language_finds_the_same_places_bit_by_bit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    perl = shutil.which("perl")
    if perl is None:
        pytest.skip("no perl")
    file = tmp_path / "list.txt"
    file.write_text("".join(f"店-{n} {n % 5 + 1}\n" for n in range(60)), encoding="utf-8")
    assert main(["draw", str(file), "--seed", SEED, "--take", "12"]) == 0
    ours = capsys.readouterr().out
    promised = ours.split()[1]
    theirs = subprocess.run([perl, SCRIPT, file, SEED, "12", promised], capture_output=True, check=True).stdout.decode()
    assert theirs == ours
    assert len(ours.splitlines()) == 13
    file.write_text("店-1 1\n", encoding="utf-8")
    assert main(["draw", str(file), "--seed", SEED, "--commitment", promised]) == 1
    assert subprocess.run([perl, SCRIPT, file, SEED, "1", promised], capture_output=True, check=False).returncode == 1
