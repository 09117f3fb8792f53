"""我也一样: a neighbour adds oneself to an open matter by a link, seeing nobody's words; an own opinion and code."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases import lists, policies
from lianxin.cases.actions.base import line, words
from lianxin.cases.actions.record import RecordOpinion
from lianxin.cases.issues import rules, texts
from lianxin.cases.issues.actions import MergeCases, problem
from lianxin.cases.issues.moves import stands
from lianxin.cases.models import Case, IssueCase, MeToo, Opinion, Track
from lianxin.cases.receipts import Receipt
from lianxin.cases.signals import suggested_kind
from lianxin.core.clock import now, today
from lianxin.core.ids import random_token
from lianxin.core.masking import mask
from lianxin.core.text import fold
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.people import roles
from lianxin.people.policies import RolePolicy

ME_TOO: Final = "me_too"
#: Who hands out such a link: the desks, and the neighbourhood for its own.
OPEN_ME_TOO: Final = RolePolicy(
    roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.SECRETARY, roles.COMMITTEE
)
MAX_DAYS: Final = 366
#: So many signs in a row of somebody's words in the public name are too many.
ECHO: Final = 12


@dataclass(kw_only=True)
class OpenMeToo(Action[MeToo]):
    """Make the link: a neutral ``title`` of the office's own, until a day."""

    verb: ClassVar[str] = "me_too.opened"

    case_id: int
    title: str = ""
    closes_on: dt.date | None = None
    _case: Case | None = field(init=False, default=None, repr=False)
    _made: MeToo = field(init=False, repr=False)

    def lock(self) -> None:
        """The case."""
        self._case = Case.objects.select_for_update().filter(pk=self.case_id).first()

    def check(self) -> None:
        """Who may, a matter that can still lead, a name that quotes nobody."""
        case = self._case
        if case is None or not OPEN_ME_TOO.check(self.actor) or not policies.SEE_CASE.check(self.actor, case):
            raise NotAllowed("no_such_case", texts.sentence("not_joined"))
        self.title = line(self.title)
        found: list[FieldProblem] = []
        if not 2 <= len(self.title) <= 60:
            found.append(problem("title", "title"))
        if self.closes_on is None or not today() < self.closes_on <= today() + dt.timedelta(days=MAX_DAYS):
            found.append(problem("closes_on", "closes"))
        said = Opinion.objects.filter(**case.voices_where).values_list("verbatim", flat=True)
        if any(echoes(self.title, one) for one in said):
            found.append(problem("title", "own_words"))
        if found:
            raise Invalid(*found)
        if not can_take(case):
            raise WrongState("cannot_join", texts.sentence("cannot_join"))

    def perform(self) -> MeToo:
        """One open link a matter: an earlier one closes."""
        MeToo.objects.filter(case_id=self.case_id, closed_at=None).update(closed_at=now())
        case = self._case
        self._made = MeToo(
            case_id=self.case_id,
            place_id=case.place_id if case is not None else None,
            title=mask(self.title),
            token=random_token(),
            opened_at=now(),
            opened_by_label=self.actor.label[:120],
            closes_on=self.closes_on or today(),
        )
        self._made.save(force_insert=True)
        return self._made

    def subject(self) -> Subject:
        """The case."""
        return Subject("case", self.case_id)

    def entry_data(self) -> Mapping[str, object]:
        """Until when."""
        return {"until": self._made.closes_on}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


@dataclass(kw_only=True)
class CloseMeToo(Action[int]):
    """Close the link of a case."""

    verb: ClassVar[str] = "me_too.closed"

    case_id: int

    def check(self) -> None:
        """Who may."""
        case = Case.objects.filter(pk=self.case_id).first()
        if case is None or not OPEN_ME_TOO.check(self.actor) or not policies.SEE_CASE.check(self.actor, case):
            raise NotAllowed("no_such_case", texts.sentence("not_joined"))

    def perform(self) -> int:
        """Close it; how many were open."""
        return MeToo.objects.filter(case_id=self.case_id, closed_at=None).update(closed_at=now())

    def subject(self) -> Subject:
        """The case."""
        return Subject("case", self.case_id)

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


@dataclass(kw_only=True)
class SayMeToo(Action[Receipt]):
    """Add one's own voice: own words or none, an own opinion and code, following the matter at once.

    ``known`` are opinions whose code this person has shown before; one of them in the same issue makes this a
    repetition, which is counted apart.  The record is made by the neighbour, the merging by time itself.  Words that
    sound like an emergency or an accusation follow nothing: they leave the flow, so the office reads them first.
    """

    verb: ClassVar[str] = "me_too.said"

    me_too_id: int
    words: str = ""
    contact_name: str = ""
    contact: str = ""
    known: tuple[int, ...] = ()
    client_key: str = ""
    _row: MeToo | None = field(init=False, default=None, repr=False)
    _receipt: Receipt = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """The form's key makes a second press harmless."""
        self.once = self.once or self.client_key or None

    def lock(self) -> None:
        """The link; the case is locked by the merging."""
        self._row = MeToo.objects.select_related("case").filter(pk=self.me_too_id).first()

    def check(self) -> None:
        """Open, and the matter still waits for its answer."""
        if self._row is None or not is_open(self._row):
            raise WrongState("not_open", texts.sentence("not_open"))
        if not can_take(self._row.case):
            raise WrongState("cannot_join", texts.sentence("cannot_join"))

    def perform(self) -> Receipt:
        """Record, then follow."""
        row = self._row
        if row is None:
            raise WrongState("not_open", texts.sentence("not_open"))
        case, apart = row.case, bool(suggested_kind(self.words))
        self._receipt = RecordOpinion(
            actor=self.actor,
            words=words(self.words) or texts.same_words(),
            kind=lists.UNKNOWN if apart else case.kind,
            category=case.category.code if case.category is not None else "",
            place_id=row.place_id,
            channel="qr",
            track=Track.RESIDENT if apart else case.track,
            contact_name=self.contact_name,
            contact=self.contact,
        ).execute()
        if not apart:
            self._follow(row)
        return self._receipt

    def _follow(self, row: MeToo) -> None:
        """Let the new voice follow the matter at once."""
        mine, earlier = self._receipt.case_id, self._spoke_before(row.case)
        MergeCases(
            actor=SYSTEM,
            lead_id=row.case.pk,
            case_ids=[mine],
            title=row.title,
            across_reason=row.title,
            repeats={mine: earlier} if earlier else {},
            by_resident=True,
        ).execute()

    def _spoke_before(self, case: Case) -> int:
        """A case of this issue that this person spoke in before; 0 for somebody new."""
        cases = [case.pk]
        if case.issue_ref is not None:
            cases += IssueCase.objects.filter(issue_id=case.issue_ref, left_at=None).values_list("case_id", flat=True)
        own = Opinion.objects.filter(pk__in=self.known, case_id__in=cases).order_by("id")
        return own.values_list("case_id", flat=True).first() or 0

    def subject(self) -> Subject:
        """The new case."""
        return Subject("case", self._receipt.case_id)

    def entry_data(self) -> Mapping[str, object]:
        """By which link."""
        return {"me_too": str(self.me_too_id)}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return

    def request_data(self) -> object:
        """Everything typed: somebody else on the same page, left open, is not shown the receipt before."""
        return [self.me_too_id, words(self.words), line(self.contact_name), line(self.contact), list(self.known)]

    def recall(self, kind: str, object_id: int) -> Receipt:
        """The receipt of the first press."""
        from_case = Opinion.objects.select_related("case").filter(case_id=object_id).order_by("id")[0]
        return RecordOpinion(actor=self.actor).recall(kind, from_case.case_id)


def is_open(row: MeToo) -> bool:
    """Whether the link still takes voices."""
    return row.closed_at is None and row.closes_on >= today()


def can_take(case: Case) -> bool:
    """Whether the matter can still lead others."""
    stood = stands(case, leads=True)
    return not case.sealed and stood.state in rules.CAN_LEAD


def echoes(title: str, said: str) -> bool:
    """Whether a name repeats a run of somebody's words."""
    plain, spoken = fold(title), fold(said)
    return any(plain[i : i + ECHO] in spoken for i in range(len(plain) - ECHO + 1))
