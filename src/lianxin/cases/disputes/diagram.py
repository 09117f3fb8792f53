"""The workflow of a 现场会商单 as a part of ``docs/pressing.md``."""

from collections.abc import Iterable
from typing import Final

from lianxin.cases.disputes import workflow as w
from lianxin.clocks.orders import diagram

STATES: Final = {w.OPEN: "待会商", w.MET: "已会商，待裁定", w.DECIDED: "已裁定，写进权责表", w.DROPPED: "不必会商"}


def lines() -> Iterable[str]:
    """The diagram and the table."""
    return diagram.section("现场会商单（谁管说清）", w.MOVES, STATES, diagram.PARTIES)


def document() -> str:
    """The whole page."""
    return diagram.document(lines)
