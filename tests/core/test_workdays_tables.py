"""The year tables: where they come from, how they compare with other sources, how a town edits them."""

import datetime as dt
import math

import chinese_calendar
import holidays
import pytest
from holidays.calendars.chinese import _ChineseLunisolar as Lunisolar

from lianxin.core.workdays import (
    TableError,
    WorkCalendar,
    YearTable,
    builtin_calendar,
    builtin_tables,
    known_differences,
)
from lianxin.core.workdays.days import is_weekend
from lianxin.core.workdays.statute import lunar_festivals, qingming, statutory_days, statutory_rest
from lianxin.core.workdays.yeartable import TableProblem

YEARS = range(2004, 2027)


def days_of(years: range) -> list[dt.date]:
    """Return every day of a span of years."""
    first, end = dt.date(years[0], 1, 1).toordinal(), dt.date(years[-1], 12, 31).toordinal()
    return [dt.date.fromordinal(ordinal) for ordinal in range(first, end + 1)]


def test_every_day_of_the_tables_is_as_chinesecalendar_has_it() -> None:
    calendar = builtin_calendar()
    assert [day for day in days_of(YEARS) if calendar.is_working_day(day) != chinese_calendar.is_workday(day)] == []


def test_days_on_which_holidays_differs_are_listed_as_to_be_confirmed() -> None:
    other = holidays.country_holidays("CN", years=range(2003, 2028))
    calendar = builtin_calendar()
    differing = [day for day in days_of(YEARS) if calendar.is_working_day(day) != other.is_working_day(day)]
    listed = known_differences()
    assert [entry["date"] for entry in listed] == [day.isoformat() for day in differing]
    for entry in listed:
        assert set(entry) == {"date", "table", "other", "other_source", "note", "state"}
        working = calendar.is_working_day(dt.date.fromisoformat(entry["date"]))
        assert (entry["table"], entry["other"]) == (("上班", "休息") if working else ("休息", "上班"))
        assert (entry["state"], bool(entry["note"]), bool(entry["other_source"])) == ("待确认", True, True)


def test_the_built_in_tables_are_confirmed_name_their_origin_and_miss_no_statutory_day() -> None:
    tables = builtin_tables()
    assert [table.year for table in tables] == list(YEARS)
    for table in tables:
        assert table.confirmed
        assert "chinesecalendar" in table.source
        assert table.missing_statutory() == []


COINCIDENCES = {
    # 中秋 falls within 国庆节: our estimate makes the lost day good afterwards, as the notice of 2020 did.
    dt.date(2028, 10, 5), dt.date(2031, 10, 6), dt.date(2039, 10, 7), dt.date(2058, 10, 4), dt.date(2066, 10, 7),
    dt.date(2077, 10, 6), dt.date(2085, 10, 4),
}  # fmt: skip


def test_estimated_years_agree_with_holidays_but_for_festivals_that_coincide() -> None:
    years = range(2027, 2100)
    other = holidays.country_holidays("CN", years=years)
    calendar = WorkCalendar()
    differing = {
        day for day in days_of(years) if not is_weekend(day) and calendar.is_working_day(day) == (day in other)
    }
    assert differing == COINCIDENCES
    assert not any(calendar.is_working_day(day) for day in COINCIDENCES)


def test_qingming_and_lunar_dates_agree_with_the_lunisolar_tables() -> None:
    lunisolar = Lunisolar()
    for year in range(1901, 2100):
        found = lunar_festivals(year)
        assert found is not None
        assert qingming(year) == lunisolar.qingming_date(year)[0]
        spring, dragon, autumn = found
        assert spring == lunisolar.lunar_new_year_date(year)[0]
        assert dragon == lunisolar.dragon_boat_date(year)[0]
        assert autumn == lunisolar.mid_autumn_date(year)[0]


def days_from_new_moon(day: dt.date) -> float:
    """Return how far noon in China lies from the nearest new moon (Meeus, mean moon with its two largest terms)."""
    moons = round((day.toordinal() - dt.date(2000, 1, 6).toordinal()) / 29.530588861)
    century = moons / 1236.85
    sun = math.radians(2.5534 + 29.10535670 * moons - 0.0000014 * century**2)
    moon = math.radians(201.5643 + 385.81693528 * moons + 0.0107582 * century**2)
    ephemeris = 2451550.09766 + 29.530588861 * moons + 0.00015437 * century**2
    ephemeris += -0.40720 * math.sin(moon) + 0.17241 * math.sin(sun) + 0.01608 * math.sin(2 * moon)
    noon_in_china = day.toordinal() + 1721424.5 + 0.5 - 8 / 24
    return noon_in_china - ephemeris


def test_lunar_dates_follow_the_moon_in_the_sky() -> None:
    for year in range(1901, 2100):
        found = lunar_festivals(year)
        assert found is not None
        for festival, lunar_day in zip(found, (1, 5, 15), strict=True):
            first = festival - dt.timedelta(days=lunar_day - 1)
            assert abs(days_from_new_moon(first)) < 0.6, festival


def test_statutory_days_follow_the_decree_in_force() -> None:
    def lengths(year: int) -> dict[str, int]:
        return {name: len(days) for name, days in statutory_days(year).items()}

    assert lengths(1998) == {"元旦": 1, "春节": 3, "劳动节": 1, "国庆节": 2}
    assert lengths(1999) == {"元旦": 1, "春节": 3, "劳动节": 1, "国庆节": 3}
    assert lengths(2000) == {"元旦": 1, "春节": 3, "劳动节": 3, "国庆节": 3}
    assert lengths(2007) == {"元旦": 1, "春节": 3, "劳动节": 3, "国庆节": 3}
    assert lengths(2008) == {"元旦": 1, "春节": 3, "清明": 1, "劳动节": 1, "端午": 1, "中秋": 1, "国庆节": 3}
    assert lengths(2024) == {"元旦": 1, "春节": 3, "清明": 1, "劳动节": 1, "端午": 1, "中秋": 1, "国庆节": 3}
    assert lengths(2025) == {"元旦": 1, "春节": 4, "清明": 1, "劳动节": 2, "端午": 1, "中秋": 1, "国庆节": 3}
    assert lengths(2100) == {"元旦": 1, "清明": 1, "劳动节": 2, "国庆节": 3}
    assert list(statutory_days(2025)) == ["元旦", "春节", "清明", "劳动节", "端午", "国庆节", "中秋"]
    springs = {year: statutory_days(year)["春节"][0] for year in (2007, 2008, 2013, 2014, 2024, 2025)}
    assert springs == {
        2007: dt.date(2007, 2, 18), 2008: dt.date(2008, 2, 6), 2013: dt.date(2013, 2, 9), 2014: dt.date(2014, 1, 31),
        2024: dt.date(2024, 2, 10), 2025: dt.date(2025, 1, 28),
    }  # fmt: skip


def test_a_statutory_day_on_a_weekend_is_made_good() -> None:
    rest = statutory_rest(2027)
    assert rest[dt.date(2027, 5, 1)] == "劳动节"
    assert [(day.isoformat(), name) for day, name in rest.items() if name.endswith("补假")] == [
        ("2027-02-09", "春节补假"),
        ("2027-02-10", "春节补假"),
        ("2027-05-03", "劳动节补假"),
        ("2027-05-04", "劳动节补假"),
        ("2027-10-04", "国庆节补假"),
        ("2027-10-05", "国庆节补假"),
    ]
    assert list(rest) == sorted(rest)


def test_a_day_lost_where_festivals_meet_is_made_good_after_national_day() -> None:
    assert statutory_rest(2031)[dt.date(2031, 10, 1)] == "国庆节"
    assert [day.isoformat() for day in statutory_rest(2031) if day.month == 10] == [
        "2031-10-01", "2031-10-02", "2031-10-03", "2031-10-06",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [1, 1900, 2100, 9999])
def test_no_year_is_too_far_for_an_estimate(year: int) -> None:
    table = YearTable.statutory(year)
    assert (table.year, table.confirmed, dict(table.work)) == (year, False, {})
    assert dt.date(year, 1, 1) in table.rest
    assert table.source == "按《全国年节及纪念日放假办法》推算，调休待公布"
    assert lunar_festivals(year) is None


@pytest.mark.parametrize("year", [1901, 2099])
def test_lunar_dates_reach_from_1901_to_2099(year: int) -> None:
    assert lunar_festivals(year) is not None


def small_table() -> YearTable:
    """Return a town's table with one day of each kind."""
    return YearTable(
        2027,
        {dt.date(2027, 10, 1): "国庆节", dt.date(2027, 1, 1): "元旦"},
        {dt.date(2027, 10, 9): "国庆节"},
        source="镇办录入",
    )


def test_a_table_survives_json_and_csv() -> None:
    table = small_table()
    assert YearTable.from_json(table.to_json()) == table
    assert YearTable.from_csv(table.to_csv(), source="镇办录入") == table
    assert table.to_csv() == "日期,类型,名称\n2027-01-01,休,元旦\n2027-10-01,休,国庆节\n2027-10-09,班,国庆节\n"
    assert list(table.rest) == [dt.date(2027, 1, 1), dt.date(2027, 10, 1)]


def test_a_table_is_written_for_people_and_read_without_its_source() -> None:
    assert YearTable(2027, {dt.date(2027, 1, 1): "元旦"}, {dt.date(2027, 1, 2): "x"}, source="镇办").to_json() == (
        '{\n "year": 2027,\n "confirmed": true,\n "source": "镇办",\n "rest": {\n  "2027-01-01": "元旦"\n },\n'
        ' "work": {\n  "2027-01-02": "x"\n }\n}\n'
    )
    assert YearTable.from_json('{"year": 2027, "rest": {}, "work": {}}').source == ""
    table = YearTable(2027, {}, {dt.date(2027, 1, 3): "乙", dt.date(2027, 1, 2): "甲"})
    assert list(table.work.values()) == ["甲", "乙"]


def test_a_made_good_day_is_named_after_national_day() -> None:
    assert statutory_rest(2031)[dt.date(2031, 10, 6)] == "国庆节补假"


def test_a_csv_row_may_leave_out_the_name_but_not_the_kind() -> None:
    assert dict(YearTable.from_csv("2027-01-02,WORK").work) == {dt.date(2027, 1, 2): ""}
    with pytest.raises(TableError) as refused:
        YearTable.from_csv("2027-01-02\n")
    assert str(refused.value) == "第1行：类型“”应是“休”或“班”。"


def test_an_unconfirmed_table_stays_unconfirmed_through_json() -> None:
    table = YearTable(2027, {}, {}, confirmed=False)
    assert YearTable.from_json(table.to_json()).confirmed is False
    assert YearTable.from_json('{"year": 2027, "rest": {}, "work": {}}').confirmed is False
    assert YearTable.from_json('{"year": 2027, "rest": {}, "work": {}, "confirmed": "yes"}').confirmed is False
    assert YearTable.from_csv("2027-01-01,休,元旦", confirmed=False).confirmed is False


def test_a_table_lists_the_statutory_days_it_forgets() -> None:
    missing = small_table().missing_statutory()
    assert (dt.date(2027, 1, 1), "元旦") not in missing
    assert (dt.date(2027, 6, 9), "端午") in missing
    assert (dt.date(2027, 5, 1), "劳动节") not in missing, "a weekend is off anyway"
    worked = YearTable(2027, {}, {dt.date(2027, 5, 1): "调休"})
    assert (dt.date(2027, 5, 1), "劳动节") in worked.missing_statutory()


def test_a_table_cannot_be_changed_behind_its_back() -> None:
    table = small_table()
    with pytest.raises(TypeError):
        table.rest[dt.date(2027, 1, 2)] = "x"  # type: ignore[index]


@pytest.mark.parametrize(
    ("rest", "work", "code", "message"),
    [
        ({dt.date(2026, 1, 1): ""}, {}, "other_year", "2026年1月1日（星期四）不属于2027年。"),
        ({dt.date(2027, 1, 2): ""}, {dt.date(2027, 1, 2): ""}, "both", "2027年1月2日（星期六）既列为休息又列为上班。"),
        ({}, {dt.date(2027, 1, 4): ""}, "not_weekend", "2027年1月4日（星期一）本来就是工作日，不必列为上班。"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(
    rest: dict[dt.date, str], work: dict[dt.date, str], code: str, message: str
) -> None:
    with pytest.raises(TableError) as refused:
        YearTable(2027, rest, work)
    assert [(problem.row, problem.code, problem.message) for problem in refused.value.problems] == [(0, code, message)]
    assert str(refused.value) == message


@pytest.mark.parametrize(("year", "fits"), [(1948, False), (1949, True), (2199, True), (2200, False)])
def test_a_table_is_for_a_year_from_1949_to_2199(year: int, fits: bool) -> None:
    if fits:
        assert YearTable(year).year == year
        return
    with pytest.raises(TableError) as refused:
        YearTable(year)
    assert refused.value.problems == (TableProblem(0, "bad_year", f"年份{year}不在1949至2199之间。"),)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "3", '{"year": 2027, "rest": [], "work": {}}', '{"year": 2027, "rest": {"x": ""}, "work": {}}'],
)
def test_json_of_another_kind_is_refused_in_words(text: str) -> None:
    with pytest.raises(
        TableError, match=r"这不是年历表的 JSON 文件，缺少 year、rest、work 或日期写法不对。"
    ) as refused:
        YearTable.from_json(text)
    assert (refused.value.problems[0].row, refused.value.problems[0].code) == (0, "not_json")


@pytest.mark.parametrize("year", ['"2027"', "true", "20.5"])
def test_json_with_a_strange_year_is_refused(year: str) -> None:
    with pytest.raises(TableError) as refused:
        YearTable.from_json(f'{{"year": {year}, "rest": {{}}, "work": {{}}}}')
    assert refused.value.problems == (TableProblem(0, "bad_year", "年份应是四位数字。"),)


def test_every_wrong_row_of_a_csv_is_named_at_once() -> None:
    rows = ("日期,类型,名称", "2027年1月1日,休,元旦", "2027-13-01,休,", "", "2027/1/1,放假,", "20271009,加班,国庆")
    text = "\n".join((*rows, "2027.10.9,补班,国庆", "x", ""))
    with pytest.raises(TableError) as refused:
        YearTable.from_csv(text)
    assert [(problem.row, problem.code) for problem in refused.value.problems] == [
        (3, "bad_date"), (5, "twice"), (6, "bad_kind"), (8, "bad_date"),
    ]  # fmt: skip
    assert str(refused.value).splitlines() == [
        "第3行：日期“2027-13-01”看不懂，请写成 2025-01-05。",
        "第5行：2027年1月1日（星期五）重复出现。",
        "第6行：类型“加班”应是“休”或“班”。",
        "第8行：日期“x”看不懂，请写成 2025-01-05。",
    ]


@pytest.mark.parametrize("written", ["2027-01-01", "2027/1/1", "2027.1.1", "2027年1月1日", "20270101", " 2027-1-1 "])
@pytest.mark.parametrize("kind", ["休", "休息", "放假", "假", "REST"])
def test_a_csv_may_write_dates_and_kinds_in_many_ways(written: str, kind: str) -> None:
    table = YearTable.from_csv(f"\ufeff{written},{kind}\n")
    assert (table.year, dict(table.rest), dict(table.work)) == (2027, {dt.date(2027, 1, 1): ""}, {})


def test_a_csv_of_no_year_or_two_years_is_refused() -> None:
    with pytest.raises(TableError) as empty:
        YearTable.from_csv("日期,类型,名称\n")
    assert empty.value.problems == (TableProblem(0, "empty", "表里没有任何日期。"),)
    with pytest.raises(TableError) as two:
        YearTable.from_csv("2027-01-01,休,\n2026-01-01,休,\n")
    assert two.value.problems == (TableProblem(0, "several_years", "一张表只能是一个年份，现在有：2026、2027。"),)
