"""What the page about models says: figures, curve, calibration, what people decide, whether it got worse."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.aggregation import measures
from lianxin.aggregation.actions.learning import DECIDES, LEAST
from lianxin.aggregation.models import Analysis, Learned, LearnedKind, LearnedState, Likeness, LikenessState
from lianxin.core.clock import now

MONTH: Final = dt.timedelta(days=30)
#: So many newest readings are compared with what people decided; so many models are listed.
READ: Final = 5_000
LISTED: Final = 8


@dataclass(frozen=True, slots=True)
class Month:
    """How a kind did in thirty days: how many people decided, how many of these as it had said."""

    right: int
    n: int

    @property
    def share(self) -> str:
        """In words that carry the number."""
        return _("%(share)d%%（%(right)d/%(n)d）") % {
            "share": round(100 * self.right / self.n), "right": self.right, "n": self.n,
        } if self.n else _("没有")  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindPage:
    """One kind of model."""

    kind: str
    label: str
    used: Learned | None
    figures: dict[str, Any]
    old: dict[str, Any]
    decides: str
    curve: list[dict[str, Any]]
    bins: list[dict[str, str]]
    this_month: Month
    last_month: Month
    worse: bool
    rows: list[Learned]
    needed: int


def pages() -> list[KindPage]:
    """Both kinds; three statements."""
    rows = list(Learned.objects.defer("weights").order_by("-n"))
    agreed = {LearnedKind.CLASSES: _classes(), LearnedKind.PAIRS: _pairs()}
    return [_page(kind, [one for one in rows if one.kind == kind], *agreed[kind]) for kind in LearnedKind]


def _page(kind: LearnedKind, rows: list[Learned], this: Month, last: Month) -> KindPage:
    used = next((one for one in rows if one.state == LearnedState.USED), None)
    figures = json.loads(used.figures) if used is not None else {}
    return KindPage(
        kind=kind.value,
        label=str(kind.label),
        used=used,
        figures=figures,
        old=figures.get("old", {}),
        decides=_("各类平均 F1") if DECIDES[kind] == "macro_f1" else _("排在前面的有多准"),
        curve=[{"label": str(n), "value": round(100 * value)} for n, value in figures.get("curve", [])],
        bins=[
            {"said": f"{100 * said:.0f}%", "true": f"{100 * true:.0f}%", "n": str(int(n))}
            for said, true, n in figures.get("bins", [])
        ],
        this_month=this,
        last_month=last,
        worse=measures.worse_than_before((this.right, this.n), (last.right, last.n)),
        rows=rows[:LISTED],
        needed=LEAST[kind],
    )


def _classes() -> tuple[Month, Month]:
    """First guesses against the category people gave; one statement."""
    rows = Analysis.objects.filter(
        made_at__gte=now() - 2 * MONTH, opinion__case__category__isnull=False,
        opinion__case__transferred_on__isnull=False,
    )  # fmt: skip
    found: dict[bool, list[bool]] = {True: [], False: []}
    for made, guesses, code in rows.order_by("-pk").values_list("made_at", "guesses", "opinion__case__category__code")[
        :READ
    ]:
        said = json.loads(guesses)
        found[made >= now() - MONTH].append(bool(said) and said[0][0] == code)
    return _month(found[True]), _month(found[False])


def _pairs() -> tuple[Month, Month]:
    """Likely pairs against what people answered; one statement."""
    rows = Likeness.objects.filter(
        decided_at__gte=now() - 2 * MONTH, by_machine=False, state__in=(LikenessState.SAME, LikenessState.DIFFERENT)
    )
    found: dict[bool, list[bool]] = {True: [], False: []}
    for when, score, state in rows.order_by("-pk").values_list("decided_at", "score", "state")[:READ]:
        found[when is not None and when >= now() - MONTH].append((score >= 0.5) == (state == LikenessState.SAME))
    return _month(found[True]), _month(found[False])


def _month(right: list[bool]) -> Month:
    return Month(sum(right), len(right))


def sent_to_people() -> dict[str, int]:
    """Of the pairs of the last thirty days: joined by time, answered by people, waiting; one statement."""
    rows = Likeness.objects.filter(made_at__gte=now() - MONTH).values_list("state", "by_machine")
    found = {"machine": 0, "people": 0, "waiting": 0}
    for state, machine in rows:
        asked = state in {LikenessState.OPEN, LikenessState.LATER}
        found["waiting" if asked else "machine" if machine else "people"] += 1
    return found
