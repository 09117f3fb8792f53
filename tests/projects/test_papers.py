"""The chain's papers say what the pages say; the draft of a rule is rehearsed before the meeting and stored nowhere."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.db.models import Town as TownRow
from lianxin.people import roles
from lianxin.projects.models import Season, Vote
from tests.cases.factories import Town, make_case
from tests.people.factories import make_person, sign_in
from tests.projects import course


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    """The congress office at its desk."""
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


def test_every_paper_of_a_year_and_of_its_vote_is_filled_from_the_records(town: Town, office: Client) -> None:
    season = course.make_season()
    lift, park = course.make_candidates(season, town.office_unit, "加装电梯", "口袋公园")
    course.merged(course.make_idea(season, make_case(town).case, "电话13812345678，想装电梯"), lift)
    vote = course.make_vote(season, 1, 2)
    course.counted(vote, {1: 40, 2: 9})
    lift.refresh_from_db()
    course.watched(course.planned(lift), town.deputy)
    course.finished(lift)

    def paper(name: str, pk: int, code: str = "", **more: str) -> str:
        words = [pk, code] if code else [pk]
        answer = office.get(reverse(f"projects:{name}", args=words), more)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "扫一扫，提一条" in paper("season_paper", season.pk, "call")
    ideas = paper("season_paper", season.pk, "ideas")
    assert "并入加装电梯（已测评）" in ideas
    assert "13812345678" not in ideas
    assert "线索 1 条，其中居民 1 条" in paper("season_paper", season.pk, "candidates")
    assert "开工（40%" in paper("season_paper", season.pk, "tasks")
    assert "浇筑基础" in paper("season_paper", season.pk, "monthly")
    assert "镇人大三次会议无记名测评" in paper("season_paper", season.pk, "grades")
    assert "围挡没有夜灯" in paper("visits_paper", lift.pk)
    assert "画“正”" in paper("vote_paper", vote.pk, "count")
    assert "票决确定1个项目" in paper("vote_paper", vote.pk, "announcement")
    assert "第一条" in paper("vote_paper", vote.pk, "rule")
    judged = Vote.objects.get(purpose="evaluate")
    assert "测评了下列项目" in paper("vote_paper", judged.pk, "announcement")
    book = office.get(reverse("projects:season_paper", args=[season.pk, "tasks"]), {"format": "xlsx"})
    assert b"".join(book.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    still_open = Vote.objects.create(season=season, meeting="会", held_on=vote.held_on, rule=vote.rule, in_office=60)
    assert office.get(reverse("projects:vote_paper", args=[still_open.pk, "announcement"])).status_code == 404
    assert str(park.pk) not in ideas


def test_a_draft_is_rehearsed_before_the_meeting_and_nothing_is_stored(town: Town, office: Client) -> None:
    season = course.make_season()
    address = reverse("projects:draft", args=[season.pk])
    assert "什么都不保存" in office.get(address).content.decode()
    typed = {
        "in_office": 120, "present": 80, "candidates": 15, "seats": 10, "preset": "mark_up_to_k", "base": "in_office",
        "blank": "abstain", "tie": "revote_among_tied", "shortage": "revote_remaining", "publish": "totals_per_project",
    }  # fmt: skip
    page = office.get(address, typed).content.decode()
    assert "选不足 10 个的可能约为" in page
    assert "第一条" not in page.split("草案）")[0]
    assert "应选数" in office.get(address, {**typed, "seats": 16}).content.decode()
    assert not Vote.objects.exists()
    assert Season.objects.count() == 1
