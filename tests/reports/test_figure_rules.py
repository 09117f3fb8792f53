"""Medians, percentiles and classes against a plain oracle, and tables a clerk can check by hand."""

import datetime as dt
import itertools
import math
import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.reports.figures import rules

DAYS = st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=200)

#: Days that matters took → median, P90: a clerk can count along.
TABLE = [
    ([3], 3, 3),
    ([1, 3], 2, 3),
    ([1, 2, 3], 2, 3),
    ([0, 0, 0, 0, 0, 0, 0, 0, 0, 30], 0, 0),
    ([0, 0, 0, 0, 0, 0, 0, 0, 20, 30], 0, 20),
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, 9),
    ([5, 5, 5, 5], 5, 5),
]


@pytest.mark.parametrize(("days", "middle", "nine_of_ten"), TABLE)
def test_median_and_p90_as_a_clerk_counts_them(days: list[int], middle: float, nine_of_ten: int) -> None:
    counts = Counter(days)
    assert (rules.median(counts), rules.percentile(counts, 90)) == (middle, nine_of_ten)


def test_of_nothing_there_is_no_middle() -> None:
    assert (rules.median({}), rules.percentile({}, 90), rules.classes({})) == (None, None, [])


@given(DAYS)
def test_the_median_is_the_one_of_the_statistics_books(days: list[int]) -> None:
    assert rules.median(Counter(days)) == statistics.median(days)


@given(DAYS, st.integers(min_value=1, max_value=100))
def test_a_percentile_is_the_nearest_rank_of_the_sorted_list(days: list[int], percent: int) -> None:
    assert rules.percentile(Counter(days), percent) == sorted(days)[math.ceil(percent / 100 * len(days) - 1e-9) - 1]


@pytest.mark.parametrize("percent", [0, 101, -1])
def test_a_percentile_outside_one_to_a_hundred_is_refused(percent: int) -> None:
    with pytest.raises(ValueError, match="percent"):
        rules.percentile({1: 1}, percent)


@given(DAYS)
def test_classes_leave_nobody_out_and_count_nobody_twice(days: list[int]) -> None:
    found = rules.classes(Counter(days))
    assert sum(n for _low, _high, n in found) == len(days)
    assert found[-1][2] > 0


@given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2090, 12, 31)), st.integers(1, 36))
def test_months_are_first_days_one_after_the_other(last: dt.date, many: int) -> None:
    found = rules.months(last, many)
    assert len(found) == many
    assert found[-1] == rules.month_of(last)
    for before, after in itertools.pairwise(found):
        assert rules.month_of(before + dt.timedelta(days=31)) == after
