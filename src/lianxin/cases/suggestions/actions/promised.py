"""What became of a promise in an answer: kept, not kept, changed, or how it stands after another year.

The deputies who signed hear it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.cases.actions.base import PROMISE
from lianxin.cases.models.promise import SuggestionYear
from lianxin.cases.models.suggestion import Suggestion
from lianxin.cases.promises.rules import year_owed
from lianxin.cases.suggestions import policies, texts
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions.base import KIND, MOST_LINE, WithReason, facts_of, fits, line
from lianxin.clocks import promises
from lianxin.clocks.models import Promise, PromiseState
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.clock import now, today
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.records import attachments
from lianxin.records.attachments import Prepared

SETTLED: Final = frozenset({PromiseState.KEPT, PromiseState.MISSED, PromiseState.CHANGED})


@dataclass(kw_only=True)
class SettlePromise(WithReason):
    """``kept`` (with what shows it), ``missed`` (why), or ``changed`` (why, and perhaps a new day).

    Source: 《上海市人民代表大会关于代表建议、批评和意见的规定》(2015): promises are followed across years, and
    the deputy is told when they are done and also when the facts change.
    """

    verb: ClassVar[str] = "suggestion.settle_promise"
    move_code: ClassVar[str] = "settle_promise"

    promise_id: int = 0
    state: str = ""
    new_text: str = ""
    new_due_on: dt.date | None = None
    #: Photos and papers that show it, prepared before the transaction.
    files: Sequence[Prepared] = ()
    _promise: Promise | None = field(init=False, default=None, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """A promise of this suggestion that is not settled, a state, a later day."""
        self.new_text = line(self.new_text)
        found = [*super().problems(), *fits("new_text", self.new_text, MOST_LINE)]
        waiting = promises.unsettled(KIND, self.row.pk)
        self._promise = next((one for one in waiting if one.pk == self.promise_id), None)
        if self._promise is None:
            found.append(FieldProblem("promise_id", "no_promise", texts.no_promise()))
        if self.state not in SETTLED:
            found.append(FieldProblem("state", "state_unknown", texts.promise_state()))
        if self.state == PromiseState.CHANGED and self.new_due_on is not None and self.new_due_on <= today():
            found.append(FieldProblem("new_due_on", "result_has_date", texts.refusal("result_has_date")))
        return found

    def change(self) -> None:
        """Write it into the ledger; a new day is a new promise that follows the old one."""
        promise = self._promise
        if promise is None:
            raise WrongState("no_promise", texts.no_promise())
        if self.state == PromiseState.KEPT:
            promises.keep(promise, self.reason)
        elif self.state == PromiseState.MISSED:
            promises.miss(promise, self.reason)
        else:
            day = self.new_due_on
            new = promises.Given(self.new_text or promise.text, day) if day is not None else None
            promises.change(promise, self.reason, new)
        for one in self.files:
            attachments.attach(one, PROMISE, promise.pk, self.actor, field="files")

    def details(self) -> Mapping[str, object]:
        """Which promise became what; of files their digests, never their names."""
        found = {"promise": str(self.promise_id), "state": self.state}
        return {**found, "files": [one.sha256 for one in self.files]} if self.files else found

    def announcement(self) -> Mapping[str, object] | None:
        """Whom it concerns; digests stay in the log."""
        return {**facts_of(self.row), "promise": str(self.promise_id), "state": self.state}


#: Who writes how an old promise stands: who promised, who presses, who follows.
WRITES: Final = frozenset({w.UNIT, w.UNIT_HEAD, w.DESK, w.OFFICE})


@dataclass(kw_only=True)
class WriteYearNote(Action[SuggestionYear]):
    """How a promise of a former year stands; the deputies who signed hear that there is news.

    Source: 《上海市人民代表大会关于代表建议、批评和意见的规定》(2015): promises are followed across years; a letter
    every year: Chongqing 2017 (notes on the law, §3.2).
    """

    verb: ClassVar[str] = "suggestion.promise_year"

    promise_id: int
    text: str = ""
    row: Suggestion = field(init=False, repr=False)
    _promise: Promise = field(init=False, repr=False)

    def lock(self) -> None:
        """The promise and its suggestion."""
        promise = Promise.objects.select_for_update().filter(pk=self.promise_id, owner_kind=KIND).first()
        row = Suggestion.objects.filter(pk=promise.owner_id).first() if promise is not None else None
        if promise is None or row is None or not policies.SEE.check(self.actor, row):
            raise NotAllowed("no_promise", texts.no_promise())
        self._promise, self.row = promise, row

    def check(self) -> None:
        """Who may, words, an old promise that is not settled, once a year."""
        if not policies.parties(self.actor, self.row) & WRITES:
            raise NotAllowed("not_this_party", _("年度情况由承诺的单位、政府交办台或镇人大办来写。"))
        self.text = tidy_line(self.text)
        problems = fits("text", self.text, MOST_LINE)
        if not self.text:
            problems.append(FieldProblem("text", "missing", _("请写清做到哪一步、还差什么、什么时候做到。")))
        if problems:
            raise Invalid(*problems)
        noted = SuggestionYear.objects.filter(promise=self._promise).values_list("year", flat=True)
        if year_owed(self._promise.promised_on, today(), self._promise.state not in UNSETTLED, noted) is None:
            raise WrongState("not_owed", _("这个承诺今年的情况已经写过，或者还没有跨年、已经了结。"))

    def perform(self) -> SuggestionYear:
        """Store it."""
        made = SuggestionYear(
            promise=self._promise, suggestion=self.row, year=today().year, text=self.text, made_at=now(),
            made_by_label=self.actor.label[:120],
        )  # fmt: skip
        made.save(force_insert=True)
        return made

    def subject(self) -> Subject:
        """The suggestion."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which promise, which year."""
        return {"promise": str(self.promise_id), "year": today().year, "number": self.row.number}

    def announcement(self) -> Mapping[str, object]:
        """For the deputies who signed; no words."""
        return facts_of(self.row)


ACTIONS: Final = (SettlePromise,)
