"""Hot issues are internal until a recorded decision; then only rows in which nobody can be recognised are shown."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lianxin.aggregation import rules
from lianxin.aggregation.actions.publishing import PublicRow, PublishHot
from lianxin.aggregation.models import HotNotice
from lianxin.core.clock import today
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.aggregation.test_deciding import LIFT, PHONE
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, Walk, start


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(1, 12)))
def test_a_neighbourhood_with_few_speakers_is_never_named(people: dict[str, int]) -> None:
    named, others = rules.public_places(people)
    assert {name for name, n in people.items() if n >= rules.FEWEST} == set(named)
    assert len(named) + others == len(people)
    assert [people[name] for name in named] == sorted((people[name] for name in named), reverse=True)


def issue_of(town: Town, size: int, words: str) -> Walk:
    """An issue in which so many people speak, the last of them in the second neighbourhood."""
    lead, *rest = [
        start(town, words=f"{words}，第{at}户，电话{PHONE}", **({"place_id": town.second.pk} if at == size - 1 else {}))
        for at in range(size)
    ]
    lead.leads(*rest, across_reason="同一家维保")
    return lead


@pytest.fixture
def office(town: Town) -> Client:
    """The office's browser, with one issue of six people and one of two."""
    issue_of(town, 6, LIFT)
    issue_of(town, 2, "香樟树挡住窗户")
    return signed_in(roles.CONGRESS_OFFICE)


def test_a_decision_makes_public_what_a_preview_showed_and_a_reason_takes_it_back(town: Town, office: Client) -> None:
    address, everybody = reverse("aggregation:publish"), Client()
    page = office.get(address)
    (line,) = page.context["lines"]
    number = line["row"].issue
    row = line["row"]
    assert (row.people, row.places, row.others, page.context["kept_back"]) == (6, ("青枫",), 1, 1)
    typed = {
        "pick": number, f"name-{number}": "高层电梯常停", "title": "居民反映较多的问题",
        "decided_by": "镇人大主席团会议",
        "decided_on": "2026-11-24", "reference": "主席团纪要〔2026〕9号",
    }  # fmt: skip
    assert office.post(address, {**typed, "reference": ""}).status_code == 422
    refused = office.post(address, {**typed, f"name-{number}": f"打{PHONE}", "confirm": "1"})
    assert (refused.status_code, HotNotice.objects.count()) == (422, 0)
    preview = office.post(address, typed)
    assert "居民会看到" in text_of(preview)
    assert HotNotice.objects.count() == 0
    assert "高层电梯常停" not in text_of(everybody.get(reverse("aggregation:public_hot")))
    assert office.post(address, {**typed, "confirm": "1"}).status_code == 302
    notice = HotNotice.objects.get()
    assert (notice.reference, notice.kept_back, notice.published_by_label != "") == ("主席团纪要〔2026〕9号", 1, True)
    shown = text_of(everybody.get(reverse("aggregation:public_hot")))
    for words in ("高层电梯常停", "6 人反映", "青枫", "镇人大主席团会议"):
        assert words in shown
    for words in ("柳堰", PHONE, number, "老人上不去", "第1户"):
        assert words not in shown
    entry = LogEntry.objects.get(verb="hot.published")
    assert "主席团纪要" in json.dumps(entry.data, ensure_ascii=False)
    back = reverse("aggregation:withdraw_hot", args=[notice.pk])
    assert office.post(back, {"reason": ""}).status_code == 422
    form = office.get(back)
    office.post(back, {"reason": "数字有误", "once": form.context["form"]["once"].value()})
    assert "高层电梯常停" not in text_of(everybody.get(reverse("aggregation:public_hot")))
    assert "数字有误" in text_of(office.get(reverse("aggregation:published")))


def test_too_few_people_a_day_to_come_and_somebody_else_are_refused(town: Town) -> None:
    row = PublicRow("x", "高层电梯常停", rules.FEWEST)
    typed = {"title": "题", "since": today(), "until": today(), "decided_by": "会议", "reference": "1号"}
    few = PublicRow("x", "高层电梯常停", rules.FEWEST - 1)
    with pytest.raises(Invalid) as problem:
        PublishHot(actor=town.office, rows=[few], decided_on=today().replace(year=2027), **typed).execute()
    assert {one.field for one in problem.value.problems} == {"rows", "decided_on"}
    for actor in (town.desk, town.leader, town.secretary):
        with pytest.raises(NotAllowed):
            PublishHot(actor=actor, rows=[row], decided_on=today(), **typed).execute()


def test_the_table_is_a_paper_of_the_house_without_numbers_of_people(town: Town, office: Client) -> None:
    page = text_of(office.get(reverse("aggregation:hot_paper")))
    assert "热点问题表" in page
    assert "未经决定不公开" in page
    assert PHONE not in page
    answer = office.get(reverse("aggregation:hot_paper"), {"format": "xlsx"})
    assert answer.status_code == 200
