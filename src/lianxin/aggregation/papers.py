"""热点问题表 as a paper of the house; its words are Chinese whatever language the screen has."""

from collections.abc import Mapping, Sequence
from typing import Final

from lianxin.aggregation.selectors.hot import Asked, Hot
from lianxin.cases.documents.house import House, day, spoken
from lianxin.core.documents.letters.model import Column, Form, Grid, Paper, Signature

_COLUMNS: Final = (
    Column("名次", 0.5, number=True), Column("议题", 1.5), Column("名称", 3.2), Column("热度", 0.7, number=True),
    Column("人数", 0.7, number=True), Column("件数", 0.7, number=True), Column("再次反映", 0.8, number=True),
    Column("居民区", 2.0), Column("最早", 1.2), Column("最近", 1.2), Column("承办单位", 1.4), Column("牵头事项", 1.2),
)  # fmt: skip


def hot_paper(rows: Sequence[Hot], asked: Asked, homes: Mapping[int, str], house: House) -> Paper:
    """The table of hot issues of a period, with how the heat is counted at its foot."""
    lines = [
        (
            at, one.issue.number, spoken(one.issue.title), f"{one.heat.value:.1f}", one.heat.people, one.heat.messages,
            one.heat.repeats, "、".join(one.places), one.first, one.last, one.unit, one.state_label,
        )
        for at, one in enumerate(rows, 1)
    ]  # fmt: skip
    where = [name for pk, name in homes.items() if asked.path.endswith(f"/{pk}/")]
    about = "，".join(filter(None, (f"{day(asked.since)}至{day(asked.until)}", asked.occasion, *where)))
    return Paper(
        code="hot", form=Form.TABLE, title="热点问题表", number=f"{asked.since:%Y%m%d}-{asked.until:%Y%m%d}",
        issued_on=house.day, issuer=house.congress_office, blocks=(Grid(_COLUMNS, lines),), made_by=house.made_by,
        mark=house.mark, signatures=(Signature("制表"), Signature("审核")),
        notes=(
            f"范围：{about}。内部使用，未经决定不公开。",
            "热度＝不同的人（越近的越重，30天减半）×涉及的居民区＋急件另加3；同一个人说几次只算一次。系数是起步值，待核。",
        ),
    )  # fmt: skip
