"""What is stored: a year's collection, ideas, what their givers are told, projects, milestones, votes and counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class Source(models.TextChoices):
    """Who had the idea.  A resident's idea always is an opinion that was heard and stands as a matter."""

    RESIDENT = "resident", _("居民意见")
    DEPUTY = "deputy", _("人大代表")
    UNIT = "unit", _("单位、居民区")
    CALL = "call", _("公开征集（没有留下联系方式）")


class IdeaState(models.TextChoices):
    """The states of ``workflow.IDEA_MOVES``."""

    COLLECTED = "collected", _("已登记")
    MERGED = "merged", _("已并入项目")
    FORWARDED = "forwarded", _("已转到别处")
    REJECTED = "rejected", _("不列入")


class ProjectState(models.TextChoices):
    """The states of ``workflow.PROJECT_MOVES``."""

    SCREENING = "screening", _("在筛选")
    CANDIDATE = "candidate", _("候选项目")
    DROPPED = "dropped", _("没有列为候选")
    ON_BALLOT = "on_ballot", _("已列入选票")
    RESERVE = "reserve", _("储备库")
    CHOSEN = "chosen", _("票决确定")
    PLANNED = "planned", _("计划已公布")
    RUNNING = "running", _("正在实施")
    SUSPENDED = "suspended", _("已暂停")
    TERMINATED = "terminated", _("已终止")
    ACCEPTED = "accepted", _("已验收")
    EVALUATED = "evaluated", _("已测评")
    RECTIFYING = "rectifying", _("正在整改")
    ARCHIVED = "archived", _("已回头看")


class Season(TownOwned):
    """One year's projects.  ``basis`` is the document it rests on, ``party_on`` when it went to the party committee."""

    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    opens_on = models.DateField()
    closes_on = models.DateField()
    basis = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=20, default="试行")
    party_on = models.DateField(null=True, blank=True)

    class Meta:
        """One a year."""

        constraints = [models.UniqueConstraint(fields=["town", "year"], name="projects_season_year")]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Project(TownOwned):
    """A project from its proposal to the look-back.  ``cost`` is whole yuan; texts are what the deputies read.

    ``leader`` and ``helpers`` stand in the table of tasks; ``grade`` is the last one the deputies gave.
    """

    season = TownForeignKey(Season, on_delete=models.PROTECT, related_name="projects")
    number = models.CharField(max_length=16)
    name = models.CharField(max_length=40)
    content = models.TextField(blank=True)
    place = TownForeignKey("places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    beneficiaries = models.PositiveIntegerField(null=True, blank=True)
    cost = models.PositiveBigIntegerField(null=True, blank=True)
    funds = models.CharField(max_length=80, blank=True)
    leader = models.CharField(max_length=40, blank=True)
    helpers = models.CharField(max_length=120, blank=True)
    unit = TownForeignKey("places.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    needed = models.CharField(max_length=200, blank=True)
    feasible = models.CharField(max_length=200, blank=True)
    lawful = models.CharField(max_length=200, blank=True)
    negative = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=16, choices=ProjectState, default=ProjectState.SCREENING)
    version = models.PositiveIntegerField(default=1)
    voted_on = models.DateField(null=True, blank=True)
    planned_at = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=80, blank=True)
    grade = models.CharField(max_length=8, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.CharField(max_length=120, blank=True)
    rectify_by = models.DateField(null=True, blank=True)

    class Meta:
        """Numbers are unique in the town; read by season."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="projects_project_number")]
        indexes = [models.Index(fields=["town", "season", "state"], name="projects_project_season")]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Idea(TownOwned):
    """One voice: the words of one giver.  Merging never makes two voices one."""

    season = TownForeignKey(Season, on_delete=models.PROTECT, related_name="ideas")
    number = models.CharField(max_length=16)
    text = models.TextField()
    source = models.CharField(max_length=10, choices=Source)
    case = TownForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy = TownForeignKey("deputies.Deputy", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = TownForeignKey("places.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=IdeaState, default=IdeaState.COLLECTED)
    project = TownForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas")
    words = models.CharField(max_length=300, blank=True)
    recorded_on = models.DateField()

    class Meta:
        """Numbers are unique in the town; read by season and by project."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="projects_idea_number")]
        indexes = [
            models.Index(fields=["town", "season", "state"], name="projects_idea_season"),
            models.Index(fields=["town", "project"], name="projects_idea_project"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number


class Channel(models.TextChoices):
    """How a giver was told."""

    INBOX = "inbox", _("系统消息")
    PHONE = "phone", _("电话")
    VISIT = "visit", _("当面")
    PAPER = "paper", _("书面")
    NOTICE = "notice", _("公告（没有留下联系方式）")


class Telling(TownOwned):
    """What a giver is to be told at a fork, and when and how it was told."""

    idea = TownForeignKey(Idea, on_delete=models.PROTECT, related_name="tellings")
    fork = models.CharField(max_length=16)
    words = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    told_on = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)

    class Meta:
        """Read by idea, and what is still to be told."""

        indexes = [
            models.Index(fields=["town", "idea"], name="projects_telling_idea"),
            models.Index(fields=["town", "told_on", "made_at"], name="projects_telling_open"),
        ]


class Milestone(TownOwned):
    """A weighted step of a plan; ``evidence`` says what proves it."""

    project = TownForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()
    planned_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        """Read by project and day."""

        indexes = [models.Index(fields=["town", "project", "planned_on"], name="projects_milestone_day")]


class VoteState(models.TextChoices):
    """A vote on paper: the rule adopted, counted, confirmed."""

    ADOPTED = "adopted", _("办法已通过")
    COUNTING = "counting", _("正在计票")
    CONFIRMED = "confirmed", _("结果已确认")


class Purpose(models.TextChoices):
    """What a vote is for; both are secret and counted alike."""

    CHOOSE = "choose", _("票决")
    EVALUATE = "evaluate", _("测评")


class Vote(TownOwned):
    """A vote at a meeting.  ``rule`` is the frozen rule; ``first`` the vote a further one follows from."""

    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.CHOOSE)
    season = TownForeignKey(Season, on_delete=models.PROTECT, related_name="votes")
    meeting = models.CharField(max_length=80)
    held_on = models.DateField()
    rule = models.TextField()
    in_office = models.PositiveIntegerField()
    first = TownForeignKey("projects.Vote", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    election = TownForeignKey("ballots.Election", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=VoteState, default=VoteState.ADOPTED)
    counts = models.TextField(blank=True)
    result = models.CharField(max_length=12, blank=True)
    scan = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """Read by season."""

        indexes = [models.Index(fields=["town", "season"], name="projects_vote_season")]

    def __str__(self) -> str:
        """The meeting."""
        return self.meeting


class Candidate(TownOwned):
    """A project on a ballot with its number there."""

    vote = TownForeignKey(Vote, on_delete=models.PROTECT, related_name="candidates")
    project = TownForeignKey(Project, on_delete=models.PROTECT, related_name="candidacies")
    number = models.PositiveSmallIntegerField()
    standing = models.CharField(max_length=20, blank=True)

    class Meta:
        """A number stands once on a ballot."""

        constraints = [models.UniqueConstraint(fields=["town", "vote", "number"], name="projects_candidate_number")]
        indexes = [models.Index(fields=["town", "project"], name="projects_candidate_project")]


class CountSheet(TownOwned):
    """What one counter entered: nobody sees the other's sheet before both are in."""

    vote = TownForeignKey(Vote, on_delete=models.PROTECT, related_name="sheets")
    counter = models.CharField(max_length=64)
    label = models.CharField(max_length=80)
    numbers = models.TextField()
    entered_at = models.DateTimeField()

    class Meta:
        """One sheet a counter."""

        constraints = [models.UniqueConstraint(fields=["town", "vote", "counter"], name="projects_sheet_counter")]
