"""Leave: granted by the chair, entered by the office, seen wherever deputies are chosen, never with its reason."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.deputies.endings import endings
from lianxin.deputies.leave.actions import GrantLeave, TakeLeaveBack
from lianxin.deputies.leave.selectors import coming_leaves, coming_words, who_is_away
from lianxin.deputies.models import Deputy, EndReason, Handover, Leave
from lianxin.home.forms import deputies as to_ask
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.deputies.factories import make_constituency, make_deputy
from tests.people.factories import actor_with, make_person, sign_in

DAY = dt.timedelta(days=1)


def grant(deputy: Deputy, first: dt.date, last: dt.date, role: str = roles.CONGRESS_OFFICE) -> Leave:
    """A leave."""
    return GrantLeave(
        actor=actor_with(role), deputy=deputy, starts_on=first, ends_on=last, reason="出国探亲", granted_by="人大主席",
        granted_on=today(),
    ).execute()  # fmt: skip


def test_a_deputy_is_away_from_the_first_to_the_last_day_of_a_leave(town: Town) -> None:
    deputy, first, last = make_deputy(), today() + 3 * DAY, today() + 5 * DAY
    grant(deputy, first, last)
    away = {day: who_is_away(day) for day in (first - DAY, first, last, last + DAY)}
    assert away == {first - DAY: {}, first: {deputy.pk: last}, last: {deputy.pk: last}, last + DAY: {}}


def test_a_leave_stands_behind_the_name_where_deputies_are_asked_and_says_no_reason(town: Town) -> None:
    grant(make_deputy("T01"), today(), today() + DAY)
    make_deputy("T02")
    away, here = (label for _pk, label in to_ask())
    assert "请假" in away
    assert "出国" not in away
    assert here == "代表T02"
    assert coming_words(()) == ""


def test_a_leave_taken_back_keeps_its_row_and_nobody_is_away(town: Town) -> None:
    leave = grant(make_deputy(), today(), today() + DAY)
    TakeLeaveBack(actor=actor_with(roles.CONGRESS_OFFICE), leave=leave, because="提前回来").execute()
    assert who_is_away(today()) == {}
    assert coming_leaves() == {}
    assert Leave.objects.count() == 1
    with pytest.raises(WrongState):
        TakeLeaveBack(actor=actor_with(roles.CONGRESS_OFFICE), leave=leave, because="再来").execute()


def test_two_leaves_over_the_same_days_are_refused_and_the_reason_stays_out_of_the_log(town: Town) -> None:
    deputy = make_deputy()
    grant(deputy, today(), today() + 2 * DAY)
    with pytest.raises(Invalid) as refused:
        grant(deputy, today() + DAY, today() + 4 * DAY)
    assert refused.value.problems[0].field == "starts_on"
    with pytest.raises(Invalid):
        grant(deputy, today() + 9 * DAY, today() + 8 * DAY)
    with pytest.raises(NotAllowed):
        grant(deputy, today() + 9 * DAY, today() + 9 * DAY, roles.GOVERNMENT_DESK)
    assert "出国" not in str(list(LogEntry.objects.values_list("data", flat=True)))


def test_every_reason_for_an_end_has_a_row_of_law_and_what_nobody_compared_says_so() -> None:
    assert set(endings()) == set(EndReason.values)
    assert {code for code, one in endings().items() if one.status != "待核"} == {"absent"}


def test_an_end_without_a_law_of_its_own_says_by_what_it_ended_and_leads_to_who_takes_over(
    client: Client, town: Town
) -> None:
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    deputy = make_deputy(constituency=make_constituency())
    mandate = deputy.mandates.get()
    page = reverse("deputies:end_mandate", args=[mandate.pk])
    typed = {"ends_on": today().isoformat(), "reason": "other"}
    assert client.post(page, typed).status_code == 422
    answer = client.post(page, {**typed, "note": "镇人大公告第3号"})
    handover = Handover.objects.get()
    assert answer["Location"] == reverse("deputies:handover", args=[handover.pk])
    assert "镇人大公告第3号" in client.get(reverse("deputies:deputy", args=[deputy.pk])).content.decode()


def test_a_leave_is_entered_and_taken_back_on_the_deputys_page(client: Client, town: Town) -> None:
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    deputy = make_deputy()
    day = today().isoformat()
    typed = {"starts_on": day, "ends_on": day, "reason": "开会", "granted_by": "主席", "granted_on": day}
    assert client.post(reverse("deputies:leave", args=[deputy.pk]), typed).status_code == 302
    page = reverse("deputies:deputy", args=[deputy.pk])
    assert "销假" in client.get(page).content.decode()
    leave = Leave.objects.get()
    assert client.post(reverse("deputies:leave_back", args=[leave.pk]), {"because": "会议取消"}).status_code == 302
    assert "会议取消" in client.get(page).content.decode()
