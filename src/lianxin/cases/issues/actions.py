"""Bringing matters together and undoing it: one lead, the others follow; every voice stays a voice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases import policies
from lianxin.cases.actions.base import KIND, line
from lianxin.cases.issues import rules, texts
from lianxin.cases.issues.moves import Follow, Unfollow, recount, stands
from lianxin.cases.models import Case, Issue, IssueCase, Opinion
from lianxin.cases.numbers import issue_number
from lianxin.core.clock import now, today
from lianxin.core.masking import mask
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.journal.log import append
from lianxin.people import roles
from lianxin.people.policies import RolePolicy
from lianxin.places.models import Place, PlaceKind
from lianxin.records.lineage import Step, born
from lianxin.records.models import Relation

ISSUE: Final = "issue"
#: Who brings matters together: the office until it transfers, the government desk from then on.
MERGE: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK)
MAX_TITLE: Final = 60


def problem(name: str, code: str) -> FieldProblem:
    """A problem with its sentence."""
    return FieldProblem(name, code, texts.sentence(code))


def locked(ids: Sequence[int]) -> dict[int, Case]:
    """Cases of this town by id, locked in the order of their ids so that two merges never wait for each other."""
    rows = Case.objects.select_for_update().filter(pk__in=list(ids)).order_by("id")
    return {case.pk: case for case in rows}


@dataclass(kw_only=True)
class MergeCases(Action[Issue]):
    """Let ``case_ids`` follow ``lead_id``: a new issue, or the one the lead has already.

    ``across_reason`` is needed when they lie in different neighbourhoods.  ``repeats`` names followers by which
    somebody who already speaks in the issue says it again (follower id → id of the earlier case).  Raises
    ``Invalid`` with a sentence for what does not fit; nothing is half merged.
    """

    verb: ClassVar[str] = "issue.merged"

    lead_id: int
    case_ids: Sequence[int]
    title: str = ""
    reason: str = ""
    across_reason: str = ""
    repeats: Mapping[int, int] = field(default_factory=dict)
    by_resident: bool = False
    issue: Issue = field(init=False, repr=False)
    _cases: dict[int, Case] = field(init=False, default_factory=dict, repr=False)
    _known: Issue | None = field(init=False, default=None, repr=False)

    def lock(self) -> None:
        """All of them."""
        self.case_ids = tuple(pk for pk in dict.fromkeys(self.case_ids) if pk != self.lead_id)
        self._cases = locked([self.lead_id, *self.case_ids])
        lead = self._cases.get(self.lead_id)
        if lead is not None and lead.issue_ref is not None:
            self._known = Issue.objects.filter(pk=lead.issue_ref, lead_id=lead.pk, ended_on=None).first()

    def check(self) -> None:
        """The right people; everything there; every follower fits its lead."""
        if not MERGE.check(self.actor) and self.actor is not SYSTEM:
            raise NotAllowed("not_this_party", texts.sentence("not_joined"))
        self.title, self.reason, self.across_reason = line(self.title), line(self.reason), line(self.across_reason)
        missing = {self.lead_id, *self.case_ids} - set(self._cases)
        if missing or not all(self._sees(case) for case in self._cases.values()):
            raise NotAllowed("no_such_case", texts.sentence("not_joined"))
        problems = list(self._problems())
        if problems:
            raise Invalid(*problems)

    def _sees(self, case: Case) -> bool:
        return self.actor is SYSTEM or policies.SEE_CASE.check(self.actor, case)

    def _problems(self) -> Sequence[FieldProblem]:
        found = []
        lead = self._cases[self.lead_id]
        if not self.case_ids:
            found.append(problem("case_ids", "nobody"))
        if len(self.case_ids) + self._size() > rules.MAX_MEMBERS:
            found.append(problem("case_ids", "too_many"))
        if self._known is None and not 2 <= len(self.title) <= MAX_TITLE:
            found.append(problem("title", "title"))
        codes = {
            rules.lead_problem(stands(lead, leads=self._known is not None), stands(self._cases[pk]))
            for pk in self.case_ids
        }
        found += [problem("case_ids", code) for code in sorted(codes - {""})]
        if not self.across_reason and len(neighbourhoods(self._cases.values())) > 1:
            found.append(problem("across_reason", "across"))
        found += [
            problem("repeats", "repeat")
            for later, earlier in self.repeats.items()
            if later == earlier or later not in self.case_ids
        ]
        return [
            *found,
            *(problem(name, "reason") for name in ("reason", "across_reason") if len(getattr(self, name)) > 300),
        ]

    def _size(self) -> int:
        return IssueCase.objects.filter(issue_id=self._known.pk, left_at=None).count() if self._known else 0

    def perform(self) -> Issue:
        """The issue, then each follower by its own step, then the number of people at the lead."""
        lead = self._cases[self.lead_id]
        self.issue = self._known or self._new_issue(lead)
        lead.issue_ref = self.issue.pk
        earlier = self._earlier_voices()
        for pk in self.case_ids:
            Follow(
                actor=self.actor,
                case_id=pk,
                issue=self.issue,
                lead=lead,
                repeat_of=earlier.get(pk),
                by_resident=self.by_resident,
            ).execute()
        recount(self.issue, lead)
        lead.version += 1
        lead.save(update_fields=["issue_ref", "voice_count", "version"])
        steps = [Step((KIND, pk), (ISSUE, self.issue.pk), Relation.MERGED_INTO) for pk in self.case_ids]
        if self._known is None:
            steps.append(Step((KIND, lead.pk), (ISSUE, self.issue.pk), Relation.BECAME))
        born(self.actor, steps)
        facts = {"issue": self.issue.number, "count": len(self.case_ids), "people": lead.voice_count}
        append("case.voices_joined", KIND, lead.pk, self.actor, facts)
        return self.issue

    def _new_issue(self, lead: Case) -> Issue:
        issue = Issue(
            number=issue_number(today().year),
            title=mask(self.title),
            lead=lead,
            reason=self.reason,
            across_reason=self.across_reason,
            made_at=now(),
            made_by_label=self.actor.label[:120],
        )
        issue.save(force_insert=True)
        return issue

    def _earlier_voices(self) -> dict[int, Opinion]:
        """By which opinion the same person had spoken before."""
        if not self.repeats:
            return {}
        voices = {one.case_id: one for one in Opinion.objects.filter(case_id__in=list(self.repeats.values()))}
        return {later: voices[earlier] for later, earlier in self.repeats.items() if earlier in voices}

    def subject(self) -> Subject:
        """The issue."""
        return Subject(ISSUE, self.issue.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Numbers only."""
        return {
            "number": self.issue.number,
            "lead": self._cases[self.lead_id].number,
            "followers": [self._cases[pk].number for pk in self.case_ids],
            "reason": self.reason,
            "across": self.across_reason,
        }

    def announcement(self) -> None:
        """Nothing waits for anybody because of it."""
        return


def neighbourhoods(cases: Iterable[Case]) -> set[int]:
    """The neighbourhoods some cases lie in (those without a place count as anywhere); one statement."""
    paths = [case.place_path for case in cases if case.place_path]
    ids = {int(part) for path in paths for part in path.split("/") if part}
    homes = set(Place.objects.filter(pk__in=ids, kind=PlaceKind.NEIGHBOURHOOD).values_list("pk", flat=True))
    return {pk for pk in homes if any(f"/{pk}/" in path for path in paths)}


@dataclass(kw_only=True)
class LeaveIssue(Action[Issue]):
    """Undo for some (``case_ids``) or for all (none named): each goes back to where it stood; the lead stays.

    An answer that was given is not taken back.  When nobody follows and nobody was answered, the issue has ended.
    """

    verb: ClassVar[str] = "issue.undone"

    issue_id: int
    case_ids: Sequence[int] = ()
    reason: str = ""
    issue: Issue = field(init=False, repr=False)
    _lead: Case = field(init=False, repr=False)
    _members: list[IssueCase] = field(init=False, default_factory=list, repr=False)

    def lock(self) -> None:
        """The issue's cases, in the order of their ids."""
        issue = Issue.objects.select_for_update().filter(pk=self.issue_id, ended_on=None).first()
        if issue is None:
            raise WrongState("not_joined", texts.sentence("not_joined"))
        self.issue = issue
        members = IssueCase.objects.filter(issue_id=issue.pk, left_at=None, answered_on=None).order_by("case_id")
        wanted = members.filter(case_id__in=list(self.case_ids)) if self.case_ids else members
        self._members = list(wanted)
        lead_id: int = issue.lead_id
        self._lead = locked([lead_id, *(member.case_id for member in self._members)])[lead_id]

    def check(self) -> None:
        """The right people, a reason, and somebody to let go."""
        if not MERGE.check(self.actor) and self.actor is not SYSTEM:
            raise NotAllowed("not_this_party", texts.sentence("not_joined"))
        if self.actor is not SYSTEM and not policies.SEE_CASE.check(self.actor, self._lead):
            raise NotAllowed("no_such_case", texts.sentence("not_joined"))
        self.reason = line(self.reason)
        if not self.reason or len(self.reason) > 300:
            raise Invalid(problem("reason", "reason"))
        if not self._members:
            raise WrongState("not_joined", texts.sentence("not_joined"))

    def perform(self) -> Issue:
        """Each by its own step; then the number of people at the lead."""
        for member in self._members:
            member.issue = self.issue
            Unfollow(actor=self.actor, case_id=member.case_id, member=member, reason=self.reason).execute()
        lead, issue = self._lead, self.issue
        if not IssueCase.objects.filter(issue_id=issue.pk, left_at=None).exists():
            issue.ended_on, issue.ended_reason, lead.issue_ref = today(), self.reason, None
            issue.save(update_fields=["ended_on", "ended_reason"])
        recount(issue, lead)
        lead.version += 1
        lead.save(update_fields=["issue_ref", "voice_count", "version"])
        facts = {"issue": issue.number, "count": len(self._members), "people": lead.voice_count}
        append("case.voices_left", KIND, lead.pk, self.actor, facts)
        return issue

    def subject(self) -> Subject:
        """The issue."""
        return Subject(ISSUE, self.issue.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Who went, why, and whether it has ended."""
        return {
            "number": self.issue.number,
            "left": [str(member.case_id) for member in self._members],
            "reason": self.reason,
            "ended": self.issue.ended_on is not None,
        }

    def announcement(self) -> None:
        """The cases' own steps announce what matters."""
        return


@dataclass(kw_only=True)
class MarkRepeat(Action[IssueCase]):
    """Say that a member is the same person as another voice of the issue (``earlier_id`` 0 takes it back)."""

    verb: ClassVar[str] = "issue.repeat_marked"

    member_id: int
    earlier_id: int = 0
    _member: IssueCase = field(init=False, repr=False)
    _before: Opinion | None = field(init=False, default=None, repr=False)

    def lock(self) -> None:
        """The member and the lead."""
        member = IssueCase.objects.select_related("issue").filter(pk=self.member_id, left_at=None).first()
        if member is None:
            raise WrongState("not_joined", texts.sentence("not_joined"))
        self._member = member
        self._cases = locked([member.issue.lead_id, member.case_id])

    def check(self) -> None:
        """The right people, and another voice of the same issue."""
        if not MERGE.check(self.actor):
            raise NotAllowed("not_this_party", texts.sentence("not_joined"))
        if not self.earlier_id:
            return
        self._before = Opinion.objects.select_related("case").filter(pk=self.earlier_id).first()
        other = self._before.case if self._before is not None else None
        if other is None or other.issue_ref != self._member.issue_id or other.pk == self._member.case_id:
            raise Invalid(problem("earlier_id", "repeat"))

    def perform(self) -> IssueCase:
        """Mark it, count people anew."""
        self._member.repeat_of = self._before
        self._member.save(update_fields=["repeat_of"])
        lead = self._cases[self._member.issue.lead_id]
        recount(self._member.issue, lead)
        lead.version += 1
        lead.save(update_fields=["voice_count", "version"])
        return self._member

    def subject(self) -> Subject:
        """The issue."""
        return Subject(ISSUE, self._member.issue_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which case repeats which voice."""
        return {"case": str(self._member.case_id), "earlier": str(self.earlier_id or "")}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


def may_merge(actor: Actor, case: Case) -> bool:
    """Whether the actor may bring this case together with others now."""
    return MERGE.check(actor) and not case.sealed and policies.SEE_CASE.check(actor, case)
