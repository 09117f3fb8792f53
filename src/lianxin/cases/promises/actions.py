"""News of promises: written with the change itself, or for the year; told by contact or slip."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.cases import policies, workflow
from lianxin.cases.actions.base import KIND, CaseAction, line, too_long
from lianxin.cases.actions.ending import SettlePromise
from lianxin.cases.models import Case, ContactHow, News, PromiseNote
from lianxin.cases.promises import rules
from lianxin.clocks.models import Promise, PromiseState
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.clock import now, today
from lianxin.core.text import shorten
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.ui.dates import zh_date

MAX_NEWS: Final = 500
#: Parties that may write and tell: who promised, who presses, who follows, who carries.
WRITES: Final = frozenset({workflow.UNIT, workflow.GOVERNMENT_DESK, workflow.CONGRESS_OFFICE})
TELLS: Final = WRITES | {workflow.SECRETARY}


def write_note(promise: Promise, case: Case, kind: str, text: str, by: str) -> PromiseNote:
    """One piece of news that somebody now has to hear."""
    note = PromiseNote(
        promise=promise,
        case=case,
        kind=kind,
        year=today().year,
        text=shorten(text, MAX_NEWS),
        made_at=now(),
        made_by_label=by[:120],
    )
    note.save(force_insert=True)
    return note


def news_of(promise: Promise, state: str, reason: str) -> str:
    """What the resident is told, in one plain sentence or two."""
    facts = {"text": promise.text, "due": zh_date(promise.due_on), "reason": reason}
    if state == PromiseState.KEPT:
        return _("答应您的“%(text)s”已经做到。凭据：%(reason)s") % facts
    if state == PromiseState.MISSED:
        return _("答应 %(due)s 做到的“%(text)s”没有做到。原因：%(reason)s") % facts
    following = promise.successor
    new = _("新的日子：%(day)s。") % {"day": zh_date(following.due_on)} if following is not None else ""
    return _("答应您的“%(text)s”，情况有了变化：%(reason)s。%(new)s") % {**facts, "new": new}


def follow_settling(action: CaseAction[Any]) -> None:
    """Every settled promise becomes news for who was promised it."""
    if not isinstance(action, SettlePromise):
        return
    promise = Promise.objects.select_related("successor").get(pk=action.promise_id)
    text = news_of(promise, action.state, action.reason)
    write_note(promise, action.case, News(action.state), text, action.actor.label)


@dataclass(kw_only=True)
class WriteYearNote(Action[PromiseNote]):
    """How an old promise stands after another year: written by the unit (or a desk), then told."""

    verb: ClassVar[str] = "promise.year_note"

    promise_id: int
    text: str = ""
    _promise: Promise | None = field(init=False, default=None, repr=False)
    _case: Case | None = field(init=False, default=None, repr=False)

    def lock(self) -> None:
        """The promise and its case."""
        self._promise = Promise.objects.select_for_update().filter(pk=self.promise_id, owner_kind=KIND).first()
        if self._promise is not None:
            self._case = Case.objects.filter(pk=self._promise.owner_id).first()

    def check(self) -> None:
        """Who may, an old promise that is not settled, once a year, words."""
        if self._promise is None or self._case is None or not policies.SEE_CASE.check(self.actor, self._case):
            raise NotAllowed("no_promise", _("找不到这个承诺，或者它不在您的范围内。"))
        if not policies.parties(self.actor, self._case) & WRITES:
            raise NotAllowed("not_this_party", _("年度情况由承诺的单位、政府交办台或镇人大办来写。"))
        self.text = line(self.text)
        problems = too_long("text", self.text, MAX_NEWS)
        if not self.text:
            problems.append(FieldProblem("text", "missing", _("请写清做到哪一步、还差什么、什么时候做到。")))
        if problems:
            raise Invalid(*problems)
        noted = self._promise.notes.filter(kind=News.YEARLY).values_list("year", flat=True)
        settled = self._promise.state not in UNSETTLED
        if rules.year_owed(self._promise.promised_on, today(), settled, noted) is None:
            raise WrongState("not_owed", _("这个承诺今年的情况已经写过，或者还没有跨年、已经了结。"))

    def perform(self) -> PromiseNote:
        """For everybody who has the promise: one note each."""
        if self._promise is None or self._case is None:
            raise WrongState("no_promise", _("找不到这个承诺，或者它不在您的范围内。"))
        made = write_note(self._promise, self._case, News.YEARLY, self.text, self.actor.label)
        for copy in Promise.objects.filter(shared_from_id=self._promise.pk, state__in=UNSETTLED).order_by("id"):
            owner = Case.objects.get(pk=copy.owner_id)
            write_note(copy, owner, News.YEARLY, self.text, self.actor.label)
        return made

    def subject(self) -> Subject:
        """The case."""
        return Subject(KIND, self._case.pk if self._case is not None else 0)

    def entry_data(self) -> Mapping[str, object]:
        """Which promise, which year."""
        return {"promise": str(self.promise_id), "year": today().year}

    def announcement(self) -> None:
        """It stands on the list of what has to be told."""
        return


@dataclass(kw_only=True)
class TellNews(Action[PromiseNote]):
    """Somebody told the resident (or the deputy) the news: how and when."""

    verb: ClassVar[str] = "promise.told"

    note_id: int
    how: str = ""
    _note: PromiseNote | None = field(init=False, default=None, repr=False)

    def lock(self) -> None:
        """The note."""
        rows = PromiseNote.objects.select_for_update().filter(pk=self.note_id)
        self._note = rows.select_related("case").first()

    def check(self) -> None:
        """Who may, a known way, once."""
        note = self._note
        if note is None or not policies.SEE_CASE.check(self.actor, note.case):
            raise NotAllowed("no_promise", _("找不到这个承诺，或者它不在您的范围内。"))
        if not policies.parties(self.actor, note.case) & TELLS:
            raise NotAllowed("not_this_party", _("由承办单位、居民区、交办台或镇人大办告知。"))
        if self.how not in ContactHow.values:
            raise Invalid(FieldProblem("how", "how_unknown", _("请选用什么方式告知的。")))
        if note.told_at is not None:
            raise WrongState("told", _("这一条已经告知过。"))

    def perform(self) -> PromiseNote:
        """Write it down."""
        if self._note is None:
            raise WrongState("no_promise", _("找不到这个承诺，或者它不在您的范围内。"))
        self._note.told_at, self._note.told_how, self._note.told_by_label = now(), self.how, self.actor.label[:120]
        self._note.save(update_fields=["told_at", "told_how", "told_by_label"])
        return self._note

    def subject(self) -> Subject:
        """The case."""
        return Subject(KIND, self._note.case_id if self._note is not None else 0)

    def entry_data(self) -> Mapping[str, object]:
        """Which news, how."""
        return {"note": str(self.note_id), "how": self.how}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return
