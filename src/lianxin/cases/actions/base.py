"""What every move of a case has in common: lock, party, state, guards, clocks, log.

A subclass names its move in :attr:`CaseAction.move_code`, fills in :meth:`CaseAction.facts` for the guards and changes
rows in :meth:`CaseAction.change`; the base looks the move up in the workflow table and does the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Final, TypeVar

from django.db.models import QuerySet

from lianxin.cases import policies, texts, workflow
from lianxin.cases.models import Case, Opinion
from lianxin.cases.notices import facts_of
from lianxin.cases.rules import GUARDS, Facts
from lianxin.clocks.rulesets import limit, limits
from lianxin.clocks.service import Clocks
from lianxin.core.clock import today
from lianxin.core.text import tidy, tidy_line
from lianxin.db import prepared
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import RESIDENT
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState

KIND: Final = "case"

#: What a case that is being tracked waits for.
PROMISE: Final = "promise"

#: Longest reason, as wide as the narrowest column that keeps one.
MAX_REASON: Final = 500

R = TypeVar("R")

#: What happens to other matters when one that is tied to them has moved; issues and parts put themselves in here.
FOLLOW_UPS: Final[list[Callable[["CaseAction[Any]"], None]]] = []

#: What one verb brings about whatever the case, by verb: a settled promise becomes news, for example.
AFTERWARDS: Final[dict[str, list[Callable[["CaseAction[Any]"], None]]]] = {}


def _locked(pk: int) -> QuerySet[Case]:
    """One case under a lock, as a statement that is written once."""
    return Case.objects.select_for_update().filter(pk=pk)


@lru_cache(maxsize=1)
def stored_fields() -> tuple[str, ...]:
    """Every column of a case but its key, its town and what the database fills: named, they are stored quickly."""
    fields: Any = Case._meta.concrete_fields
    left_out = [one for one in fields if one.primary_key or one.name == "town" or getattr(one, "generated", False)]
    return tuple(one.name for one in fields if one not in left_out)


@dataclass(kw_only=True)
class CaseAction(Action[R]):
    """A move of one case.

    ``case_id`` names the case, ``expected_version`` the version the page showed (``None`` where nobody looked first);
    another version raises ``WrongState("somebody_was_faster")``.
    """

    move_code: ClassVar[str] = ""

    case_id: int
    expected_version: int | None = None
    case: Case = field(init=False, repr=False)
    clocks: Clocks = field(init=False, repr=False)
    before: str = field(init=False, default="", repr=False)

    # --- the frame ----------------------------------------------------------------------------

    def lock(self) -> None:
        """Lock the case and read its live clocks; ``WrongState`` for a case that is not in this town."""
        case = prepared.first("case.lock", _locked, self.case_id)
        if case is None:
            raise WrongState("no_such_case", texts.no_such_case())
        self.case, self.before = case, case.state
        self.clocks = Clocks.of(KIND, case.pk)

    @property
    def move(self) -> workflow.Move:
        """The line of the workflow table this action makes."""
        return workflow.BY_CODE[self.move_code]

    def check(self) -> None:
        """Version, party, state, typed fields, guards: in this order, so that the first sentence is the most useful."""
        if self.expected_version is not None and self.expected_version != self.case.version:
            raise WrongState("somebody_was_faster", texts.somebody_was_faster())
        self.check_party()
        if self.move.sources and self.case.state not in self.move.sources:
            raise WrongState("not_from_here", texts.not_from_here(self.move.label, self.case.state))
        problems = list(self.problems())
        if problems:
            raise Invalid(*problems)
        self.check_guards()

    def check_party(self) -> None:
        """Raise ``NotAllowed`` unless the actor is one of the move's parties towards this case."""
        allowed = frozenset(self.move.actors)
        parties = self.parties()
        if not parties & allowed or (self.case.sealed and not self._may_touch_sealed(parties)):
            raise NotAllowed("not_this_party", texts.not_this_party(self.move.label))

    def parties(self) -> frozenset[str]:
        """The parties the actor is towards this case; a resident's costs one statement."""
        opinions: frozenset[int] = frozenset()
        if self.actor.kind == RESIDENT:
            opinions = frozenset(Opinion.objects.filter(**self.case.voices_where).values_list("pk", flat=True))
        return policies.parties(self.actor, self.case, opinions)

    def _may_touch_sealed(self, parties: frozenset[str]) -> bool:
        return policies.sees_sealed(self.actor) or bool(parties & {workflow.RESIDENT, workflow.SYSTEM})

    def problems(self) -> Sequence[FieldProblem]:
        """What is wrong with typed fields; subclasses tidy their fields here."""
        return ()

    def facts(self) -> Facts:
        """What the guards of the move look at."""
        return Facts(today=today())

    def check_guards(self) -> None:
        """Ask every guard of the move; the first refusal is raised as the error that fits it."""
        facts = self.facts()
        for guard in self.move.guards:
            if not GUARDS[guard](facts):
                raise refusal(guard)

    def perform(self) -> R:
        """Change rows, move the case, its clocks and its version; three statements beside the subclass's own."""
        result = self.change()
        self.go()
        return result

    def change(self) -> R:
        """The subclass's own changes, before the case itself is saved."""
        raise NotImplementedError

    def go(self) -> None:
        """Do what the table says: state, clocks that stop and start; mirror the binding date; save."""
        if self.move.target:
            self.case.state = self.move.target
        self.turn_clocks()
        self.mirror_due()
        self.case.version += 1
        self.case.save(update_fields=stored_fields())
        self.clocks.save()

    def turn_clocks(self) -> None:
        """Stop and start the clocks the table names; subclasses pause, resume and cancel here."""
        if self.move.stops:
            self.clocks.stop(self.move.stops, today())
        if self.move.starts:
            self.start(*self.move.starts)

    def start(self, *codes: str, variant: str = "", unit_id: int | None = None) -> None:
        """Start clocks of the case's track today; a track without such a rule starts nothing."""
        found = limits(self.case.track, codes, variant or self.case.kind, today())
        self.clocks.start(found, today(), unit_id)

    def mirror_due(self) -> None:
        """Copy the date that binds the present holder to the case row, for work lists without a join."""
        binding = self.clocks.binding()
        if binding.on is None and self.case.state == workflow.TRACKING and self.case.due_code == PROMISE:
            return
        self.case.due_on, self.case.due_code = binding.on, binding.code

    def note_due(self, code: str, variant: str = "") -> None:
        """Put a date on the work list where no clock may run (a returned or handed-over matter)."""
        rule = limit(self.case.track, code, today(), variant)
        if rule is None:
            self.case.due_on, self.case.due_code = None, ""
            return
        self.case.due_on = self.clocks.calendar.add_working_days(today(), rule.n).date
        self.case.due_code = code

    def after(self) -> None:
        """What the verb brings about; a matter that leads others, or was divided, takes them along."""
        for effect in AFTERWARDS.get(self.verb, ()):
            effect(self)
        if self.case.issue_ref is not None or self.case.part_count:
            for follow_up in FOLLOW_UPS:
                follow_up(self)

    # --- the record ---------------------------------------------------------------------------

    def subject(self) -> Subject:
        """The case."""
        return Subject(KIND, self.case_id)

    def entry_data(self) -> Mapping[str, object]:
        """From where to where, the version, the clocks; and what the subclass adds."""
        data: dict[str, object] = {"version": self.case.version}
        if self.before != self.case.state:
            data["from"], data["to"] = self.before, self.case.state
        if self.case.due_on is not None:
            data["due"] = [self.case.due_code, self.case.due_on]
        data.update(self.details())
        return data

    def details(self) -> Mapping[str, object]:
        """The subclass's facts for the log: codes, ids, dates, digests; never words or personal data."""
        return {}

    def announcement(self) -> Mapping[str, object] | None:
        """Who has it now, for inboxes and pages that follow."""
        return {**facts_of(self.case), "from": self.before}


def refusal(guard: str) -> Exception:
    """The error for a guard that refused: forbidden, wrong moment, or at a field of the form."""
    sentence = texts.refusal(guard)
    if guard in texts.GUARD_FORBIDS:
        return NotAllowed(guard, sentence)
    if guard in texts.GUARD_FIELDS:
        return Invalid.at(texts.GUARD_FIELDS[guard], guard, sentence)
    return WrongState(guard, sentence)


def line(text: str) -> str:
    """A typed line: tidied, on one line."""
    return tidy_line(text)


def words(text: str) -> str:
    """A typed text: tidied, its lines kept."""
    return tidy(text)


def too_long(name: str, text: str, limit_: int) -> list[FieldProblem]:
    """A problem when a text is longer than its column or the law of the house allows."""
    if len(text) <= limit_:
        return []
    return [FieldProblem(name, "text_long", texts.problem("text_long", limit=limit_, length=len(text)))]


def at(name: str, code: str, **facts: object) -> FieldProblem:
    """A problem at a field with its sentence."""
    return FieldProblem(name, code, texts.problem(code, **facts))
