"""交接情况表: what passed to whom, one thing a line, to print, sign and keep."""

from collections.abc import Sequence

from lianxin.core.clock import today
from lianxin.core.documents.letters.model import Column, Form, Grid, Paper, Signature, Text
from lianxin.core.masking import mask
from lianxin.db.models import Town
from lianxin.deputies.models import Handover

_COLUMNS = (
    Column("序号", 0.5, number=True), Column("原代表", 1.3), Column("类别", 0.9), Column("事项", 4.2),
    Column("接续代表", 1.3), Column("依据", 1.1),
)  # fmt: skip


def report(town: Town, handover: Handover, name: str, rows: Sequence[tuple[str, ...]], made_by: str) -> Paper:
    """The paper of one handover; the words of the matters are masked titles."""
    lines = [
        (at, who, kind, mask(what), successor, basis)
        for at, (who, kind, what, successor, basis) in enumerate(rows, start=1)
    ]
    waiting = sum(not basis for *_rest, basis in rows)
    intro = (
        f"{name}。共交接{len(rows)}项，其中{waiting}项还没有接续的人，列入人大办“待接续”。"
        "原代表的名字在每一处照旧保留；接续代表跟踪、询问、评价，不办理。"
    )
    return Paper(
        code="handover", form=Form.TABLE, title="代表交接情况表", number=f"交接-{handover.day:%Y%m%d}",
        issued_on=today(), issuer=f"{town.name}人大办公室", made_by=made_by, mark="演示数据" if town.is_demo else "",
        blocks=(Text(intro), Grid(_COLUMNS, lines, "没有要交接的。")),
        signatures=(Signature("经办"), Signature("人大主席"), Signature("日期")),
    )  # fmt: skip
