"""Every line of the clerk's table, and properties no table can list."""

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.clocks import rules
from lianxin.core.workdays import builtin_calendar

TABLE = Path(__file__).parent / "tables" / "deadlines.md"
UNITS = {"工作日": rules.WORKING_DAY, "日": rules.CALENDAR_DAY, "月": rules.MONTH}
DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2026, 12, 31))


class Line(NamedTuple):
    """One line of the table, as typed."""

    start: str
    n: str
    unit: str
    pauses: str
    extension: str
    due: str
    weekday: str
    provisional: str
    why: str


def lines() -> list[Line]:
    """The lines below the head."""
    rows = [row for row in TABLE.read_text(encoding="utf-8").splitlines() if row.startswith("| 2")]
    return [Line(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows]


def pauses_of(text: str) -> list[tuple[dt.date, dt.date | None, str]]:
    """``2026-11-25..2026-11-27；…``."""
    found = []
    for part in filter(None, text.split("；")):
        first, _, last = part.partition("..")
        found.append((dt.date.fromisoformat(first), dt.date.fromisoformat(last) if last else None, "退回"))
    return found


def extensions_of(text: str) -> list[tuple[int, str, str]]:
    """``10工作日``."""
    match = re.fullmatch(r"(\d+)(.+)", text)
    return [(int(match[1]), UNITS[match[2]], "复杂")] if match else []


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line.start}+{line.n}{line.unit}")
def test_every_line_of_the_table_holds(line: Line) -> None:
    due = rules.reckon(
        dt.date.fromisoformat(line.start),
        int(line.n),
        UNITS[line.unit],
        builtin_calendar(),
        pauses_of(line.pauses),
        extensions_of(line.extension),
    )
    expected = None if line.due == "暂停中" else dt.date.fromisoformat(line.due)
    assert due.date == expected
    assert due.provisional == (line.provisional == "是")
    if expected is not None:
        assert line.weekday == "一二三四五六日"[expected.weekday()]


def test_the_table_has_its_lines() -> None:
    assert len(lines()) == 23


@given(start=DAYS, n=st.integers(0, 60), unit=st.sampled_from(sorted(UNITS.values())))
def test_a_fresh_clock_and_one_with_an_empty_history_agree(start: dt.date, n: int, unit: str) -> None:
    calendar = builtin_calendar()
    fresh = rules.first_deadline(start, n, unit, calendar)
    due = rules.reckon(start, n, unit, calendar)
    if n:
        assert fresh == rules.Deadline(due.date, due.provisional)  # type: ignore[arg-type]
    assert fresh.on >= start


@given(start=DAYS, n=st.integers(1, 40), gap=st.integers(1, 20), length=st.integers(0, 30))
def test_a_pause_never_shortens_a_clock_and_moves_it_by_the_working_days_it_took(
    start: dt.date, n: int, gap: int, length: int
) -> None:
    calendar = builtin_calendar()
    begin = start + dt.timedelta(days=gap)
    end = begin + dt.timedelta(days=length)
    plain = rules.reckon(start, n, rules.WORKING_DAY, calendar).date
    paused = rules.reckon(start, n, rules.WORKING_DAY, calendar, [(begin, end, "")]).date
    assert plain is not None
    assert paused is not None
    assert paused >= plain
    lost = sum(
        calendar.is_working_day(start + dt.timedelta(days=day))
        for day in range(1, (paused - start).days + 1)
        if begin <= start + dt.timedelta(days=day) < end
    )
    assert calendar.working_days_between(start, paused) == n + lost


@given(due=DAYS, late=st.integers(-30, 30))
def test_in_time_is_up_to_and_including_the_due_day(due: dt.date, late: int) -> None:
    day = due + dt.timedelta(days=late)
    assert rules.result(due, day) == (rules.LATE if late > 0 else rules.MET)
    assert rules.may_extend(due, day) == (late <= 0)
    assert rules.promise_missed(due, day) == (late > 0)


def test_half_of_the_time_is_told_once_the_day_is_reached() -> None:
    calendar, start, due = builtin_calendar(), dt.date(2026, 11, 24), dt.date(2026, 12, 1)
    told = [day for day in range(24, 31) if rules.half_gone(start, due, dt.date(2026, 11, day), calendar)]
    assert told == [27, 28, 29, 30][: len(told)]
    assert told[0] == 27
    assert not rules.half_gone(start, due, dt.date(2026, 12, 2), calendar)


@pytest.mark.parametrize(
    ("code", "kinds", "pairs"),
    [
        ("answer", ["problem", "help"], (("answer", "problem"), ("answer", "help"), ("answer", ""))),
        ("answer_simple", ["inquiry"], (("answer", "inquiry"),)),
        ("answer_complex", None, (("answer", "complex"),)),
        ("reply", None, (("answer", ""),)),
        ("verdict_first_ask", None, (("ask", ""),)),
        ("on_spot_inform", None, (("inform", "answered"),)),
        ("transfer", None, (("transfer", ""),)),
    ],
)
def test_a_line_of_a_rule_set_answers_these_questions(
    code: str, kinds: list[str] | None, pairs: tuple[tuple[str, str], ...]
) -> None:
    assert rules.slots_of(code, kinds) == pairs


@pytest.mark.parametrize(
    ("day", "left", "late"),
    [("2026-11-24", 2, 0), ("2026-11-26", 0, 0), ("2026-11-27", -1, 1), ("2026-11-28", -1, 1), ("2026-12-01", -3, 3)],
)
def test_days_left_and_days_late_count_working_days(day: str, left: int, late: int) -> None:
    due, now = dt.date(2026, 11, 26), dt.date.fromisoformat(day)
    assert rules.days_left(due, now, builtin_calendar()) == left
    assert rules.days_late(due, now, builtin_calendar()) == late


def test_a_clock_of_one_day_or_less_has_no_half() -> None:
    calendar, start = builtin_calendar(), dt.date(2026, 11, 24)
    assert not rules.half_gone(start, dt.date(2026, 11, 25), dt.date(2026, 11, 25), calendar)
    assert not rules.half_gone(start, start, start, calendar)
    assert rules.half_gone(start, dt.date(2026, 11, 26), dt.date(2026, 11, 25), calendar)
    assert rules.half_gone(start, dt.date(2026, 11, 26), dt.date(2026, 11, 26), calendar)
