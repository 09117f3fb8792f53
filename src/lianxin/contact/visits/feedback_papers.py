"""上轮反馈单 as a paper of the house: a page, Excel, Word or PDF; of one visit, or of a whole round."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lianxin.cases.documents.house import House, house_of, spoken
from lianxin.contact import base, workflow
from lianxin.contact.models import Round, Visit
from lianxin.contact.policies import READS_VISIT
from lianxin.contact.visits.earlier import last_visits, told_rows
from lianxin.contact.visits.phone import visit_here
from lianxin.contact.visits.sheets import round_here
from lianxin.core.documents.letters.model import Block, Column, Form, Grid, Heading, Paper, Signature, Text
from lianxin.core.documents.letters.wording import day
from lianxin.core.text import shorten
from lianxin.db.models import Town
from lianxin.deputies.policies import READERS
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import papers

#: The language of every paper.
LANGUAGE: Final = "zh-hans"
#: So many signs of an answer stand in a cell.
SIGNS: Final = 120
_COLUMNS: Final = (
    Column("序号", 0.5, number=True), Column("编号", 1.5), Column("上次说的", 3.2), Column("承办单位", 1.1),
    Column("结果", 1.1), Column("居民评价", 1.0), Column("答复、为什么、下一步", 3.2), Column("这次怎么说", 1.5),
)  # fmt: skip


def _line(at: int, row: dict[str, Any]) -> tuple[object, ...]:
    promise = f"承诺：{row['promise']}" if row["promise"] else ""
    parts = (shorten(spoken(row["answer"]), SIGNS), shorten(spoken(row["reason"]), SIGNS), promise)
    words = row["words"] if row["hidden"] else spoken(row["words"])
    said = row.get("says_word", "") if row["told"] else ""
    return at, row["number"], words, row["unit"], row["result"], row["verdict"], "；".join(filter(None, parts)), said


def _of_visit(before: Visit | None, rows: Sequence[dict[str, Any]]) -> list[Block]:
    """One neighbourhood: which round it was, how many, and the table, unsolved first."""
    if before is None:
        return [Text("这里上一轮没有留下清单。")]
    open_ones = sum(row["unsolved"] for row in rows)
    intro = (
        f"上一轮：{before.round.name}（{day(before.round.day)}）。共{len(rows)}件，"
        f"没有解决或没有答复的{open_ones}件，放在前面。请先告诉结果，再听新的意见。"
    )
    lines = [_line(at, row) for at, row in enumerate(rows, start=1)]
    return [Text(intro), Grid(_COLUMNS, lines, "上一轮没有留下意见。")]


def paper_of(visits: Sequence[Visit], one: Round, title: str, number: str, house: House) -> Paper:
    """The paper of some visits of a round; of several each under its own heading.  Seven statements."""
    told, before = told_rows(visits), last_visits(visits)
    blocks: list[Block] = []
    for visit in visits:
        if len(visits) > 1:
            blocks.append(Heading(visit.place.name))
        blocks += _of_visit(before.get(visit.pk), told.get(visit.pk, []))
    return Paper(
        code="round-feedback", form=Form.TABLE, title=title, number=number, issued_on=house.day,
        issuer=house.congress_office, blocks=tuple(blocks or [Text("还没有走访。")]), made_by=house.made_by,
        mark=house.mark, signatures=(Signature("反馈代表"), Signature("居民区"), Signature("日期")),
        notes=(f"用于{one.name}。截至{day(house.day)}。",),
    )  # fmt: skip


def _house(request: HttpRequest) -> House:
    town: Town = request.town  # type: ignore[attr-defined]
    return house_of(town, actor_of(request).label)


@requires(READS_VISIT, visit_here)
@require_safe
def of_visit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What became of the last visit here."""
    visit = loaded(request, Visit)
    with override(LANGUAGE):
        title, number = f"{visit.place.name}上轮反馈单", f"{visit.number}-反馈"
        paper = paper_of([visit], visit.round, title, number, _house(request))
        return papers.respond(request, paper, back=reverse("contact:visit_sheets", args=[visit.pk]))


@requires(READERS, round_here)
@require_safe
def of_round(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What became of the last visit, neighbourhood after neighbourhood."""
    one = loaded(request, Round)
    rows = base.visits().filter(round_id=one.pk).exclude(state=workflow.NOT_HELD)
    visits = list(rows.order_by("place__sort", "id"))
    with override(LANGUAGE):
        paper = paper_of(visits, one, "上轮反馈单", f"{one.number}-反馈", _house(request))
        return papers.respond(request, paper, back=reverse("contact:round_sheets", args=[one.pk]))
