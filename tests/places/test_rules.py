"""Which line of the 权责表 wins: a table a clerk could check, and properties that hold for any table."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.places.rules import Choice, Line, Matter, choose

DAY = dt.date(2026, 6, 30)
SINCE = dt.date(2020, 1, 1)
# Ids: category 1 above 11; places 100 (town) > 101 (neighbourhood) > 102 (compound).
MATTER = Matter((1, 11), (100, 101, 102), "town")


def line(key: int, category: int, lead: str, place: int | None = None, jurisdiction: str = "", **more: object) -> Line:
    """A line that has held for years."""
    return Line(key, category, place, jurisdiction, lead, more.get("valid_from", SINCE), more.get("valid_to"))


TABLE = [
    ("no line at all", [], None, ()),
    ("a line of another category", [line(1, 12, "A")], None, ()),
    ("the first level covers the second", [line(1, 1, "A")], "A", ()),
    ("the second level beats the first", [line(1, 1, "A"), line(2, 11, "B")], "B", ()),
    ("a place beats anywhere", [line(1, 11, "A"), line(2, 11, "B", place=101)], "B", ()),
    ("the nearer place beats the wider", [line(1, 11, "A", place=102), line(2, 11, "B", place=101)], "A", ()),
    ("another place does not count", [line(1, 11, "A"), line(2, 11, "B", place=999)], "A", ()),
    ("the jurisdiction beats any", [line(1, 11, "A"), line(2, 11, "B", jurisdiction="town")], "B", ()),
    ("another jurisdiction does not count", [line(1, 11, "A", jurisdiction="park")], None, ()),
    ("two leads of equal rank are a tie", [line(1, 11, "A"), line(2, 11, "B")], None, (1, 2)),
    ("nearer place against finer category is a tie", [line(1, 1, "A", place=102), line(2, 11, "B")], None, (1, 2)),
    ("the same lead twice is no tie", [line(1, 11, "A"), line(2, 1, "A", place=101)], "A", ()),
    ("an ended line", [line(1, 11, "A", valid_to=dt.date(2026, 6, 29))], None, ()),
    ("a line on its last day", [line(1, 11, "A", valid_to=DAY)], "A", ()),
    ("a line of tomorrow", [line(1, 11, "A", valid_from=dt.date(2026, 7, 1))], None, ()),
]


@pytest.mark.parametrize(("case", "lines", "lead", "tied"), TABLE, ids=[row[0] for row in TABLE])
def test_the_most_specific_line_wins(case: str, lines: list[Line], lead: str | None, tied: tuple[int, ...]) -> None:
    choice = choose(lines, MATTER, DAY)
    assert (choice.line.lead if choice.line else None, tuple(one.key for one in choice.tied)) == (lead, tied)


LINES = st.lists(
    st.builds(
        Line,
        key=st.integers(1, 10**6),
        category=st.sampled_from([1, 11, 12]),
        place=st.sampled_from([None, 100, 101, 102, 999]),
        jurisdiction=st.sampled_from(["", "town", "park"]),
        lead=st.sampled_from("ABC"),
        valid_from=st.just(SINCE),
        valid_to=st.none(),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)


@given(LINES, st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_the_lines(lines: list[Line], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled, MATTER, DAY) == choose(lines, MATTER, DAY)


@given(LINES)
def test_no_fitting_line_beats_the_chosen_one(lines: list[Line]) -> None:
    choice = choose(lines, MATTER, DAY)
    assert choice == Choice(None) or choice.line in lines or len({one.lead for one in choice.tied}) > 1
    if choice.line is not None and choice.line.category == 1 and choice.line.place is None:
        rivals = [
            one
            for one in lines
            if one.category == 11 and one.place in {None, 100, 101, 102} and one.jurisdiction in {"", "town"}
        ]
        assert all(one.lead == choice.line.lead for one in rivals)
