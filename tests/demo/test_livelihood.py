"""The livelihood projects of the example town, played whole in the town of the profile."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from lianxin.cases.models import Case, Opinion
from lianxin.clocks.models import Clock
from lianxin.core import clock
from lianxin.core.masking import find_personal
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.demo import livelihood, livelihood_data, play
from lianxin.demo.cast import engage
from lianxin.demo.loading import FIRST_DAY, moment
from lianxin.demo.opinions import recording
from lianxin.demo.seed import PROFILE
from lianxin.journal.verify import verify_town
from lianxin.places.profiles import load_profile
from lianxin.projects import asked, selectors, watching
from lianxin.projects.models import Idea, Project, Season, Telling, Vote, Wish


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Iterator[None]:
    """Nothing is written beside the test, and time goes on after it."""
    settings.LIANXIN_DATA = tmp_path
    yield
    clock.set_fixed(None)


@pytest.fixture
def example(db: None) -> Iterator[Town]:
    """The town of the profile on its first day."""
    clock.set_fixed(FIRST_DAY)
    town = load_profile(PROFILE)
    Town.objects.filter(pk=town.pk).update(is_default=True, is_demo=True)
    with town_scope(town):
        yield town


class Alone(livelihood.Chapter):
    """The chapter without the residents' script: a matter is recorded when an idea needs it."""

    def case(self, key: str) -> Case:
        """Record the line first."""
        row = next(one for one in play.read_lines("opinions.jsonl") if one["key"] == key)
        recording(row, {"by": "congress_office"}, self.cast).execute()
        return Opinion.objects.select_related("case").get(client_key=f"demo-{key}").case


def test_twenty_ideas_become_ten_projects_in_every_state_and_a_new_year_begins(example: Town, client: Client) -> None:
    Alone(engage({}))(moment())
    season = Season.objects.get(year=2026)
    assert (season.ideas.count(), season.projects.count()) == (20, 12)
    assert Counter(season.projects.values_list("state", flat=True)) == {
        "running": 4, "evaluated": 2, "rectifying": 1, "accepted": 1, "suspended": 1, "terminated": 1, "reserve": 2,
    }  # fmt: skip
    rows = selectors.project_rows(season)
    assert {row["colour"] for row in rows if row["colour"]} == {"已完成", "正常", "关注", "滞后", "严重"}
    assert selectors.origin_share(rows) == {"chosen": 10, "residents": 10, "percent": 100}
    assert Vote.objects.filter(state="confirmed").count() == 2
    late = Clock.objects.filter(owner_kind="project", code="plan", state="late")
    assert [Project.objects.get(pk=one.owner_id).name for one in late] == ["稻香家园门口积水点"]
    assert Telling.objects.filter(told_on=None).exists()
    assert not Telling.objects.filter(told_on=None, idea__season=season, made_at__month__lt=6).exists()
    assert [row["project"] for row in watching.to_answer(None)] == ["石桥浜口袋公园"]
    wish = asked.analysis(Wish.objects.get())
    assert wish["differs"]
    assert (wish["n"], len(wish["coverage"])) == (59, 3)
    assert Idea.objects.filter(season__year=2027, state="collected").count() == 2
    assert verify_town(example).is_whole
    page = client.get("/projects/").content.decode()
    assert "10 个至少有一条居民的想法" in page


def test_the_chapters_words_name_nobody() -> None:
    words = [text for _giver, text, _project in (*livelihood_data.IDEAS, *livelihood_data.NEXT_IDEAS)]
    words += [one.content for one in (*livelihood_data.PROJECTS, *livelihood_data.NEXT_PROJECTS)]
    assert not [hit for text in words for hit in find_personal(text)]
