"""What became of a promise in an answer: kept, not kept, or changed; the deputies who signed hear it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases.suggestions import texts
from lianxin.cases.suggestions.actions.base import KIND, MOST_LINE, WithReason, fits, line
from lianxin.clocks import promises
from lianxin.clocks.models import Promise, PromiseState
from lianxin.core.clock import today
from lianxin.journal.errors import FieldProblem, WrongState

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

    def details(self) -> Mapping[str, object]:
        """Which promise became what."""
        return {"promise": str(self.promise_id), "state": self.state}


ACTIONS: Final = (SettlePromise,)
