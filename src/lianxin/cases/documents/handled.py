"""The facts of a 办理情况报告, read from the registered figures: nothing is counted in another way."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

from lianxin.cases import texts
from lianxin.cases.documents.handling import FigureRow, Handling, MatterRow, UnitRow, VoiceRow
from lianxin.cases.documents.house import spoken
from lianxin.cases.figures import populations
from lianxin.cases.models import Case
from lianxin.cases.selectors.rows import RowMaker
from lianxin.cases.selectors.scope import visible
from lianxin.core.text import shorten
from lianxin.journal.actors import Actor
from lianxin.reports import registry
from lianxin.reports.figures import page
from lianxin.reports.figures.cuts import Names
from lianxin.reports.figures.model import Fact, Measure, Reader, Scope, Summary, summed

#: The figures of the report, in order; those of the voices stand apart.
FIGURES: Final = (
    "received", "repeat", "contact", "on_time", "reply_days", "close_days", "returned", "open", "published", "promises",
)  # fmt: skip
#: Who says it → the figure that holds it; who says nothing stands apart, each kind of silence by itself.
VOICES: Final = (("承办单位说", "unit_solved"), ("居民说", "confirmed"), ("居民对态度", "satisfaction"))
_RESPONSE: Final = "response"
_JUDGED: Final = "judged"
_BY_UNIT: Final = ("assigned", "on_time", "unit_solved", "confirmed", "open", "promises")
#: The measure whose rows are the matters that were assigned.
_ASSIGNED: Final = "returned"
_SIGNS: Final = 60


def read(actor: Actor, scope: Scope) -> Handling:
    """Everything the report says; one statement for all figures, one more by unit, one stream of matters."""
    whole, by_unit = Reader(scope, whole=True), Reader(scope, by="unit", whole=True)
    matters = _received(actor, scope)
    return Handling(
        first=scope.first, last=scope.last, as_of=scope.as_of,
        figures=[_figure(one, whole) for one in _measures(*FIGURES)],
        units=list(_units(by_unit)),
        voices=[*(_voice(who, one, whole) for who, code in VOICES for one in _measures(code)), *_silences(whole)],
        matters=_rows(matters), count=matters.count(),
    )  # fmt: skip


def _measures(*codes: str) -> Iterator[Measure]:
    """The registered ones of some figures."""
    found = (registry.measure_of(code) for code in codes)
    return (one for one in found if one is not None)


def _inside(one: Measure, reader: Reader) -> list[Fact]:
    return page.inside(one, page.facts_of(one, reader), reader.scope)


def _figure(one: Measure, reader: Reader) -> FigureRow:
    row = page.stat(one, summed(one, _inside(one, reader)), "")
    said = f"{row['definition']}。算的是：{one.counted}。不算：{one.left_out}。"
    value = row["value"] if row["value"] == "—" else f"{row['value']} {row['unit']}"
    return FigureRow(row["name"], value, row["n"], said)


def _voice(who: str, one: Measure, reader: Reader) -> VoiceRow:
    found = summed(one, _inside(one, reader))
    return VoiceRow(who, "，".join(f"{part.label}{n}件" for part, n in found.parts), found.n)


def _silences(reader: Reader) -> Iterator[VoiceRow]:
    """Asked in vain, still waiting, never asked: of the answers that were delivered."""
    for one in _measures(_RESPONSE):
        found = summed(one, _inside(one, reader))
        yield from (VoiceRow(str(part.label), f"{n}件", found.n) for part, n in found.parts if part.code != _JUDGED)


def _units(reader: Reader) -> Iterator[UnitRow]:
    """A line for every unit that had something, in official order."""
    names = Names("unit")
    groups: dict[str, dict[str, list[Fact]]] = {}
    codes = tuple(code for code in _BY_UNIT if code != "assigned")
    for one in _measures(_ASSIGNED, *codes):
        for key, _label, facts in names.grouped(_inside(one, reader)):
            groups.setdefault(key, {})[one.code] = facts
    labels = {str(code): str(label) for code, label in names.pairs}
    for key in (*(code for code in labels if code in groups), *([""] if "" in groups else [])):
        yield _unit(labels.get(key, "还没有交办"), groups[key])


def _unit(name: str, facts: dict[str, list[Fact]]) -> UnitRow:
    found = {one.code: summed(one, facts.get(one.code, [])) for one in _measures(_ASSIGNED, *_BY_UNIT)}
    standing = found["open"]
    return UnitRow(
        name=name,
        assigned=found[_ASSIGNED].n,
        on_time=_share(found["on_time"]),
        unit_says=_share(found["unit_solved"]),
        resident_says=_share(found["confirmed"]),
        open=standing.n,
        overdue=sum(n for part, n in standing.parts if part.code == "overdue"),
        promises=_share(found["promises"]),
    )


def _share(found: Summary) -> str:
    """So many of so many; never a percentage, and a dash where there is nothing to divide by."""
    return f"{found.numerator}/{found.n}" if found.n else "—"


def _received(actor: Actor, scope: Scope) -> QuerySet[Case]:
    """The matters that came in the period and count, as far as the actor sees them."""
    cases = populations.counted(scope).filter(received_on__range=(scope.first, scope.until))
    rows = visible(actor).filter(pk__in=cases.order_by().values("pk"))
    return rows.select_related("category", "place__parent", "lead_unit").order_by("received_on", "id")


def _rows(cases: Any) -> Iterator[MatterRow]:
    maker = RowMaker()
    for case in cases.iterator(chunk_size=500):
        yield MatterRow(
            number=case.number,
            title=shorten(spoken(case.title), _SIGNS),
            unit=case.lead_unit.label if case.lead_unit is not None else "",
            received_on=case.received_on,
            state=str(case.get_state_display()),
            unit_says=maker.result_label(case.unit_says, "") if case.unit_says else "",
            resident_says=texts.verdict_word(case.resident_says) if case.resident_says else "",
        )
