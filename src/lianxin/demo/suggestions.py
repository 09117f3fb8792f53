"""What the deputies of the example town suggest and what becomes of it, played beside the residents' opinions.

``data/suggestions.jsonl`` has a line a suggestion: its lead deputy, its text, and its steps, each with its moment, the
move, who makes it (a deputy's code, a role, or ``role:unit``), and what is typed.  Deputies and units stand there by
their codes.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from lianxin.cases.suggestions.actions import BY_MOVE, KIND
from lianxin.clocks.promises import unsettled
from lianxin.demo import beside
from lianxin.demo.cast import Cast
from lianxin.demo.play import Cue, read_lines
from lianxin.journal.actors import Actor

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


class Course(beside.Course):
    """Takes the steps as their moments come; called with a moment by who plays the rest of the script."""

    def __init__(self, cast: Cast) -> None:
        """Who acts."""
        super().__init__(cues())
        self.cast = cast
        self.rows: dict[str, Row] = {row["key"]: row for row in read_lines(SCRIPT)}
        self.made: dict[str, int] = {}

    def take(self, cue: Cue) -> None:
        """Take one step."""
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
