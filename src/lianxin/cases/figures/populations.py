"""Which rows a figure counts: one grouped statement a population, and the same conditions for the rows behind it.

Sealed matters never count, nor those whose import was undone. What happened after the cut-off does not count. A part of
a distribution is a condition in the database, used for counting and for listing alike, so the two cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from lianxin.cases import lists
from lianxin.cases import workflow as w
from lianxin.cases.models import IMPORT_UNDONE, Case, ContactLog, Opinion, Reply, ReturnRequest, Verdict
from lianxin.cases.models.contact import ContactPurpose
from lianxin.cases.models.verdict import Judge
from lianxin.clocks.models import Clock, ClockState, Promise, PromiseState
from lianxin.core.clock import TOWN_TZ, day_bounds
from lianxin.db.base import TownOwned
from lianxin.journal.models import LogEntry
from lianxin.records.models import Publication
from lianxin.records.models.publication import Audience
from lianxin.reports.figures.model import Reader, Scope

#: What facts are grouped by, as fields of the matter.
KEYS: Final = {"unit": "lead_unit_id", "place": "place_path", "category": "category_id", "track": "track"}
Rows = QuerySet[Any]
Parts = Mapping[str, tuple[tuple[str, Q], ...]]


def counted(scope: Scope) -> QuerySet[Case]:
    """The matters that count at all, narrowed to what is asked."""
    return Case.objects.filter(counts(scope))


def counts(scope: Scope, case: str = "") -> Q:
    """The same as a condition; *case* leads to the matter (``case__``).

    Rows that lead to a matter are narrowed by what they join, never by a list of all matters that count: SQLite would
    go through that list anew for every row.
    """
    found = Q(**{f"{case}sealed": False}) & ~Q(**{f"{case}outcome": IMPORT_UNDONE})
    if scope.unit:
        found &= Q(**{f"{case}lead_unit": scope.unit})
    if scope.place:
        found &= Q(**{f"{case}place_path__startswith": scope.place})
    if scope.category:
        found &= Q(**{f"{case}category": scope.category}) | Q(**{f"{case}category__parent": scope.category})
    return found & Q(**{f"{case}track": scope.track}) if scope.track else found


def end_of(scope: Scope) -> dt.datetime:
    """The moment at which the cut-off day is over."""
    return day_bounds(scope.as_of)[1]


@dataclass(frozen=True)
class Population:
    """Rows that are counted by day and part.

    ``rows`` gives them for a scope (with everything annotated that ``parts`` need), ``day`` and ``since`` are the
    fields of the day a row counts on and of the day it began, ``case`` leads to the matter. ``parts`` are at most two
    dimensions: for each the codes with their conditions, the first that holds; what fits none has part "".
    """

    code: str
    rows: Callable[[Scope], Rows]
    day: str
    case: str = "pk"
    since: str = ""
    parts: Callable[[Scope], Parts] = field(default=lambda _scope: {})

    def facts(self, reader: Reader) -> list[tuple[Any, ...]]:
        """``(day, since, key, part, second part, n)``; one statement, for all populations where all will be asked."""
        if reader.whole:
            return self.together(reader)[self.code]
        found: list[tuple[Any, ...]] = reader.once(self.code, lambda one: [row[1:] for row in self.query(one)])
        return found

    def together(self, reader: Reader) -> Mapping[str, list[tuple[Any, ...]]]:
        """The facts of every population of its kind, in one statement the first time."""
        found: Mapping[str, list[tuple[Any, ...]]] = reader.once("populations", lambda one: read_all(one, ALL))
        return found

    def query(self, reader: Reader) -> QuerySet[Any, Any]:
        """The grouped statement: the code, then the columns of :meth:`facts`."""
        scope = reader.scope
        marks: list[Any] = [marking(parts) for parts in self.parts(scope).values()]
        marks += [Value("", CharField())] * 2
        made = {"fact_code": Value(self.code, CharField()), "fact_day": F(self.day)}
        made |= {"fact_since": F(self.since or self.day), "fact_key": self.key(reader.by)}
        made |= {"fact_part": marks[0], "fact_second": marks[1]}
        rows: QuerySet[Any, Any] = self.rows(scope).order_by().annotate(**made).values_list(*made)
        grouped: QuerySet[Any, Any] = rows.annotate(fact_n=Count("pk"))
        return grouped

    def key(self, by: str) -> Any:
        """What rows are grouped by, as an expression."""
        if not by:
            return Value("", CharField())
        if self.case == "owner_id":
            return Subquery(Case.objects.filter(pk=OuterRef("owner_id")).values(KEYS[by])[:1])
        return F(KEYS[by] if self.case == "pk" else f"case__{KEYS[by]}")

    def cases(self, scope: Scope, dimension: str = "", part: str = "") -> QuerySet[Case]:
        """The matters behind the facts of a period: all, or those of one part."""
        return Case.objects.filter(pk__in=self.behind(scope, dimension, part).order_by().values(self.case))

    def behind(self, scope: Scope, dimension: str = "", part: str = "") -> Rows:
        """The counted rows themselves, of a period: all, or those of one part."""
        rows = self.rows(scope).filter(**{f"{self.day}__range": (scope.first, scope.until)})
        if part:
            rows = rows.annotate(wanted=marking(self.parts(scope)[dimension])).filter(wanted=part)
        return rows


def marking(parts: tuple[tuple[str, Q], ...]) -> Any:
    """The part a row belongs to, as an expression."""
    whens = [When(condition, then=Value(code)) for code, condition in parts]
    return Choose(*whens, default=Value(""), output_field=CharField())


def of_one(model: type[TownOwned], moment: str, scope: Scope) -> Rows:
    """What stood at the cut-off, to be asked of one matter at a time.

    The moment is hidden from the indexes: SQLite, which knows nothing of how rows are spread, would rather read all
    that happened before it – for every matter anew – than the few rows of the matter.
    """
    return model.objects.annotate(moment=Coalesce(moment, moment)).filter(moment__lt=end_of(scope))


# --- the populations ------------------------------------------------------------------------------


def _received(scope: Scope) -> Rows:
    return counted(scope).filter(received_on__range=(scope.first, scope.until))


RECEIVED: Final = Population("received", _received, "received_on")


def _assigned(scope: Scope) -> Rows:
    back = ReturnRequest.objects.filter(case=OuterRef("pk"), made_at__lt=end_of(scope))
    rows = counted(scope).filter(assigned_on__range=(scope.first, scope.until))
    return rows.annotate(came_back=Exists(back))


ASSIGNED: Final = Population(
    "assigned", _assigned, "assigned_on",
    parts=lambda _scope: {"returned": (("returned", Q(came_back=True)), ("stayed", Q(pk__isnull=False)))},
)  # fmt: skip


def _contacts(scope: Scope) -> Rows:
    rows = counted(scope).filter(contacted_on__range=(scope.first, scope.until), assigned_on__isnull=False)
    return rows.exclude(contacted_on__lt=F("assigned_on"))


CONTACTS: Final = Population("contacts", _contacts, "contacted_on", since="assigned_on")


def _clocks(scope: Scope, *codes: str, **more: str) -> Rows:
    """Clocks of matters that fell due in the period."""
    rows = Clock.objects.filter(owner_kind="case", owner_id__in=counted(scope).order_by().values("pk"), **more)
    return fell_due(rows.filter(code__in=codes) if codes else rows, scope)


def fell_due(clocks: Rows, scope: Scope) -> Rows:
    """Those that fell due in the period; what is due on the cut-off day itself counts once it is done."""
    rows = clocks.filter(due_on__range=(scope.first, scope.until))
    rows = rows.exclude(state__in=(ClockState.CANCELLED, ClockState.PAUSED))
    return rows.filter(Q(due_on__lt=scope.as_of) | Q(stopped_on__lte=scope.as_of))


def clock_parts(scope: Scope) -> Parts:
    """Done in time, done late, not done."""
    stopped = Q(stopped_on__lte=scope.as_of)
    in_time = stopped & Q(stopped_on__lte=F("due_on"))
    return {"kept": (("met", in_time), ("late", stopped), ("missing", Q(pk__isnull=False)))}


CONTACT_CLOCKS: Final = Population(
    "contact_clocks", lambda scope: _clocks(scope, "contact"), "due_on", case="owner_id", parts=clock_parts
)
ANSWER_CLOCKS: Final = Population(
    "answer_clocks", lambda scope: _clocks(scope, code__startswith="answer"), "due_on", case="owner_id",
    parts=clock_parts,
)  # fmt: skip


def _replies(scope: Scope) -> Rows:
    """The last signed reply of each matter up to the cut-off."""
    signed = Reply.objects.filter(signed_at__lt=end_of(scope))
    later = of_one(Reply, "signed_at", scope).filter(case=OuterRef("case"), id__gt=OuterRef("id"))
    rows = signed.filter(counts(scope, "case__"), signed_at__gte=day_bounds(scope.first)[0])
    rows = rows.exclude(Exists(later)).annotate(signed_on=TruncDate("signed_at", tzinfo=TOWN_TZ))
    return rows.filter(signed_at__lt=day_bounds(scope.until)[1])


def _reply_parts(_scope: Scope) -> Parts:
    solved, dated = Q(pk__in=[]), Q(pk__in=[])
    for scheme, entry in lists.entries("result_scheme").items():
        rows = entry.extra["results"]
        solved |= Q(scheme=scheme, result_code__in=[row["code"] for row in rows if row["counts_as_solved"]])
        dated |= Q(scheme=scheme, result_code__in=[row["code"] for row in rows if row["requires_date"]])
    return {"result": (("solved", solved), ("promised", dated), ("other", Q(pk__isnull=False)))}


REPLIES: Final = Population(
    "replies", _replies, "signed_on", case="case_id", since="case__received_on", parts=_reply_parts
)


def _verdicts(scope: Scope) -> Rows:
    """The resident's last verdict on each matter up to the cut-off."""
    given = Verdict.objects.filter(judge=Judge.RESIDENT, at__lt=end_of(scope))
    later = of_one(Verdict, "at", scope).filter(judge=Judge.RESIDENT, case=OuterRef("case"), id__gt=OuterRef("id"))
    rows = given.filter(counts(scope, "case__"), at__gte=day_bounds(scope.first)[0])
    rows = rows.exclude(Exists(later)).annotate(judged_day=TruncDate("at", tzinfo=TOWN_TZ))
    return rows.filter(at__lt=day_bounds(scope.until)[1])


def _verdict_parts(_scope: Scope) -> Parts:
    return {
        "result": tuple((code, Q(result=code)) for code in ("solved", "partly", "unsolved")),
        "attitude": (
            *((code, Q(attitude=code)) for code in ("satisfied", "basic", "dissatisfied")),
            ("none", Q(pk__isnull=False)),
        ),
    }


VERDICTS: Final = Population("verdicts", _verdicts, "judged_day", case="case_id", parts=_verdict_parts)


def _delivered(scope: Scope) -> Rows:
    """Answers that reached somebody in the period and ask for a verdict, with what became of the asking."""
    judged = of_one(Verdict, "at", scope).filter(case=OuterRef("pk"), judge=Judge.RESIDENT)
    asked = of_one(ContactLog, "at", scope).filter(case=OuterRef("pk"), purpose=ContactPurpose.ASK_VERDICT)
    silent = of_one(LogEntry, "at", scope).filter(object_kind="case", object_id=OuterRef("pk"), verb="case.fall_silent")
    rows = counted(scope).filter(delivered_on__range=(scope.first, scope.until), expects_verdict=True)
    return rows.annotate(has_judged=Exists(judged), was_asked=Exists(asked), fell_silent=Exists(silent))


DELIVERED: Final = Population(
    "delivered", _delivered, "delivered_on",
    parts=lambda _scope: {
        "answer": (
            ("judged", Q(has_judged=True)),
            ("silent", Q(fell_silent=True)),
            ("waiting", Q(was_asked=True)),
            ("unasked", Q(pk__isnull=False)),
        )
    },
)  # fmt: skip


def _to_publish(scope: Scope) -> Rows:
    """Words whose speaker agreed to publishing, answered in the period, with whether the result is public."""
    shown = Publication.objects.annotate(reader=Coalesce("audience", "audience"))  # hidden from the indexes: `of_one`
    shown = shown.filter(reader=Audience.PUBLIC, approved_at__lt=end_of(scope), withdrawn_at=None)
    answer = Exists(shown.filter(object_kind="case", object_id=OuterRef("case_id")))
    words = Exists(shown.filter(object_kind="opinion", object_id=OuterRef("pk")))
    rows = Opinion.objects.filter(consent_text=True, confidential=False, withdrawn_at=None)
    rows = rows.filter(counts(scope, "case__"))
    rows = rows.filter(case__replied_on__range=(scope.first, scope.until)).annotate(replied_day=F("case__replied_on"))
    return rows.annotate(is_public=Q(answer) | Q(words))


TO_PUBLISH: Final = Population(
    "to_publish", _to_publish, "replied_day", case="case_id",
    parts=lambda _scope: {"shown": (("published", Q(is_public=True)), ("not_yet", Q(pk__isnull=False)))},
)  # fmt: skip


def _promises(scope: Scope) -> Rows:
    """Promises that fell due in the period; one answer to many people counts once."""
    rows = Promise.objects.filter(owner_kind="case", owner_id__in=counted(scope).order_by().values("pk"))
    return rows.filter(due_on__range=(scope.first, scope.until), shared_from=None)


def promise_parts(scope: Scope) -> Parts:
    """What became of a promise by the cut-off."""
    settled = Q(settled_on__lte=scope.as_of)
    kept = settled & Q(state=PromiseState.KEPT)
    return {
        "kept": (
            ("kept", kept & Q(settled_on__lte=F("due_on"))),
            ("kept_late", kept),
            ("changed", settled & Q(state=PromiseState.CHANGED)),
            ("missed", Q(due_on__lt=scope.as_of) | (settled & Q(state=PromiseState.MISSED))),
            ("today", Q(pk__isnull=False)),
        )
    }


PROMISES: Final = Population("promises", _promises, "due_on", case="owner_id", parts=promise_parts)


def _closed(scope: Scope) -> Rows:
    return counted(scope).filter(closed_on__range=(scope.first, scope.until)).exclude(state=w.WITHDRAWN)


CLOSED: Final = Population("closed", _closed, "closed_on", since="received_on")


def _open(scope: Scope) -> Rows:
    """What stands open at the cut-off, whenever it came in."""
    still = ~Q(state__in=w.FINAL_STATES) | Q(closed_on__gt=scope.as_of)
    return counted(scope).filter(still, received_on__lte=scope.as_of)


def _open_parts(scope: Scope) -> Parts:
    late = Q(due_on__lt=scope.as_of)
    return {"due": (("overdue", late), ("in_time", Q(due_on__isnull=False)), ("no_date", Q(pk__isnull=False)))}


class _Stock(Population):
    """How things stand at the cut-off: the days of the period do not narrow."""

    def cases(self, scope: Scope, dimension: str = "", part: str = "") -> QuerySet[Case]:
        """The matters, all or of one part."""
        rows = self.rows(scope)
        if part:
            rows = rows.annotate(wanted=marking(self.parts(scope)[dimension])).filter(wanted=part)
        return Case.objects.filter(pk__in=rows.order_by().values("pk"))


OPEN: Final = _Stock("open", _open, "received_on", parts=_open_parts)
ALL: Final = (
    RECEIVED, ASSIGNED, CONTACTS, CONTACT_CLOCKS, ANSWER_CLOCKS, REPLIES, VERDICTS, DELIVERED, TO_PUBLISH, PROMISES,
    CLOSED, OPEN,
)  # fmt: skip


def read_all(reader: Reader, populations: Iterable[Population]) -> dict[str, list[tuple[Any, ...]]]:
    """The facts of several populations in one statement."""
    asked = list(populations)
    found: dict[str, list[tuple[Any, ...]]] = {one.code: [] for one in asked}
    first, *others = (one.query(reader) for one in asked)
    for code, *row in first.union(*others, all=True):
        found[code].append(tuple(row))
    return found
