"""沟通联系记录 of a matter: who of the house contacted the speaker when, how, why, and what came of it in outline.

No name, number or address of whom was contacted: "the speaker" is all a reader needs, and every note is masked.
"""

from collections.abc import Iterable
from typing import Final

from lianxin.cases.documents.house import House, matter, pairs, spoken
from lianxin.cases.models import ContactHow, ContactPurpose
from lianxin.cases.selectors.case_page import CasePage
from lianxin.cases.selectors.events import Event
from lianxin.core.clock import local
from lianxin.core.documents.letters.model import Column, Fields, Form, Grid, Paper, Signature
from lianxin.core.text import shorten

_COLUMNS: Final = (
    Column("序号", 0.5, number=True), Column("时间", 1.6), Column("联系人", 1.8), Column("事由", 1.2),
    Column("方式", 0.9), Column("是否联系上", 1.0), Column("内容概要", 4.6),
)  # fmt: skip
#: An outline, not a protocol.
_SIGNS: Final = 160


def contact_log(page: CasePage, house: House) -> Paper | None:
    """The 沟通联系记录; None while nobody tried to reach the speaker."""
    calls = sorted((one for one in page.calls if one.at is not None), key=lambda one: (one.at, one.id))
    if not calls:
        return None
    unit = page.case.lead_unit
    reached = sum(one.reached for one in calls)
    facts = pairs(
        ("事项", matter(page.case.title)),
        ("主办单位", unit.name if unit is not None else ""),
        ("联系次数", f"{len(calls)}次，其中联系上{reached}次"),
    )
    return Paper(
        code="contacts", form=Form.TABLE, title="沟通联系记录", number=page.case.number, issued_on=house.day,
        issuer=unit.name if unit is not None else house.desk, made_by=house.made_by, mark=house.mark,
        blocks=(Fields(facts), Grid(_COLUMNS, list(_lines(calls)))),
        signatures=(Signature("经办"), Signature("日期")),
        notes=("只记联系的经过和要点，不记反映人的姓名、电话和住址；电话、证件号等已遮住。",),
    )  # fmt: skip


def _lines(calls: Iterable[Event]) -> Iterable[tuple[object, ...]]:
    why, ways = dict(ContactPurpose.choices), dict(ContactHow.choices)
    for at, one in enumerate(calls, start=1):
        when = f"{local(one.at):%Y-%m-%d %H:%M}" if one.at is not None else ""
        yield (
            at, when, one.who, str(why.get(one.code, one.code)), str(ways.get(one.extra, one.extra)),
            "是" if one.reached else "否", shorten(spoken(one.text), _SIGNS),
        )  # fmt: skip
