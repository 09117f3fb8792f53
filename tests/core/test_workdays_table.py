"""The table a clerk can read (deadlines.md), checked line by line."""

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from lianxin.core.workdays import WEEKDAYS_ZH, Extension, Pause, Unit, builtin_calendar, effective_due

UNITS = {"工作日": Unit.WORKING_DAYS, "自然日": Unit.CALENDAR_DAYS, "个月": Unit.MONTHS}
TABLE = Path(__file__).with_name("deadlines.md")


class Case(NamedTuple):
    """One line of the table."""

    start: dt.date
    start_weekday: str
    amount: int
    unit: Unit
    pauses: list[Pause]
    extensions: list[Extension]
    due: dt.date | None
    due_weekday: str
    provisional: bool
    why: str


def read_changes(written: str) -> tuple[list[Pause], list[Extension]]:
    """Read the column 暂停与延长; anything unknown in it fails the test."""
    pauses: list[Pause] = []
    extensions: list[Extension] = []
    for part in filter(None, written.split("；")):
        if found := re.fullmatch(r"暂停 (\S+) 至 (\S+)", part):
            pauses.append(Pause(dt.date.fromisoformat(found[1]), dt.date.fromisoformat(found[2])))
        elif found := re.fullmatch(r"暂停 (\S+) 起", part):
            pauses.append(Pause(dt.date.fromisoformat(found[1]), None))
        elif found := re.fullmatch(r"延长 (\d+) (\S+)", part):
            extensions.append(Extension(int(found[1]), UNITS[found[2]]))
        else:
            raise AssertionError(part)
    return pauses, extensions


def read_table() -> list[Case]:
    """Read all lines of the table below its header."""
    cases = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("| 2"):
            continue
        start, weekday, amount, unit, changes, due, due_weekday, provisional, why = (
            cell.strip() for cell in line.strip("|").split("|")
        )
        end = None if due == "—" else dt.date.fromisoformat(due)
        assert provisional in ("", "暂定")
        cases.append(
            Case(
                dt.date.fromisoformat(start),
                weekday,
                int(amount),
                UNITS[unit],
                *read_changes(changes),
                end,
                due_weekday,
                provisional == "暂定",
                why,
            )
        )
    return cases


CASES = read_table()


def test_the_table_has_not_lost_lines() -> None:
    assert len(CASES) == 42


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.start} {case.amount} {case.unit} {case.why}")
def test_the_weekdays_in_the_table_are_spelt_right(case: Case) -> None:
    assert case.start_weekday == WEEKDAYS_ZH[case.start.weekday()]
    assert case.due_weekday == ("—" if case.due is None else WEEKDAYS_ZH[case.due.weekday()])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.start} {case.amount} {case.unit} {case.why}")
def test_each_line_of_the_table_holds(case: Case) -> None:
    due = effective_due(case.start, case.amount, case.unit, case.pauses, case.extensions)
    assert (due.date, due.provisional) == (case.due, case.provisional)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not case.pauses and not case.extensions],
    ids=lambda case: f"{case.start} {case.why}",
)
def test_the_calendar_alone_gives_the_same_date(case: Case) -> None:
    reckoned = builtin_calendar().add(case.start, case.amount, case.unit)
    assert (reckoned.date, reckoned.provisional) == (case.due, case.provisional)
