"""The file of a year and the participation slip as papers of the house."""

from typing import Final

from lianxin.cases.documents.house import House
from lianxin.core.documents.letters.model import (
    Block,
    Column,
    Fields,
    Form,
    Grid,
    Heading,
    Paper,
    Signature,
    Text,
    Tone,
)
from lianxin.home.performance.selectors import File

_ENTRIES: Final = (
    Column("日期", 1.4, number=True), Column("活动", 3.4), Column("种类", 1.3), Column("到场", 0.8, number=True),
    Column("说明", 2.0), Column("核对", 1.5),
)  # fmt: skip
_MINIMUMS: Final = (Column("最低要求", 3.4), Column("情况", 0.9), Column("依据", 3.6))


def file(one: File, house: House, silent_days: int) -> Paper:
    """The 履职档案 of a town deputy, or the 参加活动单 of a city or district deputy."""
    blocks: list[Block] = [Heading("基本情况"), Fields(tuple(one.basics))]
    for part in one.parts:
        rows = [
            (row["on"], row["title"], row["kind"], row["presence"], row["detail"], row["state"]) for row in part["rows"]
        ]
        if one.is_town or rows:
            blocks += [Heading(part["label"]), Grid(_ENTRIES, rows, "没有记录。")]
    if one.is_town:
        minimums = [
            (row["label"], row["word"], row["source"] + ("" if row["confirmed"] else "（待核）"))
            for row in one.minimums
        ]
        blocks += [
            Heading("最低要求"), Grid(_MINIMUMS, minimums, "没有要求。"),
            Text("只看做到没有，不打分，不排名，不比多少。", Tone.NOTE),
        ]  # fmt: skip
    title = f"{one.deputy.display_name}{one.year}年" + ("履职档案" if one.is_town else "参加活动单")
    return Paper(
        code="performance", form=Form.SHEET, title=title, number=f"档案-{one.deputy.code}-{one.year}",
        issued_on=house.day, issuer=house.congress_office, blocks=tuple(blocks), made_by=house.made_by,
        mark=house.mark, signatures=(Signature("代表核对签字"), Signature("日期")),
        notes=(
            f"每条由活动组织者记一次，请代表核对；送到后{silent_days}天内没有提出异议的，视为核对无误，以后仍可以提出。",
        ),
    )  # fmt: skip
