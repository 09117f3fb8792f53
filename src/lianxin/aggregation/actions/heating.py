"""Time counts the heat of every issue once a day, so that a later day can say what has risen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.engine.heat import Heat
from lianxin.aggregation.models import IssueHeat
from lianxin.aggregation.selectors import hot
from lianxin.cases.models import Issue, Opinion
from lianxin.core.clock import today
from lianxin.journal.actions import Action, Subject

#: Heat of earlier days is kept so long; an issue in which nobody spoke for a year is cold.
KEPT: Final = dt.timedelta(days=60)
COLD: Final = dt.timedelta(days=365)


@dataclass(kw_only=True)
class CountHeat(Action[int]):
    """Store today's heat of every issue that lives, once; forget what is older than sixty days."""

    verb: ClassVar[str] = "aggregation.heat"

    _first: int = field(init=False, default=0, repr=False)
    _n: int = field(init=False, default=0, repr=False)

    def perform(self) -> int:
        """Count; how many issues."""
        day = today()
        live = dict(Issue.objects.filter(ended_on=None).values_list("pk", "lead_id"))
        rows = Opinion.objects.filter(case__issue_ref__in=list(live), withdrawn_at=None, spoken_on__gte=day - COLD)
        by_issue, homes = hot.said(rows), hot.neighbourhoods()
        same = hot.persons(by_issue)
        IssueHeat.objects.filter(day=day).delete()
        IssueHeat.objects.filter(day__lt=day - KEPT).delete()
        made = [self._row(pk, day, hot.heat_of(some, same, homes, day)) for pk, some in sorted(by_issue.items())]
        IssueHeat.objects.bulk_create(made)
        self._n, self._first = len(made), made[0].issue_id if made else 0
        return self._n

    def _row(self, pk: int, day: dt.date, found: Heat) -> IssueHeat:
        return IssueHeat(
            issue_id=pk, day=day, engine=VERSION, value=found.value, people=found.people, recency=found.recency,
            places=found.places, spread=found.spread, serious=found.serious, messages=found.messages,
            repeats=found.repeats,
        )  # fmt: skip

    def subject(self) -> Subject:
        """The first issue."""
        return Subject("issue", self._first)

    def entry_data(self) -> Mapping[str, object]:
        """How many."""
        return {"n": self._n, "engine": VERSION}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return
