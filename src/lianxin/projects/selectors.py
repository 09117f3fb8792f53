"""Seasons, ideas, projects and votes as prepared rows."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _

from lianxin.ballots import texts as ballot_texts
from lianxin.ballots.counts import differences
from lianxin.ballots.outcome import merit
from lianxin.ballots.rules import Preset, digest, warnings
from lianxin.ballots.workflow import FINISHED
from lianxin.core.clock import today
from lianxin.projects import rules, texts
from lianxin.projects import workflow as w
from lianxin.projects.actions.votes import agreed, counts_of, next_vote, outcome_of, rule_of, who
from lianxin.projects.electronic import takes_paper
from lianxin.projects.models import (
    Candidate,
    Idea,
    Milestone,
    MonthReport,
    Project,
    Purpose,
    Season,
    Telling,
    Vote,
    VoteState,
)
from lianxin.ui.dates import zh_date

Row = dict[str, Any]


def season_rows() -> list[Row]:
    """All seasons, the newest first; one statement."""
    counted = Season.objects.annotate(
        n_ideas=Count("ideas", distinct=True), n_projects=Count("projects", distinct=True)
    ).order_by("-year")
    return [
        {"pk": one.pk, "name": one.name, "year": one.year, "status": one.status, "ideas": one.n_ideas,
         "projects": one.n_projects, "days": f"{zh_date(one.opens_on)}—{zh_date(one.closes_on)}"}
        for one in counted
    ]  # fmt: skip


def yuan(amount: int | None) -> str:
    """Money as people read it: 万元 where it is whole hundreds, else yuan."""
    if amount is None:
        return ""
    if amount % 100:
        return _("%(n)s 元") % {"n": f"{amount:,}"}
    return _("%(n)s 万元") % {"n": f"{amount / 10000:,.2f}".rstrip("0").rstrip(".")}


def project_rows(season: Season) -> list[Row]:
    """The projects of a season with their progress and spending; two statements."""
    rows = voices_counted(season.projects.select_related("unit"))
    return [project_row(one) for one in with_milestones(rows.order_by("number"))]


def with_milestones(rows: Any) -> Any:
    """Projects with their milestones in order and what the last monthly report said was spent."""
    steps = Milestone.objects.order_by("planned_on", "id")
    last = MonthReport.objects.filter(project=OuterRef("pk")).order_by("-month")
    rows = rows.annotate(spent=Subquery(last.values("spent")[:1]), reported=Subquery(last.values("month")[:1]))
    return rows.prefetch_related(Prefetch("milestones", queryset=steps, to_attr="steps"))


def voices_counted(rows: Any) -> Any:
    """Projects with how many ideas are in them, and how many of these are residents'."""
    residents = Count("ideas", filter=Q(ideas__case__isnull=False))
    return rows.annotate(n_ideas=Count("ideas"), n_residents=residents)


def project_row(one: Any) -> Row:
    """A project in one line; it was read with its voices counted and its milestones."""
    found = {
        "pk": one.pk, "number": one.number, "name": one.name, "state": one.get_state_display(), "code": one.state,
        "cost": yuan(one.cost), "unit": one.unit.label if one.unit else "", "ideas": one.n_ideas,
        "due": zh_date(one.due_on) if one.due_on else "", "grade": str(texts.GRADES.get(one.grade, "")),
        "residents": one.n_residents,
    }  # fmt: skip
    return {**found, **standing(one)}


def standing(one: Any) -> Row:
    """Progress, spending and colour with the reason; nothing before there is a plan."""
    if one.state not in (*w.UNDER_WAY, *w.STOPPED, *w.DONE, w.RECTIFYING):
        return {"progress": "", "colour": "", "tone": "", "why": "", "spent": ""}
    steps = [rules.Step(step.weight, step.planned_on, step.done_on) for step in one.steps]
    late = one.state in w.UNDER_WAY and one.planned_at is not None
    late = late and rules.report_missing([one.reported] if one.reported else [], one.planned_at, today())
    colour = rules.colour(
        steps, today(), settled=_settled(one.state), report_late=late,
        money=rules.Money(one.cost or 0, one.spent or 0),
    )  # fmt: skip
    word, tone = texts.COLOURS[colour.code]
    return {
        "progress": f"{rules.progress(steps)}%" if steps else "", "colour": str(word), "tone": tone,
        "why": texts.why(colour.reason, colour.number), "spent": yuan(one.spent), "bar": rules.progress(steps),
        "spent_percent": f"{100 * one.spent // one.cost}%" if one.spent and one.cost else "",
    }  # fmt: skip


def _settled(state: str) -> str:
    """Where the state alone decides the colour."""
    if state == w.RECTIFYING:
        return "rectifying"
    return "accepted" if state in w.DONE else "stopped" if state in w.STOPPED else ""


def origin_share(rows: Iterable[Row]) -> Row:
    """How many of the chosen projects hold at least one resident's idea; never without n."""
    chosen = [row for row in rows if row["code"] in w.VOTED_IN]
    from_residents = sum(1 for row in chosen if row["residents"])
    percent = (200 * from_residents + len(chosen)) // (2 * len(chosen)) if chosen else None
    return {"chosen": len(chosen), "residents": from_residents, "percent": percent}


def idea_rows(season: Season, limit: int = 200) -> list[Row]:
    """The ideas of a season, the newest first; one statement."""
    rows = season.ideas.select_related("case", "deputy", "unit", "project").order_by("-number")[:limit]
    return [idea_row(one) for one in rows]


def idea_row(one: Idea) -> Row:
    """One idea in words; who spoke as a resident is only a matter's number."""
    giver = one.get_source_display()
    if one.deputy:
        giver = one.deputy.display_name
    elif one.unit:
        giver = one.unit.label
    return {
        "pk": one.pk, "number": one.number, "text": one.text, "giver": giver, "state": one.get_state_display(),
        "case": one.case.number if one.case else "", "words": one.words, "open": one.state == w.COLLECTED,
        "project": one.project.name if one.project else "", "project_pk": one.project_id,
        "day": zh_date(one.recorded_on),
    }  # fmt: skip


def tellings_of(ideas: Iterable[int]) -> list[Row]:
    """What the givers of some ideas were or are to be told, in order; one statement."""
    rows = Telling.objects.select_related("idea").filter(idea_id__in=list(ideas)).order_by("made_at", "id")
    return [telling_row(one) for one in rows]


def telling_row(one: Telling) -> Row:
    """One telling in words."""
    return {
        "pk": one.pk, "idea": one.idea.number, "idea_pk": one.idea_id, "words": one.words,
        "told": zh_date(one.told_on) if one.told_on else "", "channel": one.get_channel_display(),
    }  # fmt: skip


def to_tell(limit: int = 100) -> list[Row]:
    """What is still to be told, the oldest first; one statement."""
    rows = Telling.objects.filter(told_on=None).select_related("idea__case").order_by("made_at", "id")[:limit]
    return [{**telling_row(one), "case": one.idea.case.number if one.idea.case else ""} for one in rows]


def open_tellings() -> int:
    """How many givers still are to be told something."""
    return Telling.objects.filter(told_on=None).count()


def one_project(pk: int) -> Row:
    """The whole chain of a project: ideas, what was told, votes, plan, evaluation; five statements."""
    found = with_milestones(voices_counted(Project.objects.select_related("season", "place", "unit"))).get(pk=pk)
    ideas = [idea_row(one) for one in found.ideas.select_related("case", "deputy", "unit", "project").order_by("id")]
    negative = {code: str(word) for code, word in texts.NEGATIVE if code}
    return {
        **project_row(found), "season": found.season, "content": found.content, "funds": found.funds,
        "place": found.place.label if found.place else "", "beneficiaries": found.beneficiaries,
        "sheet": [(_("必要性"), found.needed), (_("可行性"), found.feasible), (_("合法性、用地"), found.lawful)],
        "negative": negative.get(found.negative, ""), "voices": ideas, "words": found.words,
        "decision": found.decision, "told": tellings_of(row["pk"] for row in ideas),
        "votes": votes_of(found), "steps": [_step_row(one) for one in found.steps],
        "weights": sum(one.weight for one in found.steps), "plan_by": _plan_by(found),
        "tasks": [(_("牵头领导"), found.leader), (_("配合单位"), found.helpers)],
        "is_voted_in": found.state in w.VOTED_IN,
    }  # fmt: skip


def _plan_by(one: Project) -> str:
    """By when the plan must be published, as long as it is not."""
    if one.state != w.CHOSEN or one.voted_on is None:
        return ""
    left = rules.PLAN_DAYS - (today() - one.voted_on).days
    if left < 0:
        return _("票决后 30 天内要公布实施计划，已经超过 %(n)d 天。") % {"n": -left}
    return _("票决后 30 天内要公布实施计划，还剩 %(n)d 天。") % {"n": left}


def _step_row(one: Milestone) -> Row:
    return {
        "pk": one.pk, "name": one.name, "weight": one.weight, "planned": zh_date(one.planned_on),
        "done": zh_date(one.done_on) if one.done_on else "", "evidence": one.evidence,
    }  # fmt: skip


def votes_of(one: Project) -> list[Row]:
    """The votes a project stood in."""
    rows = Candidate.objects.filter(project=one).select_related("vote").order_by("vote_id")
    found = []
    for row in rows:
        numbers = {item.number: item for item in counts_of(row.vote.counts, 1).items} if row.vote.counts else {}
        found.append({"pk": row.vote_id, "meeting": row.vote.meeting, "day": zh_date(row.vote.held_on),
                      "votes": numbers[row.number].yes if row.number in numbers else "",
                      "standing": standings().get(row.standing, "")})  # fmt: skip
    return found


def standings() -> dict[str, str]:
    """What became of a candidate, in words."""
    return {
        "chosen": _("确定"), "tied": _("票数相等，再次投票"), "passed_not_chosen": _("通过，名额已满"),
        "not_passed": _("没有通过"), **{code: str(word) for code, word in texts.GRADES.items()},
    }  # fmt: skip


# Votes ----------------------------------------------------------------------------------------------------------------


def vote_rows(season: Season) -> list[Row]:
    """The votes of a season; one statement."""
    return [
        {"pk": one.pk, "meeting": one.meeting, "day": zh_date(one.held_on), "state": one.get_state_display(),
         "graded": one.purpose == Purpose.EVALUATE, "again": one.first_id is not None}
        for one in season.votes.order_by("id")
    ]  # fmt: skip


def one_vote(pk: int, actor: Any) -> Row:
    """A vote with its rule, its candidates, the sheets as far as they may be seen, and the result; four statements."""
    vote = Vote.objects.select_related("season", "first", "election").get(pk=pk)
    rule = rule_of(vote)
    sheets = list(vote.sheets.order_by("id"))
    candidates = list(vote.candidates.select_related("project__unit").order_by("number"))
    election = vote.election
    found: Row = {
        "election": election, "election_state": election.get_state_display() if election else "",
        "vote": vote, "rule": rule, "digest": digest(rule), "preset": _(ballot_texts.PRESETS[rule.preset]),
        "day": zh_date(vote.held_on), "clauses": ballot_texts.clauses(rule, vote.in_office, _),
        "printed": ballot_texts.numbered(rule, vote.in_office),
        "warnings": ballot_texts.sentences(warnings(rule), _), "candidates": [_candidate(one) for one in candidates],
        "graded": vote.purpose == Purpose.EVALUATE,
        "per_item": rule.preset is Preset.PER_ITEM and vote.purpose != Purpose.EVALUATE,
        "ranked": rule.preset is Preset.RANK,
        "is_confirmed": vote.state == VoteState.CONFIRMED,
    }  # fmt: skip
    found |= _sheets(vote, sheets, actor)
    finished = election is not None and election.state == FINISHED
    by_paper = election is None or takes_paper(election)
    found |= {"ready": found["agreed"] if by_paper else finished, "by_paper": by_paper}
    return {**found, **_result(vote, candidates)}


def _candidate(one: Candidate) -> Row:
    project = one.project
    return {
        "number": one.number, "pk": project.pk, "name": project.name, "content": project.content,
        "cost": yuan(project.cost), "due": f"{project.due_on:%Y-%m-%d}" if project.due_on else "",
        "unit": project.unit.label if project.unit else "", "standing": standings().get(one.standing, ""),
    }  # fmt: skip


def _sheets(vote: Vote, sheets: list[Any], actor: Any) -> Row:
    """Who has entered; differences only once both are in, since nobody may copy the other."""
    own = next((one for one in sheets if one.counter == who(actor)), None)
    both = len(sheets) == 2
    notes: list[str] = []
    if both:
        first, second = (counts_of(one.numbers, vote.in_office) for one in sheets)
        notes = _differences(first, second, graded=vote.purpose == Purpose.EVALUATE)
        if first.present != second.present:
            notes.append(_("两名计票人记的实到人数不一致。"))
    return {
        "sheets": [{"label": one.label} for one in sheets],
        "own": counts_of(own.numbers, vote.in_office) if own else None,
        "both": both, "differences": notes, "agreed": agreed(sheets, vote.in_office) is not None,
        "is_counter": own is not None,
    }  # fmt: skip


def _differences(first: Any, second: Any, *, graded: bool) -> list[str]:
    """Where two counters disagree; an evaluation's columns have other names."""
    notes = differences(first, second)
    if not graded:
        return ballot_texts.sentences(notes, _)
    rows = [one for one in notes if one.code == "row_differs"]
    words = _("两名计票人不一致：第 %(number)s 个项目的“%(field)s”一个记 %(first)s，一个记 %(second)s。")
    named = [words % {**one.params, "field": texts.GRADE_COLUMNS[str(one.params["field"])]} for one in rows]
    return ballot_texts.sentences([one for one in notes if one not in rows], _) + named


def _result(vote: Vote, candidates: list[Candidate]) -> Row:
    """The result with every candidate's count, the highest first."""
    found = outcome_of(vote)
    if found is None:
        return {"outcome": None}
    counts, rule = counts_of(vote.counts, vote.in_office), rule_of(vote)
    named = {one.number: one for one in candidates}
    rows = sorted(counts.items, key=lambda one: (-merit(rule, one), one.number))
    linked = next_vote(vote)
    graded = vote.purpose == Purpose.EVALUATE
    return {
        "outcome": found, "counts": counts, "reasons": [] if graded else ballot_texts.sentences(found.reasons, _),
        "rows": [{"number": one.number, "name": named[one.number].project.name, "yes": one.yes, "no": one.no,
                  "abstain": one.abstain, "score": one.score, "unmarked": one.abstain - one.score,
                  "standing": standings().get(named[one.number].standing)
                  or standings()[found.standing(one.number).value]} for one in rows],
        "again": [named[number].project.name for number in linked[1]] if linked else [],
    }  # fmt: skip


def public_projects() -> list[Row]:
    """The chosen projects of all years for everybody, the newest year first; two statements."""
    rows = voices_counted(Project.objects.filter(state__in=w.VOTED_IN).select_related("season", "unit"))
    return [{**project_row(one), "year": one.season.year, "content": one.content,
             "steps": [_step_row(step) for step in one.steps]}
            for one in with_milestones(rows.order_by("-season__year", "number"))]  # fmt: skip
