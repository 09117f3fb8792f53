"""``deadline``: when does a period end, and why. Needs no data folder and no Django.

``deadline 2025-01-24 7`` prints the date on the first line and the reason in Chinese after it. ``deadline --batch``
reads lines ``YYYY-MM-DD N`` from standard input and prints one date per line; a malformed line prints ``error`` (so
that lines keep matching), says why on standard error, and makes the exit code 2. ``provisional`` after a date: a year
in the count has no confirmed table.
"""

import argparse
import datetime as dt
import re
import sys
from pathlib import Path

from lianxin.core.workdays import Reckoning, TableError, Unit, WorkCalendar, YearTable, builtin_calendar

HELP = "计算到期日并说明理由（工作日、自然日、月）"
NEEDS_DJANGO = False
LARGEST = 36_500
"""Longest period taken, in any unit: a century of days."""

_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})[ \t]+(\d{1,9})", re.ASCII)
_UNITS = {"workdays": Unit.WORKING_DAYS, "days": Unit.CALENDAR_DAYS, "months": Unit.MONTHS}
_USAGE = 2


class DeadlineInputError(ValueError):
    """What was typed cannot be counted; the text says why, in Chinese."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("start", nargs="?", metavar="日期", help="收到日（第0日），如 2025-01-24")
    parser.add_argument("amount", nargs="?", metavar="天数", help="期限，1 以上的整数")
    parser.add_argument("--batch", action="store_true", help="从标准输入逐行读“日期 天数”，逐行输出到期日")
    parser.add_argument(
        "--unit", choices=sorted(_UNITS), default="workdays", help="单位：工作日、自然日、月（默认工作日）"
    )
    parser.add_argument("--months", action="store_const", const="months", dest="unit", help="同 --unit months")
    parser.add_argument("--no-roll", action="store_true", help="自然日和月：到期日遇休息日不顺延")
    parser.add_argument(
        "--table", action="append", default=[], metavar="文件", help="另用的年历表（.json 或 .csv），可重复"
    )


def parse(written: str, unit: Unit) -> tuple[dt.date, int]:
    """Return the start and amount written as ``YYYY-MM-DD N``; DeadlineInputError when they are not that."""
    found = _LINE.fullmatch(written.strip("\ufeff \t\r\n"))
    if found is None:
        raise DeadlineInputError("应写成“年-月-日 数字”，例如 2025-01-24 7")
    try:
        start = dt.date.fromisoformat(found[1])
    except ValueError:
        raise DeadlineInputError(f"没有 {found[1]} 这一天") from None
    amount = int(found[2])
    if not 1 <= amount <= LARGEST:
        raise DeadlineInputError(f"期限应在 1 至 {LARGEST}{unit.zh}之间")
    return start, amount


def reckon(calendar: WorkCalendar, written: str, unit: Unit, *, roll: bool) -> Reckoning:
    """Count the period written in a line; DeadlineInputError when it is malformed or leaves the calendar."""
    start, amount = parse(written, unit)
    try:
        return calendar.add(start, amount, unit, roll)
    except (OverflowError, ValueError):
        raise DeadlineInputError("超出日历范围（公元 9999 年）") from None


def quick(calendar: WorkCalendar, written: str, unit: Unit, *, roll: bool) -> str:
    """Return the output of one batch line; DeadlineInputError as in ``reckon``."""
    if unit is not Unit.WORKING_DAYS:
        reckoned = reckon(calendar, written, unit, roll=roll)
        return output(reckoned.date, reckoned.provisional)
    try:
        return output(*calendar.due_date(*parse(written, unit)))
    except OverflowError:
        raise DeadlineInputError("超出日历范围（公元 9999 年）") from None


def output(date: dt.date, provisional: bool) -> str:
    """Return a date as printed, with the word ``provisional`` where it applies."""
    return f"{date.isoformat()} provisional" if provisional else date.isoformat()


def load_calendar(paths: list[str]) -> WorkCalendar:
    """Return the built-in calendar with the tables of these files laid over it; DeadlineInputError naming the file."""
    tables: list[YearTable] = []
    for path in paths:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
            tables.append(YearTable.from_csv(text) if path.lower().endswith(".csv") else YearTable.from_json(text))
        except (OSError, UnicodeDecodeError) as error:
            raise DeadlineInputError(f"读不了年历表 {path}：{error}") from error
        except TableError as error:
            raise DeadlineInputError(f"年历表 {path} 有误：\n{error}") from error
    return builtin_calendar().with_tables(tables) if tables else builtin_calendar()


def run_batch(calendar: WorkCalendar, unit: Unit, *, roll: bool) -> int:
    """Answer standard input line by line; an empty line gives an empty line. Returns 2 if any line was malformed."""
    code = 0
    for number, line in enumerate(sys.stdin, start=1):
        answer = ""
        if line.strip():
            try:
                answer = quick(calendar, line, unit, roll=roll)
            except DeadlineInputError as error:
                answer, code = "error", _USAGE
                sys.stderr.write(f"第{number}行：{error}\n")
        sys.stdout.write(answer + "\n")
    return code


def run(options: argparse.Namespace) -> int:
    """Answer one question or a batch; returns 0, or 2 when something was malformed."""
    unit = _UNITS[options.unit]
    try:
        calendar = load_calendar(options.table)
        if options.batch:
            return run_batch(calendar, unit, roll=not options.no_roll)
        written = f"{options.start or ''} {options.amount or ''}"
        reckoned = reckon(calendar, written, unit, roll=not options.no_roll)
    except DeadlineInputError as error:
        sys.stderr.write(f"{error}\n")
        return _USAGE
    sys.stdout.write(f"{output(reckoned.date, reckoned.provisional)}\n{reckoned.explain_zh()}\n")
    return 0
