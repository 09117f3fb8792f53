"""Promises tracked, matters closed by the right desk, opened again, withdrawn."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.db.models import QuerySet

from lianxin.cases import keeping, origins, policies, texts, workflow
from lianxin.cases.actions.base import KIND, MAX_REASON, PROMISE, CaseAction, at, line, too_long, words
from lianxin.cases.actions.carry import forget_answer
from lianxin.cases.models import Addition, Assignment, Case, IssueCase, Opinion, Reply, ResidentContact, Source
from lianxin.cases.rules import Facts
from lianxin.clocks import promises
from lianxin.clocks.models import Promise, PromiseState
from lianxin.clocks.promises import Given
from lianxin.clocks.rulesets import limit
from lianxin.core.clock import now, today
from lianxin.core.hashing import new_salt, salted_digest
from lianxin.core.text import MAX_TEXT
from lianxin.core.workdays import shift_months
from lianxin.journal.errors import FieldProblem, WrongState
from lianxin.records import attachments
from lianxin.records.attachments import Prepared


@dataclass(kw_only=True)
class TrackPromises(CaseAction[Case]):
    """Judged, or silent, but something was promised: it stays open until the promise is kept or has changed."""

    verb: ClassVar[str] = "case.track"
    move_code: ClassVar[str] = "track"

    _open: list[Promise] = field(init=False, default_factory=list, repr=False)

    def facts(self) -> Facts:
        """What is promised."""
        self._open = promises.unsettled(KIND, self.case.pk)
        return Facts(open_promises=len(self._open))

    def change(self) -> Case:
        """The state says it."""
        return self.case

    def mirror_due(self) -> None:
        """The next promised day stands on the lists."""
        mirror_promise(self.case, self._open)


def mirror_promise(case: Case, still_open: Sequence[Promise]) -> None:
    """The earliest promised day, or none."""
    first = min((promise.due_on for promise in still_open), default=None)
    case.due_on, case.due_code = first, PROMISE if first is not None else ""


@dataclass(kw_only=True)
class SettlePromise(CaseAction[Promise]):
    """What became of a promise: ``kept`` (with what shows it), ``missed``, or ``changed`` (why, and the new day)."""

    verb: ClassVar[str] = "case.settle_promise"
    move_code: ClassVar[str] = "settle_promise"

    promise_id: int
    state: str = PromiseState.KEPT
    reason: str = ""
    new_text: str = ""
    new_due_on: dt.date | None = None
    #: Photos and papers that show it, prepared before; or files of the case, by their ids.
    files: Sequence[Prepared] = ()
    file_ids: Sequence[int] = ()
    _promise: Promise | None = field(init=False, default=None, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """A promise of this case that is not settled, a state, a later day."""
        self.reason, self.new_text = words(self.reason), line(self.new_text)
        found = [*too_long("reason", self.reason, 2000), *too_long("new_text", self.new_text, 500)]
        self._open = promises.unsettled(KIND, self.case.pk)
        self._promise = next((promise for promise in self._open if promise.pk == self.promise_id), None)
        if self._promise is None:
            found.append(at("promise_id", "no_such_request"))
        if self.state not in {PromiseState.KEPT, PromiseState.MISSED, PromiseState.CHANGED}:
            found.append(at("state", "grade_unknown"))
        if self.new_due_on is not None and self.new_due_on <= today():
            found.append(at("new_due_on", "promise_day"))
        there = attachments.again(KIND, self.case.pk, self.file_ids) if self.file_ids else []
        if len(there) < len(set(self.file_ids)):
            found.append(at("file_ids", "no_such_file"))
        self.files = [*self.files, *there]
        return found

    def facts(self) -> Facts:
        """What shows it, or why."""
        return Facts(reason=self.reason)

    def change(self) -> Promise:
        """Write it into the ledger."""
        promise = self._promise
        if promise is None:
            raise WrongState("no_such_request", texts.problem("no_such_request"))
        following = None
        if self.state == PromiseState.KEPT:
            promises.keep(promise, self.reason)
        elif self.state == PromiseState.MISSED:
            promises.miss(promise, self.reason)
        else:
            new = Given(self.new_text or promise.text, self.new_due_on) if self.new_due_on is not None else None
            following = promises.change(promise, self.reason, new)
            origins.promised_anew(self.actor, promise, following)
        for one in self.files:
            attachments.attach(one, PROMISE, promise.pk, self.actor, field="files")
        self._open = [one for one in self._open if one.state in promises.UNSETTLED]
        if following is not None:
            self._open.append(following)
        return promise

    def mirror_due(self) -> None:
        """The next promised day, while tracking."""
        if self.case.state == workflow.TRACKING:
            mirror_promise(self.case, self._open)
        else:
            super().mirror_due()

    def details(self) -> Mapping[str, object]:
        """Which promise became what."""
        found = {"promise": str(self.promise_id), "state": self.state, "new": self.new_due_on}
        return {**found, "files": [one.sha256 for one in self.files]} if self.files else found


@dataclass(kw_only=True)
class Close(CaseAction[Case]):
    """办结: by the right desk, after the answer arrived and the resident was heard or asked, with no promise open."""

    verb: ClassVar[str] = "case.close"
    move_code: ClassVar[str] = "close"

    note: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A note that fits."""
        self.note = line(self.note)
        return too_long("note", self.note, 300)

    def check_party(self) -> None:
        """Whoever may not close is told who may."""
        if self.case.sealed:
            super().check_party()

    def facts(self) -> Facts:
        """The right closer, delivery, promises, verdict or silence."""
        case = self.case
        nobody_left = case.issue_ref is not None and not case.expects_verdict and not speakers_of(case).exists()
        return Facts(
            right_closer=policies.may_close(self.actor, case),
            delivered=case.delivered_on is not None or nobody_left,
            open_promises=len(promises.unsettled(KIND, case.pk)),
            heard=bool(case.resident_says) or self.before == workflow.SILENT,
            expects_verdict=case.expects_verdict,
        )

    def change(self) -> Case:
        """How it ended, in one code; contact data begins to expire."""
        case = self.case
        case.outcome = case.outcome or self._outcome()
        case.closed_on = today()
        expire_contacts(case)
        return case

    def _outcome(self) -> str:
        if self.before == workflow.SILENT:
            return "silent"
        if self.case.resident_says:
            return self.case.resident_says
        return "redirected" if self.before == workflow.REDIRECTED else "answered"

    def turn_clocks(self) -> None:
        """Nothing runs any more."""
        self.clocks.cancel(None, today())

    def details(self) -> Mapping[str, object]:
        """The outcome, and what the resident says: two different things."""
        return {"outcome": self.case.outcome, "resident_says": self.case.resident_says, "note": self.note}


def expire_contacts(case: Case) -> None:
    """Contact data is kept for the rule's months after the end, then erased."""
    contacts_of(case).update(expires_on=shift_months(today(), keeping.months(case.track)))


def contacts_of(case: Case) -> QuerySet[ResidentContact]:
    """The contact data of a case that is still there; one statement for the opinions."""
    opinions = list(Opinion.objects.filter(case_id=case.pk).values_list("pk", flat=True))
    return ResidentContact.objects.filter(opinion_id__in=opinions, erased_at=None)


@dataclass(kw_only=True)
class Reopen(CaseAction[Case]):
    """New facts within the window: the matter goes back to the desk that had it, its history with it."""

    verb: ClassVar[str] = "case.reopen"

    reason: str = ""

    @property
    def move(self) -> workflow.Move:
        """To the government desk, or to the congress office when the desk never had it."""
        return workflow.BY_CODE["reopen" if self.case.reached_desk else "reopen_at_office"]

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        self.reason = words(self.reason)
        return too_long("reason", self.reason, MAX_TEXT)

    def facts(self) -> Facts:
        """What is new, and until when."""
        closed, rule = self.case.closed_on, limit(self.case.track, "reopen_window", today())
        days = rule.n if rule is not None else 30
        return Facts(
            reason=self.reason,
            today=today(),
            reached_desk=self.case.reached_desk,
            reopen_until=closed + dt.timedelta(days=days) if closed is not None else None,
        )

    def change(self) -> Case:
        """The new facts become words of their own; a new round begins."""
        case = self.case
        opinion = Opinion.objects.filter(**case.voices_where).order_by("id")[0]
        self._digest = add_words(opinion, "add", self.reason, self.actor.label)
        Reply.objects.filter(case_id=case.pk).update(superseded=True)
        Assignment.objects.filter(case_id=case.pk, ended_on=None).update(ended_on=today())
        contacts_of(case).update(expires_on=None)
        case.return_count = case.extension_count = case.rehandle_count = 0
        case.closed_on, case.outcome, case.resident_says, case.unit_says = None, "", "", ""
        case.lead_unit, case.lead_is_desk, case.co_unit_path = None, False, ""
        case.replied_on = case.contacted_on = None
        forget_answer(case)
        return case

    def details(self) -> Mapping[str, object]:
        """The digest of what is new."""
        return {"words": self._digest}


def add_words(opinion: Opinion, kind: str, text: str, label: str) -> str:
    """Keep later words beside the first ones; returns their salted digest."""
    salt = new_salt()
    digest = salted_digest(text, salt)
    Addition(
        opinion=opinion, kind=kind, text=text, salt=salt, digest=digest, made_at=now(), made_by_label=label[:120]
    ).save(force_insert=True)
    return digest


def speakers_of(case: Case) -> QuerySet[Opinion]:
    """The voices of a case that were not taken back."""
    return Opinion.objects.filter(**case.voices_where, withdrawn_at=None)


def waiting_with(case: Case) -> int:
    """How many other matters follow this one and still wait for its answer; one statement, none without an issue."""
    if case.issue_ref is None or case.state == workflow.FOLLOWING:
        return 0
    members = IssueCase.objects.filter(issue_id=case.issue_ref, issue__lead_id=case.pk, left_at=None)
    return members.filter(case__state=workflow.FOLLOWING).count()


@dataclass(kw_only=True)
class Withdraw(CaseAction[Case]):
    """Who spoke takes the words back: by code, or by telling the office, which writes down why.

    Where others follow the matter and still wait for its answer, it goes on for them: one voice less, nobody lost.  One
    part of a divided matter ends alone; the whole takes its parts along.
    """

    verb: ClassVar[str] = "case.withdraw"

    reason: str = ""
    _others: int = field(init=False, default=0, repr=False)

    def lock(self) -> None:
        """Who else waits for this matter decides what withdrawing means."""
        super().lock()
        self._others = waiting_with(self.case)

    @property
    def move(self) -> workflow.Move:
        """The whole matter, or this voice alone."""
        return workflow.BY_CODE["withdraw_voice" if self._others else "withdraw"]

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = line(self.reason)
        return too_long("reason", self.reason, MAX_REASON)

    def facts(self) -> Facts:
        """Whose voice it is."""
        parties = self.parties()
        sources = set(Opinion.objects.filter(**self.case.voices_where).values_list("source", flat=True))
        own = (
            workflow.RESIDENT in parties
            or (workflow.DEPUTY in parties and sources == {Source.DEPUTY_OBSERVATION})
            or (workflow.CONGRESS_OFFICE in parties and bool(self.reason))
        )
        return Facts(own_voice=own, others=self._others)

    def change(self) -> Case:
        """The words stay; nobody works on them any more, unless for others."""
        if self._others:
            self.case.expects_verdict = False
            self.case.voice_count = max(self.case.voice_count - 1, 1)
            Opinion.objects.filter(case_id=self.case.pk, withdrawn_at=None).update(withdrawn_at=now())
            return self.case
        Opinion.objects.filter(case_id=self.case.pk, withdrawn_at=None).update(withdrawn_at=now())
        self.case.outcome, self.case.closed_on = "withdrawn", today()
        expire_contacts(self.case)
        return self.case

    def turn_clocks(self) -> None:
        """Nothing runs any more, unless others wait."""
        if not self._others:
            self.clocks.cancel(None, today())

    def details(self) -> Mapping[str, object]:
        """For how many others it goes on."""
        return {"others": self._others} if self._others else {}
