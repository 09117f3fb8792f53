"""本周一页 of a neighbourhood: what to tell, whom to ask, what falls due, what is stuck, what became of last week's.

One statement reads every matter of the page with its marks; each matter stands under the first heading that concerns
it.  No contact data and no verbatim words: a page that hangs on a wall says only what its reader must do.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases import models as m
from lianxin.cases.selectors.rows import RowMaker
from lianxin.cases.selectors.worklists import BY_CODE, BY_DUE, counted
from lianxin.clocks.models import Promise, PromiseState
from lianxin.core.clock import today
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal.actors import Actor
from lianxin.ui.dates import zh_day

#: So many matters a page reads at most; a neighbourhood has far fewer open.
MOST: Final = 200
#: After so many rows a heading says how many more there are.
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One matter in finished words: ``do`` is what the reader does, ``note`` what to know for it."""

    number: str
    title: str
    place: str
    do: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its rows; ``more`` is how many were left off the page, ``list`` the work list to look at."""

    code: str
    title: str
    empty: str
    rows: tuple[Row, ...]
    more: int = 0

    @property
    def count(self) -> int:
        """How many matters stand under this heading, shown or not."""
        return len(self.rows) + self.more


@dataclass(frozen=True, slots=True)
class Week:
    """The page: Monday to Sunday, and its sections in the order of the work."""

    first: dt.date
    last: dt.date
    sections: tuple[Section, ...]


#: Heading and what stands there when nothing does, in the order of the work; a matter comes under the first that fits.
HEADINGS: Final[Mapping[str, tuple[str | Text, str | Text]]] = {
    "to_tell": (gettext_lazy("要告知的"), gettext_lazy("没有要告知的答复。")),
    "to_ask": (gettext_lazy("要询问的"), gettext_lazy("没有要询问评价的。")),
    "promises": (gettext_lazy("答应过的"), gettext_lazy("没有到期的承诺。")),
    "overdue": (gettext_lazy("已经逾期的"), gettext_lazy("没有逾期的。")),
    "due": (gettext_lazy("本周到期的"), gettext_lazy("本周没有到期的。")),
    "last_week": (gettext_lazy("上周的事后来怎样"), gettext_lazy("上周没有新来的，也没有办完的。")),
}


def week_of(actor: Actor, day: dt.date | None = None) -> Week:
    """The page of the week a civil day lies in (today's); two statements."""
    wanted = day or today()
    first = wanted - dt.timedelta(days=wanted.isoweekday() - 1)
    last = first + dt.timedelta(days=6)
    maker = RowMaker()
    found: dict[str, list[Row]] = {code: [] for code in HEADINGS}
    for case in _matters(actor, first, last):
        code = next(code for code in HEADINGS if getattr(case, f"is_{code}"))
        found[code].append(_row(code, case, maker))
    sections = (_section(code, rows) for code, rows in found.items())
    return Week(first, last, tuple(sections))


def _section(code: str, rows: list[Row]) -> Section:
    title, empty = HEADINGS[code]
    return Section(code, str(title), str(empty), tuple(rows[:SHOWN]), max(len(rows) - SHOWN, 0))


def _matters(actor: Actor, first: dt.date, last: dt.date) -> Iterable[Any]:
    """Every matter of the page with a mark a heading, by due day; one statement."""
    marks = _marks(actor, first, last)
    anything = Q()
    for one in marks.values():
        anything |= one
    rows: QuerySet[m.Case] = counted(actor).filter(anything).select_related("category", "place__parent", "lead_unit")
    flags = {f"is_{code}": ExpressionWrapper(one, output_field=BooleanField()) for code, one in marks.items()}
    return rows.annotate(**flags, **_known()).order_by(BY_DUE, "place_path", "id")[:MOST]


def _marks(actor: Actor, first: dt.date, last: dt.date) -> dict[str, Q]:
    """The condition of every heading."""
    before = (first - dt.timedelta(days=7), first - dt.timedelta(days=1))
    is_open = BY_CODE["open"].where(actor)
    return {
        "to_tell": BY_CODE["to_tell"].where(actor),
        "to_ask": BY_CODE["waiting_verdict"].where(actor) & Q(asked_count__lt=2),
        "promises": BY_CODE["promises"].where(actor) & Q(due_on__lte=last),
        "overdue": is_open & Q(due_on__lt=today()),
        "due": is_open & Q(due_on__range=(today(), last)),
        "last_week": Q(received_on__range=before) | Q(closed_on__range=before) | Q(replied_on__range=before),
    }


def _known() -> dict[str, Any]:
    """What a row says besides: the answer that stands, the promise that is open, whether there is somebody to call."""
    answer = m.Reply.objects.filter(case=OuterRef("pk"), signed_at__isnull=False, superseded=False).order_by("-id")
    promise = Promise.objects.filter(
        owner_kind="case", owner_id=OuterRef("pk"), state__in=(PromiseState.OPEN, PromiseState.MISSED)
    ).order_by("due_on")
    contact = m.ResidentContact.objects.filter(opinion__case=OuterRef("pk"), erased_at=None)
    return {
        "answer_text": Subquery(answer.values("text")[:1]),
        "promise_text": Subquery(promise.values("text")[:1]),
        "promise_due": Subquery(promise.values("due_on")[:1]),
        "has_contact": Exists(contact),
    }


def _row(code: str, case: Any, maker: RowMaker) -> Row:
    row = maker.row(case)
    return Row(
        number=row["number"],
        title=shorten(mask(row["title"]), 40),
        place=row["place"],
        do=_TO_DO[code](case, row),
        note=_NOTES[code](case, row),
        tone=row["tone"],
    )


def _call(case: Any) -> str:
    return _("留有联系方式，可以打电话") if case.has_contact else _("没留联系方式，请上门或张贴")


def _answer(case: Any, row: Mapping[str, Any]) -> str:
    text = case.answer_text or case.redirect_reason
    said = [f"{row['unit_says']}。" if row["unit_says"] else "", shorten(mask(text), 90) if text else ""]
    return " ".join(filter(None, [*said, _call(case)]))


def _due(case: Any, row: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [row["due_label"], row["due_text"]]))


def _holder(case: Any, row: Mapping[str, Any]) -> str:
    return str(row["holder"])


def _stand(case: Any, row: Mapping[str, Any]) -> str:
    """Where a matter of last week stands now."""
    parts = [row["state_label"], row["holder"] if case.is_open else "", row["resident_says"]]
    return " · ".join(dict.fromkeys(filter(None, parts)))


_Says = Callable[[Any, Mapping[str, Any]], str]
_TO_DO: Final[Mapping[str, _Says]] = {
    "to_tell": lambda case, row: _("把答复告诉本人"),
    "to_ask": lambda case, row: _("再问一次解决没有") if case.asked_count else _("问一问解决没有"),
    "promises": lambda case, row: _("看看兑现没有"),
    "overdue": _holder,
    "due": _holder,
    "last_week": _stand,
}
_NOTES: Final[Mapping[str, _Says]] = {
    "to_tell": _answer,
    "to_ask": lambda case, row: _call(case),
    "promises": lambda case, row: _promise(case),
    "overdue": _due,
    "due": lambda case, row: f"{zh_day(case.due_on)} {row['due_label']}",
    "last_week": lambda case, row: _happened(case),
}


def _promise(case: Any) -> str:
    when = zh_day(case.promise_due) if case.promise_due else ""
    return " ".join(filter(None, [when, shorten(mask(case.promise_text or ""), 90)]))


def _happened(case: m.Case) -> str:
    """The day that brings it on the page."""
    if case.closed_on is not None:
        return _("%(day)s办结") % {"day": zh_day(case.closed_on)}
    if case.replied_on is not None:
        return _("%(day)s答复") % {"day": zh_day(case.replied_on)}
    return _("%(day)s收到") % {"day": zh_day(case.received_on)}
