"""What the pages of livelihood projects need: a year with ideas, a project in each hand, a vote before and after."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from lianxin.projects.models import Project, Telling, Vote, Wish
from tests.accessibility.pages import Row
from tests.cases.small_town import Town
from tests.cases.walk import make_case
from tests.projects import course

_OFFICE = roles.CONGRESS_OFFICE
_DESK = roles.GOVERNMENT_DESK

ROWS = (
    Row("projects:shown"),
    *(Row(url, _OFFICE) for url in ("projects:seasons", "projects:new_season", "projects:tellings")),
    *(
        Row(f"projects:{name}", _OFFICE, "project_season")
        for name in ("season", "change_season", "new_idea", "new_project", "new_vote")
    ),
    *(Row(f"projects:{name}", _OFFICE, "project_idea") for name in ("idea", "merge")),
    Row("projects:pass_on", _OFFICE, "project_idea", kwargs={"code": "reject"}),
    Row("projects:told", _OFFICE, "project_telling"),
    Row("projects:project", _DESK, "project_chosen"),
    Row("projects:project", _OFFICE, "project_done"),
    Row("projects:change_project", _DESK, "project_new"),
    Row("projects:screen", _DESK, "project_new"),
    Row("projects:move", _DESK, "project_new", kwargs={"code": "drop"}),
    Row("projects:milestone", _DESK, "project_chosen"),
    Row("projects:plan", _DESK, "project_chosen"),
    Row("projects:done", _DESK, "project_step"),
    *(
        Row(f"projects:{name}", _OFFICE, "project_watched")
        for name in ("watch", "group", "visit", "look_back", "alter", "accept", "survey")
    ),
    Row("projects:watch", _OFFICE, "project_done"),
    Row("projects:month", _DESK, "project_watched"),
    Row("projects:answers", _DESK),
    *(Row(f"projects:{name}", _OFFICE) for name in ("consultations", "new_consultation")),
    *(
        Row(f"projects:{name}", _OFFICE, "project_consultation")
        for name in ("consultation", "consultation_paper", "tally")
    ),
    Row("projects:ask", made="project_ask"),
    Row("projects:new_wish", _OFFICE, "project_season"),
    *(Row(f"projects:{name}", _OFFICE, "project_wish") for name in ("wish", "codes")),
    Row("projects:cast", made="project_wish"),
    Row("projects:cast", made="project_wish_over"),
    Row(
        "projects:draft",
        _OFFICE,
        "project_season",
        query="?in_office=75&present=60&candidates=12&seats=10"
        "&preset=mark_up_to_k&base=in_office&blank=abstain&tie=revote_among_tied&shortage=revote_remaining"
        "&publish=totals_per_project",
    ),
    *(
        Row("projects:season_paper", _OFFICE, "project_season", kwargs={"code": code})
        for code in ("call", "ideas", "candidates", "tasks", "monthly", "grades")
    ),
    *(Row("projects:vote_paper", _OFFICE, "project_vote", kwargs={"code": one}) for one in ("rule", "announcement")),
    Row("projects:visits_paper", _OFFICE, "project_watched"),
    Row("projects:answer", _DESK, "project_visit"),
    Row("projects:own", roles.DEPUTY),
    Row("projects:own_project", roles.DEPUTY, "project_watched"),
    Row("projects:own_visit", roles.DEPUTY, "project_watched"),
    Row("projects:shown_one", made="project_done"),
    Row("projects:new_evaluation", _OFFICE, "project_season"),
    *(Row(f"projects:{name}", _OFFICE, "project_graded") for name in ("vote", "ballot", "report")),
    *(Row(f"projects:{name}", _OFFICE, "project_vote") for name in ("vote", "rule", "ballot", "report", "repeat")),
    Row("projects:electronic", _OFFICE, "project_vote_open"),
    Row("projects:count", roles.SCRUTINEER, "project_vote_open"),
    Row("projects:confirm", roles.SCRUTINEER, "project_vote_open"),
    Row("projects:vote", roles.SCRUTINEER, "project_vote_open"),
)


def projects(town: Town) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    season = course.make_season(2030)
    idea = course.make_idea(season, make_case(town).case)
    waiting = course.make_idea(season, text="想有个晒被子的地方")
    names = ("加装电梯", "口袋公园", "楼道照明", "晒衣架")
    done, chosen, light, _lost = course.make_candidates(season, town.office_unit, *names)
    course.merged(idea, done)
    vote = course.make_vote(season, 3, 4, "top_k")
    course.counted(vote, {1: 40, 2: 35, 3: 32, 4: 20})
    done.refresh_from_db()
    course.planned(done)
    course.finished(done)
    watched = course.planned(Project.objects.get(pk=light.pk))
    her = Deputy.objects.filter(account__isnull=False).order_by("id").first()
    visit = course.watched(watched, her or town.deputy)
    season_next = course.make_season(2031)
    course.make_candidates(season_next, town.office_unit, "非机动车棚", "亲子阅览角")
    open_vote = course.make_vote(season_next, 1, 2)
    new = course.make_project(season, town.office_unit, "晾衣架")
    consultation = course.consulted(town)
    wish, over = course.wished(season_next, town), course.wished(season_next, town)
    Wish.objects.filter(pk=over.pk).update(closes_on=today() - dt.timedelta(days=1))
    return {
        "project_consultation": {"pk": consultation.pk}, "project_ask": {"code": consultation.code},
        "project_wish": {"pk": wish.pk}, "project_wish_over": {"pk": over.pk},
        "project_season": {"pk": season.pk}, "project_idea": {"pk": waiting.pk},
        "project_telling": {"pk": Telling.objects.filter(told_on=None).order_by("id").values_list("pk", flat=True)[0]},
        "project_new": {"pk": new.pk}, "project_chosen": {"pk": chosen.pk}, "project_done": {"pk": done.pk},
        "project_watched": {"pk": watched.pk}, "project_visit": {"pk": visit.pk},
        "project_graded": {"pk": Vote.objects.get(purpose="evaluate").pk},
        "project_step": {"pk": done.milestones.order_by("id").values_list("pk", flat=True)[0]},
        "project_vote": {"pk": Vote.objects.get(pk=vote.pk).pk}, "project_vote_open": {"pk": open_vote.pk},
    }  # fmt: skip
