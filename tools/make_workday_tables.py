"""Write the year tables and lunar dates of ``lianxin.core.workdays`` from the packages ``chinesecalendar`` and.

``holidays``.

Run by hand when a year is published: ``python tools/make_workday_tables.py``. Neither package is needed at run time.
"""

import datetime as dt
import json
import sys
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import constants
from holidays.calendars.chinese import _ChineseLunisolar

FOLDER = Path(__file__).resolve().parent.parent / "src" / "lianxin" / "core" / "workdays" / "tables"
FIRST_LUNAR, LAST_LUNAR = 1901, 2099


def chinese_name(english: str) -> str:
    """Return the Chinese name of a holiday as the package knows it."""
    return str(constants.Holiday(english).chinese)


def year_table(year: int) -> dict[str, object]:
    """Return one year: the days off of the State Council's notice and the weekend days worked in exchange."""
    rest = {day.isoformat(): chinese_name(name) for day, name in sorted(constants.holidays.items()) if day.year == year}
    work = {day.isoformat(): chinese_name(name) for day, name in sorted(constants.workdays.items()) if day.year == year}
    return {
        "year": year,
        "confirmed": True,
        "source": f"国务院办公厅当年节假日安排通知；数据取自 chinesecalendar {version('chinesecalendar')}（MIT 许可）",
        "rest": rest,
        "work": work,
    }


def lunar_dates() -> dict[str, list[str]]:
    """Return 春节, 端午 and 中秋 of every year as ``MM-DD``."""
    lunar = _ChineseLunisolar
    kinds = (lunar.LUNAR_NEW_YEAR_DATES, lunar.DRAGON_BOAT_DATES, lunar.MID_AUTUMN_DATES)
    return {
        str(year): ["{:02d}-{:02d}".format(*kind[year]) for kind in kinds]
        for year in range(FIRST_LUNAR, LAST_LUNAR + 1)
    }


def write(path: Path, content: str) -> None:
    """Write a file and say so."""
    path.write_text(content, encoding="utf-8")
    sys.stdout.write(f"{path.name}\n")


def main() -> None:
    """Write all files."""
    years = sorted({day.year for day in constants.holidays if isinstance(day, dt.date)})
    for year in years:
        write(FOLDER / f"{year}.json", json.dumps(year_table(year), ensure_ascii=False, indent=1) + "\n")
    rows = ",\n".join(f' "{year}": {json.dumps(dates)}' for year, dates in lunar_dates().items())
    write(FOLDER / "lunar.json", "{\n" + rows + "\n}\n")


if __name__ == "__main__":
    main()
