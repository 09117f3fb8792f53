"""What the deputies of the example town suggest and what becomes of it, played beside the residents' opinions.

``data/suggestions.jsonl`` has a line a suggestion: its lead deputy, its text, and its steps, each with its moment, the
move, who makes it (a deputy's code, a role, or ``role:unit``), and what is typed.  Deputies and units stand there by
their codes.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lianxin.cases.suggestions.actions import BY_MOVE, KIND
from lianxin.clocks.promises import unsettled
from lianxin.core import clock
from lianxin.demo.cast import Cast
from lianxin.demo.play import Cue, Refused, read_lines, words_of
from lianxin.journal.actors import Actor
from lianxin.journal.errors import ActionError

Row = dict[str, Any]
SCRIPT: Final = "suggestions.jsonl"


def cues() -> list[Cue]:
    """Every step of every suggestion, in the order of time."""
    found = [
        Cue(dt.datetime.fromisoformat(step["at"]), row["key"], number, step)
        for row in read_lines(SCRIPT)
        for number, step in enumerate(row["steps"])
    ]
    return sorted(found, key=lambda cue: (cue.at, cue.key, cue.number))


@dataclass
class Course:
    """Takes the steps as their moments come; called with a moment by who plays the rest of the script."""

    cast: Cast
    rows: dict[str, Row] = field(default_factory=lambda: {row["key"]: row for row in read_lines(SCRIPT)})
    waiting: list[Cue] = field(default_factory=lambda: cues()[::-1])
    made: dict[str, int] = field(default_factory=dict)

    def __call__(self, moment: dt.datetime) -> None:
        """Take every step whose moment has come; raises `play.Refused` at the first one that fails."""
        while self.waiting and self.waiting[-1].at <= moment:
            cue = self.waiting.pop()
            clock.set_fixed(cue.at)
            try:
                self._take(cue)
            except (ActionError, LookupError, ValueError) as error:
                raise Refused(f"{cue.key}, step {cue.number} ({cue.step['do']}): {words_of(error)}") from error

    def _take(self, cue: Cue) -> None:
        step, actor = cue.step, self._actor(cue.step["by"])
        if step["do"] == "draft":
            self.made[cue.key] = BY_MOVE["draft"](actor=actor, **self.rows[cue.key]["text"]).execute().pk
            return
        pk = self.made[cue.key]
        BY_MOVE[step["do"]](actor=actor, pk=pk, **self._typed(step.get("typed", {}), pk)).execute()

    def _actor(self, by: str) -> Actor:
        role, _, unit = by.partition(":")
        if role in self.cast.deputies:
            return self.cast.deputy(role)
        return self.cast.of(role, unit) if unit else self.cast.somebody(role)

    def _typed(self, typed: Mapping[str, Any], pk: int) -> Row:
        """What is typed, with codes as ids and days as days."""
        found = dict(typed)
        for name in ("on", "promise_on", "new_due_on"):
            if name in found:
                found[name] = dt.date.fromisoformat(found[name])
        for name in ("lead_unit", "proposed_unit"):
            if name in found:
                found[name] = self.cast.units[found[name]].pk
        if "co_units" in found:
            found["co_units"] = [self.cast.units[code].pk for code in found["co_units"]]
        if "deputies" in found:
            found["deputies"] = [self.cast.deputies[code].pk for code in found["deputies"]]
        if found.pop("promise", ""):
            found["promise_id"] = unsettled(KIND, pk)[0].pk
        return found
