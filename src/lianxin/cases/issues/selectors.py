"""Issues as they are read: who speaks, in which words, where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.cases import policies, texts, workflow
from lianxin.cases.issues.rules import people
from lianxin.cases.models import Case, CaseState, Issue, IssueCase, MeToo, Opinion
from lianxin.cases.selectors.rows import place_words
from lianxin.cases.selectors.scope import visible
from lianxin.core.clock import civil_date, today
from lianxin.core.masking import mask
from lianxin.journal.actors import Actor
from lianxin.people import roles


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of an issue: the case it has of its own, its words as this actor may read them, where it stands.

    ``beyond``: the actor sees the lead and not this case, and only counts the voice.
    """

    case_id: int
    opinion_id: int
    member_id: int
    number: str
    title: str
    place: str
    words: str
    hidden: bool
    beyond: bool
    withdrawn: bool
    state: str
    state_label: str
    said: str
    leads: bool
    repeats: str
    joined: str
    may_leave: bool


@dataclass(frozen=True, slots=True)
class IssuePage:
    """An issue with all its voices; ``people`` and ``again`` are counted apart."""

    issue: Issue
    lead: Case
    voices: tuple[Voice, ...]
    people: int
    again: int

    @property
    def waiting(self) -> int:
        """How many can still be let go."""
        return sum(voice.may_leave for voice in self.voices)


def issues(actor: Actor) -> QuerySet[Issue]:
    """Issues whose lead the actor sees, newest first, with ``size`` (followers) and joined lead."""
    rows = Issue.objects.select_related("lead__place__parent", "lead__lead_unit")
    here = Count("members", filter=Q(members__left_at=None))
    again = Count("members", filter=Q(members__left_at=None, members__repeat_of__isnull=False))
    return rows.filter(lead__in=visible(actor).values("pk")).annotate(size=here, again=again)


def load(actor: Actor, issue: Issue) -> IssuePage:
    """The page of an issue for somebody who sees its lead; four statements."""
    lead = Case.objects.select_related("place__parent").get(pk=issue.lead_id)
    members = list(
        IssueCase.objects.select_related("case__place__parent", "repeat_of__case")
        .filter(issue_id=issue.pk, left_at=None)
        .order_by("id")
    )
    said = _voices([lead, *(member.case for member in members)])
    found = [_voice(actor, lead, None, one) for one in said.get(lead.pk, [])]
    handles = policies.works_for_handler(actor, lead) or actor.has(roles.GOVERNMENT_DESK)
    found += [_voice(actor, m.case, m, one, handles=handles) for m in members for one in said.get(m.case_id, [])]
    gone = all(one.withdrawn_at is not None for one in said.get(lead.pk, []))
    still = [m for m in members if m.case.state != workflow.WITHDRAWN]
    count, again = people([m.repeat_of is not None for m in still], withdrawn_lead=gone)
    return IssuePage(issue, lead, tuple(found), count, again)


def _voices(cases: Sequence[Case]) -> dict[int, list[Opinion]]:
    """The opinions of some cases by case, taken back or not; one statement."""
    found: dict[int, list[Opinion]] = {}
    for row in Opinion.objects.filter(case_id__in=[case.pk for case in cases]).order_by("id"):
        found.setdefault(row.case_id, []).append(row)
    return found


def _voice(actor: Actor, case: Case, member: IssueCase | None, opinion: Opinion, *, handles: bool = False) -> Voice:
    """One voice; who handles the lead reads all that follow it, everybody else what he or she may open."""
    beyond = not policies.SEE_CASE.check(actor, case) and (case.sealed or not handles)
    hidden = not beyond and opinion.confidential and not policies.SEE_WORDS.check(actor, case)
    repeats = member.repeat_of.case.number if member is not None and member.repeat_of is not None else ""
    return Voice(
        case_id=case.pk,
        opinion_id=opinion.pk,
        member_id=member.pk if member is not None else 0,
        number=case.number,
        title="" if beyond else case.title,
        place=place_words(case.place) if case.place is not None and not beyond else "",
        words="" if beyond else mask(case.title) if hidden else opinion.verbatim,
        hidden=hidden,
        beyond=beyond,
        withdrawn=opinion.withdrawn_at is not None,
        state=case.state,
        state_label=str(CaseState(case.state).label),
        said="" if beyond else texts.verdict_word(case.resident_says),
        leads=member is None,
        repeats=repeats,
        joined=_joined(member),
        may_leave=member is not None and case.state == workflow.FOLLOWING,
    )


def _joined(member: IssueCase | None) -> str:
    if member is None:
        return ""
    day = civil_date(member.joined_at).isoformat()
    return _("%(day)s 扫码“我也一样”") % {"day": day} if member.joined_by_resident else _("%(day)s 并入") % {"day": day}


def parts_of(case: Case) -> list[Case]:
    """The other matters the same words became; one statement, none where nothing was divided."""
    if case.part_of is not None:
        whole = Opinion.objects.filter(pk=case.part_of).values("case_id")
        rows = Case.objects.filter(Q(pk__in=whole) | Q(part_of=case.part_of)).exclude(pk=case.pk)
        return list(rows.order_by("id"))
    if not case.part_count:
        return []
    own = Opinion.objects.filter(case_id=case.pk).values("pk")
    return list(Case.objects.filter(part_of__in=own).order_by("id"))


def me_too_of(case_id: int) -> MeToo | None:
    """The open link of a case."""
    return MeToo.objects.filter(case_id=case_id, closed_at=None, closes_on__gte=today()).order_by("-id").first()


def chosen(actor: Actor, ids: Sequence[int], numbers: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The matters a clerk wants to bring together, as rows with their words; two statements."""
    cases = list(
        visible(actor)
        .select_related("place__parent")
        .filter(Q(pk__in=list(ids)) | Q(number__in=list(numbers)), sealed=False)
        .order_by("id")[:200]
    )
    said = _voices(cases)
    return [
        {
            "id": case.pk,
            "number": case.number,
            "title": case.title,
            "state": case.state,
            "place": place_words(case.place) if case.place is not None else "",
            "received": case.received_on,
            "words": [
                mask(case.title) if one.confidential and not policies.SEE_WORDS.check(actor, case) else one.verbatim
                for one in said.get(case.pk, [])
            ],
        }
        for case in cases
    ]
