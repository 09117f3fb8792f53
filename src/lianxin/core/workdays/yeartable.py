"""The table of one year: days off and weekend days worked in exchange, read from and written to JSON and CSV.

A town edits the CSV in a spreadsheet: columns 日期, 类型 (休 or 班), 名称. Everything wrong is reported at once,
in Chinese, with its row.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lianxin.core.workdays.days import date_zh, is_weekend
from lianxin.core.workdays.statute import statutory_days, statutory_rest

FIRST_YEAR, LAST_YEAR = 1949, 2199
REST, WORK = "休", "班"
HEADERS = ("日期", "类型", "名称")
_REST_WORDS = frozenset({"休", "休息", "放假", "假", "假日", "节假日", "rest"})
_WORK_WORDS = frozenset({"班", "上班", "补班", "调休上班", "工作", "工作日", "work"})
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)


@dataclass(frozen=True)
class TableProblem:
    """One thing that is wrong: its row in the file (0 for the whole table), a code, and a sentence."""

    row: int
    code: str
    message: str


class TableError(ValueError):
    """A year table that cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[TableProblem]) -> None:
        """Keep the problems; the text of the error is their sentences, one a line."""
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


@dataclass(frozen=True)
class YearTable:
    """Days off (``rest``) and weekend days worked (``work``) of one year, each with the name of its festival.

    Weekends need not be listed. ``confirmed`` is True when the table follows a published notice; dates counted through
    an unconfirmed table are provisional. TableError when the table contradicts itself or the calendar.
    """

    year: int
    rest: Mapping[dt.date, str] = field(default_factory=dict)
    work: Mapping[dt.date, str] = field(default_factory=dict)
    confirmed: bool = True
    source: str = ""

    def __post_init__(self) -> None:
        """Freeze the mappings in date order and refuse a table that cannot be right."""
        problems = [*_year_problems(self.year), *_day_problems(self.year, self.rest, self.work)]
        if problems:
            raise TableError(problems)
        object.__setattr__(self, "rest", MappingProxyType(dict(sorted(self.rest.items()))))
        object.__setattr__(self, "work", MappingProxyType(dict(sorted(self.work.items()))))

    @classmethod
    def statutory(cls, year: int) -> "YearTable":
        """Return the unconfirmed table that the statute alone gives for a year; any year, never an error."""
        table = cls.__new__(cls)
        values = {
            "year": year,
            "rest": MappingProxyType(statutory_rest(year)),
            "work": MappingProxyType({}),
            "confirmed": False,
            "source": "按《全国年节及纪念日放假办法》推算，调休待公布",
        }
        for name, value in values.items():
            object.__setattr__(table, name, value)
        return table

    def missing_statutory(self) -> list[tuple[dt.date, str]]:
        """Return the statutory days this table does not give as days off.

        A warning to show before a table is confirmed.
        """
        return [
            (day, name)
            for name, days in statutory_days(self.year).items()
            for day in days
            if day in self.work or (day not in self.rest and not is_weekend(day))
        ]

    def to_json(self) -> str:
        """Return the table as JSON text with ISO dates."""
        plain = {
            "year": self.year,
            "confirmed": self.confirmed,
            "source": self.source,
            "rest": {day.isoformat(): name for day, name in self.rest.items()},
            "work": {day.isoformat(): name for day, name in self.work.items()},
        }
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "YearTable":
        """Read a table from JSON text; TableError when it is no such JSON or the table is wrong."""
        try:
            plain = json.loads(text)
            rest, work = (_iso_days(plain[part]) for part in ("rest", "work"))
            year, confirmed, source = plain["year"], plain.get("confirmed", False), plain.get("source", "")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TableError(
                [TableProblem(0, "not_json", "这不是年历表的 JSON 文件，缺少 year、rest、work 或日期写法不对。")]
            ) from None
        if not isinstance(year, int) or isinstance(year, bool):
            raise TableError([TableProblem(0, "bad_year", "年份应是四位数字。")])
        return cls(year, rest, work, confirmed is True, str(source))

    def to_csv(self) -> str:
        """Return the table as CSV text with the columns 日期, 类型, 名称."""
        rows = [(day, REST, name) for day, name in self.rest.items()] + [
            (day, WORK, name) for day, name in self.work.items()
        ]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADERS)
        writer.writerows((day.isoformat(), kind, name) for day, kind, name in sorted(rows))
        return out.getvalue()

    @classmethod
    def from_csv(cls, text: str, *, confirmed: bool = True, source: str = "") -> "YearTable":
        """Read a table from CSV text; the year is that of its dates. TableError names every wrong row."""
        rest: dict[dt.date, str] = {}
        work: dict[dt.date, str] = {}
        problems: list[TableProblem] = []
        for number, cells in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"))), start=1):
            if not any(cell.strip() for cell in cells) or (number == 1 and cells[0].strip() == HEADERS[0]):
                continue
            problems += _read_row(number, cells, rest, work)
        years = {day.year for day in (*rest, *work)}
        if not problems and len(years) != 1:
            problems.append(_years_problem(years))
        if problems:
            raise TableError(problems)
        return cls(years.pop(), rest, work, confirmed, source)


def _iso_days(plain: Mapping[str, str]) -> dict[dt.date, str]:
    """Turn ISO dates into dates; ValueError or AttributeError when the form is wrong."""
    return {dt.date.fromisoformat(written): str(name) for written, name in plain.items()}


def _years_problem(years: set[int]) -> TableProblem:
    """Say that a file holds no date, or dates of several years."""
    if not years:
        return TableProblem(0, "empty", "表里没有任何日期。")
    listed = "、".join(str(year) for year in sorted(years))
    return TableProblem(0, "several_years", f"一张表只能是一个年份，现在有：{listed}。")


def _parse_date(written: str) -> dt.date | None:
    """Return the date written in a cell (2025-01-05, 2025/1/5, 2025年1月5日, 20250105), or None."""
    found = _DATE.fullmatch(written.strip())
    if found is None:
        return None
    year, month, day = (int(group) for group in found.groups() if group is not None)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _read_row(number: int, cells: list[str], rest: dict[dt.date, str], work: dict[dt.date, str]) -> list[TableProblem]:
    """Take one CSV row into ``rest`` or ``work``; return what is wrong with it."""
    written, kind, name = (*(cell.strip() for cell in cells), "", "", "")[:3]
    day = _parse_date(written)
    if day is None:
        return [TableProblem(number, "bad_date", f"第{number}行：日期“{written}”看不懂，请写成 2025-01-05。")]
    if day in rest or day in work:
        return [TableProblem(number, "twice", f"第{number}行：{date_zh(day)}重复出现。")]
    if kind.lower() in _REST_WORDS:
        rest[day] = name
    elif kind.lower() in _WORK_WORDS:
        work[day] = name
    else:
        return [TableProblem(number, "bad_kind", f"第{number}行：类型“{kind}”应是“{REST}”或“{WORK}”。")]
    return []


def _year_problems(year: int) -> list[TableProblem]:
    """Refuse a year outside 1949-2199."""
    if FIRST_YEAR <= year <= LAST_YEAR:
        return []
    return [TableProblem(0, "bad_year", f"年份{year}不在{FIRST_YEAR}至{LAST_YEAR}之间。")]


def _day_problems(year: int, rest: Mapping[dt.date, str], work: Mapping[dt.date, str]) -> Iterable[TableProblem]:
    """Refuse days of another year, days in both lists, and ordinary weekdays listed as worked in exchange."""
    for day in sorted({*rest, *work}):
        if day.year != year:
            yield TableProblem(0, "other_year", f"{date_zh(day)}不属于{year}年。")
        if day in rest and day in work:
            yield TableProblem(0, "both", f"{date_zh(day)}既列为休息又列为上班。")
        elif day in work and not is_weekend(day):
            yield TableProblem(0, "not_weekend", f"{date_zh(day)}本来就是工作日，不必列为上班。")
