"""Files, labels and figures of cases follow the policies and the counts of the room."""

from pathlib import Path

from django.conf import LazySettings

from lianxin.core.clock import today
from lianxin.people import roles
from lianxin.records import access, attachments
from lianxin.reports import registry
from lianxin.reports.registry import Figure, Period
from tests.cases.factories import Town
from tests.cases.walk import start
from tests.people.factories import actor_with


def figures(town: Town) -> dict[str, Figure]:
    """This year's figures of the room by code."""
    period = Period(today().replace(month=1, day=1), today().replace(month=12, day=31))
    return {one.code: one.compute(period, town.row) for one in registry.known()}


def test_figures_count_what_happened(town: Town) -> None:
    start(town).transferred().assigned()
    start(town).transferred().assigned().accepted().contacted().drafted().signed().told().asked().judged()
    found = figures(town)
    assert found["received"] == Figure(2, None, 2)
    assert found["contact"] == Figure(1, 2, 2)
    assert found["confirmed"] == Figure(1, 1, 1)
    assert found["returned"] == Figure(0, 2, 2)
    assert found["on_time"].numerator <= (found["on_time"].denominator or 0)


def test_files_and_names_of_a_case_are_for_whoever_may_open_it(
    town: Town, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = start(town).case
    office, stranger = actor_with(roles.CONGRESS_OFFICE), actor_with(roles.VOLUNTEER)
    row = attachments.store(b"%PDF-1.7\n" + b"0" * 50, "a.pdf", "case", case.pk, office)
    assert access.may_read_file(office, row)
    assert not access.may_read_file(stranger, row)
    pairs = [("case", case.pk), ("opinion", case.opinions.get().pk)]
    labels = access.describe(office, pairs)
    assert labels[pairs[0]].title.startswith(case.number)
    assert set(labels) == set(pairs)
    assert access.describe(stranger, pairs) == {}
