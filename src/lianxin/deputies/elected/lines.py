"""What stands in the spreadsheet of the newly elected, line by line: read, checked against the register, entered."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core.documents.tables import Table
from lianxin.core.text import tidy_line
from lianxin.db.transactions import write
from lianxin.deputies.actions import BeginMandate, EnterDeputy, SetContactPlaces
from lianxin.deputies.models import Constituency, Deputy, DeputyGroup, Level, Mandate, Term
from lianxin.journal.actors import Actor
from lianxin.journal.errors import ActionError, Invalid
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import name_index

#: Nobody elects more at once; a longer file is refused.
MOST: Final = 500
#: Field → (header in the template, other headers we know, how it is filled in).
COLUMNS: Final[dict[str, tuple[str, tuple[str, ...], str | Promise]]] = {
    "code": ("编号", ("代表编号", "证号"), gettext_lazy("本镇内不重复；连任的、别级代表当选的写原来的编号。")),
    "name": ("姓名", ("代表姓名",), gettext_lazy("和名册上一样。")),
    "label": ("称呼", ("名册上的称呼",), gettext_lazy("例如“镇代表01号”；空着就用姓名。")),
    "seat": ("选区", ("选区名称", "选区代码"), gettext_lazy("区、镇代表写；名册里的名称或代码。")),
    "electing_unit": ("选举单位", (), gettext_lazy("市代表写。")),
    "contacts": ("联系社区", ("联系居民区",), gettext_lazy("居民区的名称，几个用“、”隔开；空着就不改。")),
    "field": ("工作领域", ("界别",), gettext_lazy("可以空着。")),
    "group": ("代表小组", ("小组",), gettext_lazy("名册里的名称；可以空着。")),
}  # fmt: skip
_NEEDED: Final = ("code", "name")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read, all text; ``number`` is its row in the file."""

    number: int
    code: str = ""
    name: str = ""
    label: str = ""
    seat: str = ""
    electing_unit: str = ""
    contacts: str = ""
    field: str = ""
    group: str = ""


@dataclass(slots=True)
class Checked:
    """A line with what it means here: what is wrong, whether the person is known, whether there is nothing to do."""

    line: Line
    problems: list[str] = field(default_factory=list)
    known: Deputy | None = None
    there: bool = False
    seat: Constituency | None = None
    group: DeputyGroup | None = None
    places: tuple[Place, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether it can be entered."""
        return not self.problems and not self.there


def read(table: Table) -> list[Line]:
    """The lines of a table; raises ``Invalid`` at ``file`` where a needed column is missing or there are too many."""
    at: dict[str, int] = {}
    for name, (header, others, _note) in COLUMNS.items():
        names = {header, *others}
        found = next((n for n, one in enumerate(table.headers) if tidy_line(one).rstrip("*") in names), None)
        if found is not None:
            at[name] = found
    missing = [COLUMNS[name][0] for name in _NEEDED if name not in at]
    if missing:
        words = _("表格里没有“%(names)s”这一列，请照模板写表头。") % {"names": "、".join(missing)}
        raise Invalid.at("file", "columns", words)
    if len(table) > MOST:
        raise Invalid.at("file", "rows", _("一次最多 %(n)d 行。") % {"n": MOST})
    found_lines = [
        Line(row.number, **{name: tidy_line(row.values[n])[:200] for name, n in at.items()}) for row in table
    ]
    return [one for one in found_lines if one.code or one.name]


def packed(lines: Iterable[Line]) -> str:
    """The lines as the preview carries them to the button."""
    return json.dumps([asdict(one) for one in lines], ensure_ascii=False)


def unpacked(text: str) -> list[Line]:
    """Read what the preview carried; raises ``Invalid`` for anything else."""
    names = set(Line.__slots__)
    try:
        rows: list[dict[str, Any]] = json.loads(text)
        lines = [
            Line(int(row["number"]), **{name: str(row.get(name, ""))[:200] for name in names - {"number"}})
            for row in rows[:MOST]
        ]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid.at("", "rows", _("预览的内容不完整，请重新上传表格。")) from error
    return lines


def check(lines: Sequence[Line], term: Term) -> list[Checked]:
    """Every line against the register; seven statements whatever the length."""
    deputies = {one.code: one for one in Deputy.objects.filter(code__in=[line.code for line in lines])}
    sitting = set(Mandate.objects.filter(term_id=term.pk).values_list("deputy_id", flat=True))
    seats = _by_name(Constituency.objects.filter(is_active=True, level=term.level))
    groups = _by_name(DeputyGroup.objects.filter(is_active=True))
    homes = name_index(PlaceKind.NEIGHBOURHOOD)
    places = Place.objects.in_bulk([pk for line in lines for part in _parts(line.contacts) if (pk := homes.find(part))])
    codes = [line.code for line in lines]
    found = []
    for line in lines:
        one = Checked(line, known=deputies.get(line.code), seat=seats.get(line.seat), group=groups.get(line.group))
        one.there = one.known is not None and one.known.pk in sitting
        one.places = tuple(places[pk] for part in _parts(line.contacts) if (pk := homes.find(part)) in places)
        one.problems = list(_problems(one, term, codes, [p for p in _parts(line.contacts) if not homes.find(p)]))
        found.append(one)
    return found


def _by_name(rows: Iterable[Any]) -> dict[str, Any]:
    return {key: row for row in rows for key in (row.name, row.code) if key}


def _parts(text: str) -> list[str]:
    for sign in "，,；; ":
        text = text.replace(sign, "、")
    return [part for part in text.split("、") if part]


def _problems(one: Checked, term: Term, codes: Sequence[str], unknown: Sequence[str]) -> Iterable[str]:
    """What is wrong with a line, in words; nothing where it can be entered."""
    yield from _who_problems(one, codes)
    yield from _seat_problems(one, term)
    yield from _other_problems(one, unknown)


def _who_problems(one: Checked, codes: Sequence[str]) -> Iterable[str]:
    line = one.line
    if not line.code or len(line.code) > 32:
        yield _("编号请填写，最多 32 个字。")
    elif codes.count(line.code) > 1:
        yield _("这个编号在表里写了不止一次。")
    if not line.name or len(line.name) > 60:
        yield _("姓名请填写，最多 60 个字。")
    elif one.known is not None and one.known.display_name != line.name:
        yield _("名册里这个编号是%(name)s，请核对。") % {"name": one.known.display_name}
    if len(line.label) > 40:
        yield _("称呼最多 40 个字。")


def _seat_problems(one: Checked, term: Term) -> Iterable[str]:
    line = one.line
    if term.level != Level.CITY:
        if one.seat is None:
            yield _("名册里没有这一级的选区“%(name)s”，请核对。") % {"name": line.seat}
        return
    if not line.electing_unit:
        yield _("市代表要写选举单位。")
    if line.seat:
        yield _("市代表没有选区，这一格请空着。")


def _other_problems(one: Checked, unknown: Sequence[str]) -> Iterable[str]:
    line = one.line
    if line.group and one.group is None:
        yield _("没有代表小组“%(name)s”，请核对。") % {"name": line.group}
    if unknown:
        yield _("没有居民区“%(names)s”，请核对。") % {"names": "、".join(unknown)}


def enter(actor: Actor, ready: Iterable[Checked], term: Term, starts_on: dt.date) -> tuple[int, list[tuple[int, str]]]:
    """Enter line by line, each whole or not at all; how many went in, and the refused with their sentences."""
    entered, refused = 0, []
    for one in ready:
        try:
            with write():
                _enter(actor, one, term, starts_on)
        except ActionError as error:
            refused.append((one.line.number, error.message))
        else:
            entered += 1
    return entered, refused


def _enter(actor: Actor, one: Checked, term: Term, starts_on: dt.date) -> None:
    line = one.line
    deputy = one.known or EnterDeputy(
        actor=actor, code=line.code, label=(line.label or line.name)[:40], display_name=line.name,
        field_of_work=line.field, group=one.group,
    ).execute()  # fmt: skip
    BeginMandate(
        actor=actor, deputy=deputy, term=term, starts_on=starts_on, constituency=one.seat,
        electing_unit=line.electing_unit if term.level == Level.CITY else "",
    ).execute()  # fmt: skip
    if one.places:
        SetContactPlaces(actor=actor, deputy=deputy, places=one.places).execute()


def shown(rows: Sequence[Checked]) -> Mapping[str, Any]:
    """The preview: counts, and the lines with what will happen; those with errors first."""
    lines = [
        {
            "number": one.line.number, "code": one.line.code, "name": one.line.name,
            "seat": one.line.seat or one.line.electing_unit, "contacts": "、".join(place.label for place in one.places),
            "problems": one.problems, "there": one.there and not one.problems, "known": one.known is not None,
        }
        for one in sorted(rows, key=lambda one: (not one.problems, one.line.number))
    ]  # fmt: skip
    return {
        "rows": lines, "ready": sum(one.is_ready for one in rows), "wrong": sum(bool(one.problems) for one in rows),
        "there": sum(one.there and not one.problems for one in rows),
        "new": sum(one.is_ready and one.known is None for one in rows),
    }  # fmt: skip
