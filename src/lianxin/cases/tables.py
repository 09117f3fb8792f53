"""Tables of records that the superior's forms can be filled with: matters one by one, and counts by place, unit, kind.

What happened after the cut-off does not count: every day of a matter (received, replied, judged, closed) is compared
with it. Texts are masked, sealed matters never leave, contact data is never among the columns.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases import lists
from lianxin.cases.models import Case, Opinion
from lianxin.cases.models.verdict import Result
from lianxin.cases.workflow import FINAL_STATES
from lianxin.core.clock import local
from lianxin.core.documents.blanks.model import Value
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.deputies.models import Deputy
from lianxin.places.models import Place, PlaceKind
from lianxin.reports import sources
from lianxin.reports.sources import Asked
from lianxin.ui.listing import listed

Record = Mapping[str, Value]
_LONGEST_WORDS = 300

_MATTER_COLUMNS = (
    ("number", gettext_lazy("受理编号")),
    ("received", gettext_lazy("收到日期")),
    ("neighbourhood", gettext_lazy("居民区")),
    ("place", gettext_lazy("地点")),
    ("class", gettext_lazy("大类")),
    ("category", gettext_lazy("小类")),
    ("kind", gettext_lazy("性质")),
    ("title", gettext_lazy("标题")),
    ("words", gettext_lazy("内容")),
    ("channel", gettext_lazy("来源")),
    ("deputies", gettext_lazy("代表")),
    ("unit", gettext_lazy("承办单位")),
    ("assigned", gettext_lazy("交办日期")),
    ("due", gettext_lazy("到期日期")),
    ("state", gettext_lazy("状态")),
    ("unit_says", gettext_lazy("单位说")),
    ("resident_says", gettext_lazy("居民说")),
    ("reply", gettext_lazy("答复")),
    ("replied", gettext_lazy("答复日期")),
    ("closed", gettext_lazy("办结日期")),
)
_COUNT_COLUMNS = (
    ("name", gettext_lazy("名称")),
    ("received", gettext_lazy("收到")),
    ("assigned", gettext_lazy("交办")),
    ("replied", gettext_lazy("已答复")),
    ("closed", gettext_lazy("已办结")),
    ("open", gettext_lazy("未办结")),
    ("overdue", gettext_lazy("已逾期")),
    ("returned", gettext_lazy("退回过")),
    ("solved", gettext_lazy("居民说解决了")),
    ("partly", gettext_lazy("居民说部分解决")),
    ("unsolved", gettext_lazy("居民说没有解决")),
    ("no_verdict", gettext_lazy("没有评价")),
)


def register() -> None:
    """Register all tables with the forms of the reports room."""
    received, closed = gettext_lazy("期内收到的事项"), gettext_lazy("期内办结的事项")
    sources.table("cases.received", received, _MATTER_COLUMNS, received_in)
    sources.table("cases.closed", closed, _MATTER_COLUMNS, closed_in)
    sources.table("cases.overdue", gettext_lazy("截止时已逾期的事项"), _MATTER_COLUMNS, overdue_at)
    for code, label, name_of in (
        ("unit", gettext_lazy("各承办单位的件数"), _unit_name),
        ("neighbourhood", gettext_lazy("各居民区的件数"), None),
        ("class", gettext_lazy("各大类的件数"), _class_name),
        ("category", gettext_lazy("各小类的件数"), _category_name),
        ("kind", gettext_lazy("各种性质的件数"), _kind_name),
    ):
        sources.table(f"cases.by_{code}", label, _COUNT_COLUMNS, _counting(name_of), name_key="name")


def _last_day(asked: Asked) -> dt.date:
    return min(asked.period.last, local(asked.cut_off).date())


def _matters(asked: Asked, field_name: str) -> QuerySet[Case]:
    days = (asked.period.first, _last_day(asked))
    rows = _inside(asked).filter(**{f"{field_name}__range": days})
    return rows.select_related("category__parent", "place", "lead_unit")


def _inside(asked: Asked) -> QuerySet[Case]:
    """The matters that count, narrowed to the unit, neighbourhood and track that the form asks for."""
    rows, wanted = Case.objects.filter(sealed=False), asked.narrowed
    if wanted.get("unit"):
        rows = rows.filter(lead_unit_id=int(wanted["unit"]))
    if wanted.get("place"):
        rows = rows.filter(place_path__contains=f"/{wanted['place']}/")
    return rows.filter(track=wanted["track"]) if wanted.get("track") else rows


def received_in(asked: Asked) -> list[Record]:
    """Matters received in the period, in the order of their numbers."""
    return _records(_matters(asked, "received_on").order_by("received_on", "id"), asked)


def closed_in(asked: Asked) -> list[Record]:
    """Matters closed in the period."""
    return _records(_matters(asked, "closed_on").order_by("closed_on", "id"), asked)


def overdue_at(asked: Asked) -> list[Record]:
    """Matters whose binding date has passed at the cut-off and that are not at an end."""
    day = local(asked.cut_off).date()
    rows = _inside(asked).filter(due_on__lt=day, received_on__lte=day).exclude(state__in=FINAL_STATES)
    return _records(rows.select_related("category__parent", "place", "lead_unit").order_by("due_on", "id"), asked)


def _records(rows: Iterable[Case], asked: Asked) -> list[Record]:
    cases = list(rows)
    names = _Names(cases)
    return [names.record(case, local(asked.cut_off).date()) for case in cases]


@dataclass
class _Names:
    """What the records need beside the cases themselves; four statements however many cases."""

    cases: Sequence[Case]
    opinions: dict[int, Opinion] = field(default_factory=dict, init=False)
    replies: dict[int, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Read once."""
        self.areas = neighbourhoods()
        ids = [case.pk for case in self.cases]
        for opinion in Opinion.objects.filter(case__in=ids).order_by("-id").defer("code_cipher"):
            self.opinions[opinion.case_id] = opinion
        signed = Case.objects.filter(pk__in=ids, replies__signed_at__isnull=False, replies__superseded=False)
        self.replies = dict(signed.order_by("replies__id").values_list("pk", "replies__text"))
        wanted = {pk for case in self.cases for pk in case.deputy_ids}
        self.deputies = {one.pk: one.label for one in Deputy.objects.filter(pk__in=wanted)}

    def record(self, case: Case, day: dt.date) -> Record:
        """One matter as a record; what came after ``day`` is left empty."""
        opinion = self.opinions.get(case.pk)
        category, unit = case.category, case.lead_unit
        words = "" if opinion is None or opinion.confidential else opinion.verbatim
        judged = case.judged_on is not None and case.judged_on <= day
        replied = case.replied_on is not None and case.replied_on <= day
        return {
            "number": case.number,
            "received": case.received_on,
            "neighbourhood": self.areas.name(case),
            "place": case.place.name if case.place else "",
            "class": _class_name(case),
            "category": category.name if category else "",
            "kind": _kind_name(case),
            "title": mask(case.title),
            "words": shorten(mask(words), _LONGEST_WORDS),
            "channel": lists.label("channel", opinion.channel) if opinion else "",
            "deputies": listed(self.deputies[pk] for pk in sorted(case.deputy_ids) if pk in self.deputies),
            "unit": unit.name if unit else "",
            "assigned": _by(case.assigned_on, day),
            "due": case.due_on,
            "state": case.get_state_display(),
            "unit_says": _unit_says(case) if replied else "",
            "resident_says": str(Result(case.resident_says).label) if judged and case.resident_says else "",
            "reply": shorten(mask(self.replies.get(case.pk, "")), _LONGEST_WORDS) if replied else "",
            "replied": _by(case.replied_on, day),
            "closed": _by(case.closed_on, day),
        }


def _unit_says(case: Case) -> str:
    """The result code in words; the code itself where its scheme is no longer in use."""
    known = lists.results(lists.default_scheme()).get(case.unit_says)
    return str(known.label) if known else case.unit_says


def _by(value: dt.date | None, day: dt.date) -> dt.date | None:
    return value if value is not None and value <= day else None


class Neighbourhoods:
    """Which neighbourhood a matter lies in, from its place's path."""

    def __init__(self, rows: Iterable[tuple[int, str]]) -> None:
        """Names by id, in the order of the list."""
        self.names = dict(rows)

    def name(self, case: Case) -> str:
        """The neighbourhood's name, "" where the matter lies in none."""
        parts = (int(part) for part in case.place_path.split("/") if part)
        return next((self.names[part] for part in parts if part in self.names), "")


def neighbourhoods() -> Neighbourhoods:
    """The town's neighbourhoods; one statement."""
    rows = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("sort", "id").values_list("pk", "name")
    return Neighbourhoods(rows)


def _unit_name(case: Case) -> str:
    return case.lead_unit.name if case.lead_unit else ""


def _category_name(case: Case) -> str:
    return case.category.name if case.category else ""


def _class_name(case: Case) -> str:
    category = case.category
    if category is None:
        return ""
    return str(category.parent.name if category.parent else category.name)


def _kind_name(case: Case) -> str:
    return lists.label("opinion_kind", case.kind)


def _counting(name_of: Callable[[Case], str] | None) -> Callable[[Asked], list[Record]]:
    """A table of counts of the matters received in the period, by a name; ``None`` counts by neighbourhood."""

    def rows(asked: Asked) -> list[Record]:
        areas = neighbourhoods()
        naming = name_of or areas.name
        counts = {name: _Count() for name in areas.names.values()} if name_of is None else {}
        day = local(asked.cut_off).date()
        for case in _matters(asked, "received_on").iterator(chunk_size=2_000):
            counts.setdefault(naming(case) or _("没有写明"), _Count()).add(case, day)
        if name_of is not None:
            counts = dict(sorted(counts.items(), key=lambda pair: (-pair[1].numbers["received"], pair[0])))
        return [{"name": name, **count.numbers} for name, count in counts.items()]

    return rows


class _Count:
    """The counts of one row."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = dict.fromkeys((key for key, _words in _COUNT_COLUMNS[1:]), 0)

    def add(self, case: Case, day: dt.date) -> None:
        """Count one matter as it stood at the end of ``day``."""
        judged = case.judged_on is not None and case.judged_on <= day
        done = case.state in FINAL_STATES and (case.closed_on is None or case.closed_on <= day)
        found = {
            "received": True,
            "assigned": case.assigned_on is not None and case.assigned_on <= day,
            "replied": case.replied_on is not None and case.replied_on <= day,
            "closed": case.closed_on is not None and case.closed_on <= day,
            "open": not done,
            "overdue": not done and case.due_on is not None and case.due_on < day,
            "returned": case.return_count > 0,
            "solved": judged and case.resident_says == Result.SOLVED,
            "partly": judged and case.resident_says == Result.PARTLY,
            "unsolved": judged and case.resident_says == Result.UNSOLVED,
            "no_verdict": not (judged and case.resident_says),
        }
        for key, counts in found.items():
            self.numbers[key] += counts
