"""Livelihood projects: kept by the congress office and the government desk, counted and confirmed by scrutineers."""

from lianxin.ballots.rules import frozen, preset
from lianxin.core.clock import now, today
from lianxin.deputies.models import Deputy
from lianxin.projects.models import (
    Candidate,
    Consultation,
    Idea,
    Inspection,
    Milestone,
    Overseer,
    Project,
    Season,
    Telling,
    Vote,
    Wish,
    WishItem,
)
from tests.security.matrix import Row
from tests.security.world import World


def season_of(side: str) -> Season:
    """A year's collection; each side has one of its own."""
    year = {"own": 2027, "foreign": 2028, "other_town": 2029}[side.rpartition("-")[2]]
    found = Season.objects.filter(year=year).first()
    return found or Season.objects.create(year=year, name="实事项目", opens_on=today(), closes_on=today())


def project_of(side: str, state: str = "screening") -> Project:
    """A project in some state."""
    return Project.objects.create(season=season_of(side), number=f"P-{side}-{state}", name="加装电梯", state=state)


def idea_of(side: str) -> Idea:
    """An idea that was written down."""
    season = season_of(side)
    return Idea.objects.create(season=season, number=f"I-{side}", text="想法", source="call", recorded_on=today())


def vote_of(side: str) -> Vote:
    """A vote about one project."""
    rule = frozen(preset("per_item", 1, 1))
    made = Vote.objects.create(season=season_of(side), meeting="会议", held_on=today(), rule=rule, in_office=60)
    Candidate.objects.create(vote=made, project=project_of(side, "on_ballot"), number=1)
    return made


def season_at(_world: World, side: str) -> dict[str, object]:
    """A season."""
    return {"pk": season_of(side).pk}


def idea_at(_world: World, side: str) -> dict[str, object]:
    """An idea."""
    return {"pk": idea_of(side).pk}


def telling_at(_world: World, side: str) -> dict[str, object]:
    """Something that is still to be told."""
    made = Telling.objects.create(idea=idea_of(side), fork="collect", words="已经登记", made_at=now())
    return {"pk": made.pk}


def project_at(_world: World, side: str) -> dict[str, object]:
    """A project that is being screened."""
    return {"pk": project_of(side).pk}


def chosen_at(_world: World, side: str) -> dict[str, object]:
    """A project that was chosen."""
    return {"pk": project_of(side, "chosen").pk}


def overseen_at(world: World, side: str) -> dict[str, object]:
    """A chosen project of the unit, overseen by the deputy of the side."""
    made = project_of(side, "planned")
    made.unit = world.unit(side)
    made.save()
    deputy = Deputy.objects.filter(code="T01").first() if side == "own" else None
    Overseer.objects.create(project=made, deputy=deputy or world.lands[side].deputy)
    return {"pk": made.pk}


def visit_at(world: World, side: str) -> dict[str, object]:
    """A visit that waits for an answer."""
    pk = overseen_at(world, side)["pk"]
    made = Inspection.objects.create(
        project_id=pk, task="visit", held_on=today(), people="代表", findings="缺路牌", answer_by=today()
    )
    return {"pk": made.pk}


def consultation_at(world: World, side: str) -> dict[str, object]:
    """A consultation that is open."""
    made = Consultation.objects.create(
        title="时间", question="几点", choices="早\n晚", code=f"{side:_<24}"[:24].replace(" ", "_"), opens_on=today(),
        closes_on=today(),
    )  # fmt: skip
    return {"pk": made.pk}


def ask_at(world: World, side: str) -> dict[str, object]:
    """Its public address."""
    return {"code": Consultation.objects.get(pk=consultation_at(world, side)["pk"]).code}


def wish_at(_world: World, side: str) -> dict[str, object]:
    """An advisory vote that is open."""
    made = Wish.objects.create(season=season_of(side), budget=100, opens_on=today(), closes_on=today())
    WishItem.objects.create(wish=made, project=project_of(side), number=1, cost=60)
    return {"pk": made.pk}


def step_at(_world: World, side: str) -> dict[str, object]:
    """A milestone of a published plan."""
    made = Milestone.objects.create(project=project_of(side, "planned"), name="开工", weight=100, planned_on=today())
    return {"pk": made.pk}


def vote_at(_world: World, side: str) -> dict[str, object]:
    """A vote."""
    return {"pk": vote_of(side).pk}


MAKERS = {
    "projects_season": season_at,
    "projects_idea": idea_at,
    "projects_telling": telling_at,
    "projects_project": project_at,
    "projects_chosen": chosen_at,
    "projects_step": step_at,
    "projects_overseen": overseen_at,
    "projects_visit": visit_at,
    "projects_consultation": consultation_at,
    "projects_ask": ask_at,
    "projects_wish": wish_at,
    "projects_vote": vote_at,
}

AT_VOTE = "200: congress_office congress_chair government_desk leader scrutineer\n403: rest\n302: resident"
READ = "200: congress_office congress_chair government_desk leader\n403: rest\n302: resident"
KEEP = "200: congress_office government_desk\n403: rest\n302: resident"
SEND = "422: congress_office government_desk\n403: rest\n401: resident"
OFFICE = "200: congress_office\n403: rest\n302: resident"
SEND_OFFICE = "422: congress_office\n403: rest\n401: resident"
DESK = "200: government_desk\n403: rest\n302: resident"
SEND_DESK = "422: government_desk\n403: rest\n401: resident"
WATCH = """
200: congress_office congress_chair government_desk leader
200/404: unit_head unit_handler
403: rest
302: resident
"""
LIST = """
200: congress_office congress_chair government_desk leader secretary committee
403: rest
302: resident
"""
TALLY = "200: congress_office government_desk secretary committee\n403: rest\n302: resident"
SEND_TALLY = "422: congress_office government_desk secretary committee\n403: rest\n401: resident"
ANSWER = "200: government_desk\n200/404: unit_head unit_handler\n403: rest\n302: resident"
SEND_ANSWER = "422: government_desk\n422/404: unit_head unit_handler\n403: rest\n401: resident"
OWN = "200/404: deputy\n403: rest\n302: resident"
SEND_OWN = "422/404: deputy\n403: rest\n401: resident"
REFUSED_DESK = "409: government_desk\n403: rest\n401: resident"
COUNT = "200: congress_office scrutineer\n403: rest\n302: resident"
SEND_COUNT = "422: congress_office scrutineer\n403: rest\n401: resident"
CONFIRM = "200: scrutineer\n403: rest\n302: resident"
REFUSED_CONFIRM = "409: scrutineer\n403: rest\n401: resident"


def _form(name: str, made: str, shown: str, sent: str, **kwargs: object) -> tuple[Row, Row]:
    """A form page and the empty form sent."""
    return (
        Row(f"projects:{name}", "GET", shown, made=made, kwargs=kwargs),
        Row(f"projects:{name}", "POST", sent, made=made, kwargs=kwargs),
    )


ROWS = [
    Row("projects:shown", "GET", "200: rest", open_to_all=True),
    Row("projects:seasons", "GET", AT_VOTE),
    Row("projects:season", "GET", AT_VOTE, made="projects_season"),
    Row("projects:tellings", "GET", KEEP),
    Row("projects:idea", "GET", READ, made="projects_idea"),
    Row("projects:project", "GET", READ, made="projects_project"),
    *(Row(f"projects:{name}", "GET", AT_VOTE, made="projects_vote") for name in ("vote", "rule", "ballot", "report")),
    *_form("new_season", "", OFFICE, SEND_OFFICE),
    *_form("change_season", "projects_season", OFFICE, SEND_OFFICE),
    *_form("new_idea", "projects_season", KEEP, SEND),
    *_form("new_project", "projects_season", KEEP, SEND),
    *_form("new_vote", "projects_season", OFFICE, SEND_OFFICE),
    *_form("told", "projects_telling", KEEP, SEND),
    *_form("merge", "projects_idea", KEEP, SEND),
    *(row for code in ("forward", "reject") for row in _form("pass_on", "projects_idea", KEEP, SEND, code=code)),
    *_form("change_project", "projects_project", KEEP, SEND),
    *_form("screen", "projects_project", DESK, REFUSED_DESK),
    *_form("milestone", "projects_chosen", DESK, SEND_DESK),
    *_form("plan", "projects_chosen", DESK, REFUSED_DESK),
    *(
        row
        for name in ("group", "visit", "look_back", "alter", "accept", "survey")
        for row in _form(name, "projects_overseen", OFFICE, SEND_OFFICE)
    ),
    *_form("new_wish", "projects_season", KEEP, SEND),
    Row("projects:wish", "GET", READ, made="projects_wish"),
    *_form("codes", "projects_wish", KEEP, SEND),
    Row("projects:cast", "GET", "200: rest", made="projects_wish", open_to_all=True),
    Row("projects:cast", "POST", "422: rest", made="projects_wish", open_to_all=True),
    Row("projects:consultations", "GET", LIST),
    Row("projects:new_consultation", "GET", KEEP),
    Row("projects:new_consultation", "POST", SEND),
    Row("projects:consultation", "GET", LIST, made="projects_consultation"),
    Row("projects:consultation_paper", "GET", LIST, made="projects_consultation"),
    Row("projects:tally", "GET", TALLY, made="projects_consultation"),
    Row("projects:tally", "POST", SEND_TALLY, made="projects_consultation"),
    Row("projects:ask", "GET", "200: rest", made="projects_ask", open_to_all=True),
    Row("projects:ask", "POST", "422: rest", made="projects_ask", open_to_all=True),
    Row("projects:draft", "GET", OFFICE, made="projects_season"),
    *(
        Row("projects:season_paper", "GET", READ, made="projects_season", kwargs={"code": code})
        for code in ("call", "ideas", "candidates", "tasks", "monthly", "grades")
    ),
    *(
        Row("projects:vote_paper", "GET", AT_VOTE, made="projects_vote", kwargs={"code": code})
        for code in ("rule", "count")
    ),
    Row("projects:visits_paper", "GET", READ, made="projects_overseen"),
    *_form("new_evaluation", "projects_season", OFFICE, SEND_OFFICE),
    *_form("month", "projects_overseen", DESK, SEND_DESK),
    Row("projects:watch", "GET", WATCH, made="projects_overseen"),
    Row("projects:answers", "GET", "200: government_desk unit_head unit_handler\n403: rest\n302: resident"),
    *_form("answer", "projects_visit", ANSWER, SEND_ANSWER),
    Row("projects:own", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("projects:own_project", "GET", "200: deputy\n403: rest\n302: resident", made="projects_overseen"),
    *_form("own_visit", "projects_overseen", OWN, SEND_OWN),
    Row("projects:shown_one", "GET", "200: rest", made="projects_overseen", open_to_all=True),
    *(
        row
        for code in ("drop", "rectified", "suspend", "resume", "terminate")
        for row in _form("move", "projects_project", KEEP, SEND, code=code)
    ),
    *_form("done", "projects_step", DESK, SEND_DESK),
    *_form("count", "projects_vote", COUNT, SEND_COUNT),
    *_form("electronic", "projects_vote", OFFICE, SEND_OFFICE),
    *_form("confirm", "projects_vote", CONFIRM, REFUSED_CONFIRM),
    *_form("repeat", "projects_vote", OFFICE, SEND_OFFICE),
]
