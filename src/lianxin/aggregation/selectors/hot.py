"""What is hot: the voices of issues in a period, a round, a place, counted as people, with every part of the heat."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from lianxin.aggregation.comparing import spot_of
from lianxin.aggregation.engine.heat import Heat, Voice, heat
from lianxin.aggregation.models import IssueHeat
from lianxin.cases import policies
from lianxin.cases.models import Case, CaseState, Issue, IssueCase, Opinion
from lianxin.cases.selectors.scope import visible
from lianxin.core.clock import today
from lianxin.core.masking import mask
from lianxin.journal.actors import Actor
from lianxin.places.models import Place, PlaceKind

#: A period without its beginning is so many days; the heat of so many days before is compared with.
DAYS: Final = 90
BEFORE: Final = 7
#: So many issues are shown and drawn.
SHOWN: Final = 100
DRAWN: Final = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: days (both included), the name of an occasion, the path of a place."""

    since: dt.date
    until: dt.date
    occasion: str = ""
    path: str = ""


class Said(NamedTuple):
    """What is read of a voice; the names are the paths that ``values_list`` reads."""

    pk: int
    case_id: int
    case__issue_ref: int
    spoken_on: dt.date
    case__place_path: str
    case__urgent: bool
    occasion: str


@dataclass(frozen=True, slots=True)
class Hot:
    """One issue as the table shows it; ``rise`` is the heat less that of a week before (None without one)."""

    issue: Issue
    heat: Heat
    first: dt.date
    last: dt.date
    places: tuple[str, ...]
    state_label: str
    unit: str
    href: str
    rise: float | None


def default_period() -> Asked:
    """The last ninety days."""
    return Asked(today() - dt.timedelta(days=DAYS - 1), today())


def voices(actor: Actor, asked: Asked) -> QuerySet[Opinion, Any]:
    """The voices of issues the actor sees, in what was asked for."""
    mine = visible(actor).filter(issue_ref__isnull=False, sealed=False)
    rows = Opinion.objects.filter(case__in=mine.values("pk"), withdrawn_at=None)
    rows = rows.filter(spoken_on__gte=asked.since, spoken_on__lte=asked.until)
    if asked.occasion:
        rows = rows.filter(occasion=asked.occasion)
    return rows.filter(case__place_path__startswith=asked.path) if asked.path else rows


def said(rows: QuerySet[Opinion, Any]) -> dict[int, list[Said]]:
    """Voices by their issue; one statement."""
    found: dict[int, list[Said]] = defaultdict(list)
    for row in rows.order_by("spoken_on", "pk").values_list(*Said._fields):
        found[row[2]].append(Said._make(row))
    return found


def persons(issues: Iterable[int]) -> dict[int, int]:
    """Case → the case of the same person's first voice, for voices marked as repeats; one statement."""
    rows = IssueCase.objects.filter(issue_id__in=list(issues), left_at=None, repeat_of__isnull=False)
    return dict(rows.values_list("case_id", "repeat_of__case_id"))


def heat_of(found: Sequence[Said], same: Mapping[int, int], homes: Mapping[int, str], day: dt.date) -> Heat:
    """The heat of an issue's voices."""
    return heat(
        (
            Voice(
                one.spoken_on.toordinal(), str(_first(one.case_id, same)),
                spot_of(one.case__place_path, frozenset(homes)).home, one.case__urgent,
            )
            for one in found
        ),
        day.toordinal(),
    )  # fmt: skip


def _first(case_id: int, same: Mapping[int, int]) -> int:
    """Whose voice it is; a chain of repeats leads to its beginning."""
    for _step in range(len(same)):
        if case_id not in same:
            break
        case_id = same[case_id]
    return case_id


def neighbourhoods() -> dict[int, str]:
    """The town's neighbourhoods, id → name; one statement."""
    rows = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, is_active=True).order_by("sort", "code")
    return {place.pk: place.label for place in rows}


def hot_issues(actor: Actor, asked: Asked, homes: Mapping[int, str]) -> tuple[list[Hot], dict[int, list[Said]]]:
    """Issues by their heat, hottest first, and the voices they were counted from; four statements."""
    by_issue = said(voices(actor, asked))
    same = persons(by_issue)
    day = min(asked.until, today())
    heats = {pk: heat_of(some, same, homes, day) for pk, some in by_issue.items()}
    best = sorted(heats, key=lambda pk: (-heats[pk].value, pk))[:SHOWN]
    rows = Issue.objects.select_related("lead__lead_unit").filter(pk__in=best, ended_on=None).in_bulk()
    week_ago = day - dt.timedelta(days=BEFORE)
    kept = IssueHeat.objects.filter(issue_id__in=best, day=week_ago)
    before = dict(kept.values_list("issue_id", "value"))
    return [_hot(rows[pk], heats[pk], by_issue[pk], homes, before.get(pk)) for pk in best if pk in rows], by_issue


def _hot(issue: Issue, found: Heat, some: Sequence[Said], homes: Mapping[int, str], before: float | None) -> Hot:
    lead: Case = issue.lead
    days = [one.spoken_on for one in some]
    return Hot(
        issue=issue,
        heat=found,
        first=min(days),
        last=max(days),
        places=places_of(some, homes),
        state_label=str(CaseState(lead.state).label),
        unit=lead.lead_unit.label if lead.lead_unit is not None else "",
        href=reverse("cases:desk_issue", args=[issue.number]),
        rise=round(found.value - before, 1) if before is not None else None,
    )


def places_of(some: Iterable[Said], homes: Mapping[int, str]) -> tuple[str, ...]:
    """The names of the neighbourhoods that speak, most voices first."""
    counts: Counter[str] = Counter()
    for one in some:
        name = next((homes[int(p)] for p in one.case__place_path.split("/") if p and int(p) in homes), "")
        counts[name] += 1 if name else 0
    return tuple(name for name, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if n)


def people_of(some: Iterable[Said], same: Mapping[int, int], homes: Mapping[int, str]) -> dict[str, int]:
    """How many different people of each neighbourhood speak; who says it in two places counts in both."""
    heard: dict[str, set[int]] = defaultdict(set)
    for one in some:
        for name in places_of([one], homes):
            heard[name].add(_first(one.case_id, same))
    return {name: len(people) for name, people in heard.items()}


def weeks(some: Iterable[Said], since: dt.date, until: dt.date) -> list[dict[str, object]]:
    """How many voices in each week (Monday first), for a drawing; at most the last 26."""
    counts = Counter(one.spoken_on - dt.timedelta(days=one.spoken_on.weekday()) for one in some)
    monday = since - dt.timedelta(days=since.weekday())
    rows = []
    while monday <= until:
        rows.append({"label": f"{monday.month}.{monday.day}", "value": counts.get(monday, 0)})
        monday += dt.timedelta(days=7)
    return rows[-26:]


def occasions(actor: Actor) -> list[str]:
    """Names of rounds and receptions on which somebody spoke who is in an issue; one statement."""
    mine = visible(actor).filter(issue_ref__isnull=False).values("pk")
    rows = Opinion.objects.filter(case__in=mine).exclude(occasion="").order_by("occasion")
    return list(rows.values_list("occasion", flat=True).distinct()[:200])


def detail_rows(actor: Actor, asked: Asked) -> Iterable[Sequence[Any]]:
    """The voices of 留言明细表, one after the other; names, rooms and numbers hidden, kept-back words left out."""
    rows = voices(actor, asked).select_related("case__place", "case__category").order_by("case__issue_ref", "pk")
    numbers = dict(Issue.objects.values_list("pk", "number"))
    for one in rows.iterator(chunk_size=500):
        case: Case = one.case
        hidden = one.confidential and not policies.SEE_WORDS.check(actor, case)
        words = case.title if hidden or one.confidential else one.verbatim
        yield (
            numbers.get(case.issue_ref or 0, ""), case.number, one.spoken_on,
            case.place.label if case.place is not None else "", case.category.name if case.category is not None else "",
            mask(words, suggestions=True), str(CaseState(case.state).label),
        )  # fmt: skip
