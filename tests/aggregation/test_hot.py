"""Hot issues: people and not messages are counted, every part is shown, files hold no personal data."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lianxin.aggregation import upkeep
from lianxin.aggregation.actions import Answer, DecideLikeness
from lianxin.aggregation.actions.heating import CountHeat
from lianxin.aggregation.models import IssueHeat, Likeness
from lianxin.cases.issues.actions import MarkRepeat
from lianxin.cases.models import IssueCase
from lianxin.journal.actors import SYSTEM
from lianxin.people import roles
from tests.aggregation.test_deciding import LIFT, LIFT_AGAIN, PHONE
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, Walk, start
from tests.conftest import FrozenClock


@pytest.fixture
def office(town: Town) -> Client:
    """The office's browser."""
    return signed_in(roles.CONGRESS_OFFICE)


def three(town: Town) -> tuple[Walk, Walk, Walk]:
    """Three voices of one issue, the last of the same person as the second; a formula and a number in the words."""
    walks = (
        start(town, words=f'=HYPERLINK("x") {LIFT}，电话{PHONE}', occasion="六月联系日"),
        start(town, words=LIFT_AGAIN, place_id=town.second.pk),
        start(town, words=LIFT_AGAIN + "，再说一遍"),
    )
    walks[0].leads(walks[1], walks[2], across_reason="同一家维保")
    member = IssueCase.objects.get(case=walks[2].case)
    MarkRepeat(actor=town.office, member_id=member.pk, earlier_id=walks[1].opinion.pk).execute()
    return walks


def table(answer: object) -> list[list[object]]:
    """The rows of a streamed workbook."""
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]  # type: ignore[union-attr]


def test_people_are_counted_and_repeats_stand_apart(town: Town, office: Client) -> None:
    three(town)
    (row,) = office.get(reverse("aggregation:hot")).context["rows"]
    assert (row.heat.people, row.heat.messages, row.heat.repeats, row.heat.places) == (2, 3, 1, 2)
    assert set(row.places) == {"青枫", "柳堰"}
    only = {"round": "六月联系日", "place": str(town.first.pk)}
    (row,) = office.get(reverse("aggregation:hot"), only).context["rows"]
    assert row.heat.messages == 1
    assert office.get(reverse("aggregation:hot"), {"until": "2026-01-31"}).context["rows"] == []


def test_both_tables_are_masked_and_no_cell_is_a_formula(town: Town, office: Client) -> None:
    three(town)
    for kind in ("hot", "voices"):
        rows = table(office.get(reverse("aggregation:hot"), {"format": kind}))
        cells = [str(cell) for row in rows for cell in row if cell is not None]
        assert len(rows) >= 2
        assert not any(PHONE in cell for cell in cells)
        assert not any(cell.startswith("=") for cell in cells)


def test_the_issues_page_shows_the_parts_and_a_later_day_what_has_risen(
    town: Town, office: Client, clock: FrozenClock
) -> None:
    walks = three(town)
    CountHeat(actor=SYSTEM).execute()
    CountHeat(actor=SYSTEM).execute()
    kept = IssueHeat.objects.get()
    assert (kept.people, kept.repeats) == (2, 1)
    page = text_of(office.get(reverse("cases:desk_issue", args=[kept.issue.number])))
    assert "2 人，3 件" in page
    assert PHONE not in page.partition("声音和热度")[2]
    clock.advance(days=7)
    walks[0].leads(start(town, words="电梯还是停"))
    (row,) = signed_in(roles.CONGRESS_OFFICE).get(reverse("aggregation:hot")).context["rows"]
    assert row.rise is not None
    assert row.rise > 0


def test_what_was_answered_and_came_back_is_listed(town: Town, office: Client, clock: FrozenClock) -> None:
    start(town, words=LIFT).transferred().assigned().accepted().to_reply()
    clock.advance(days=3)
    after = start(town, words=LIFT_AGAIN)
    upkeep.read_new()
    upkeep.compare_new()
    DecideLikeness(actor=town.office, likeness_id=Likeness.objects.get().pk, answer=Answer.SAME).execute()
    assert after.case.number in text_of(office.get(reverse("aggregation:came_back")))
