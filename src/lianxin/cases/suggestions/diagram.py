"""The life of a suggestion as a diagram for ``docs/suggestions.md``."""

from collections.abc import Iterable, Mapping
from typing import Final

from lianxin.cases.suggestions import workflow as w

PARTIES: Final[Mapping[str, str]] = {
    w.DEPUTY: "领衔代表", w.SUCCESSOR: "接续代表",
    w.INVITED: "受邀代表", w.COSIGNER: "联名代表", w.OFFICE: "镇人大办", w.DESK: "政府交办台",
    w.UNIT: "主办单位", w.UNIT_HEAD: "主办单位负责人", w.CO_UNIT: "会办单位",
}  # fmt: skip
STATES: Final[Mapping[str, str]] = {
    w.DRAFT: "草稿", w.SUBMITTED: "待审查登记", w.SENT_BACK: "退请修改", w.ACCEPTED: "已立为建议", w.LETTER: "工作信件",
    w.HANDED: "待交办", w.ASSIGNED: "待接收", w.RETURN_PENDING: "退回待同意", w.HANDLING: "办理中",
    w.REPLY_DRAFT: "答复待签发", w.REPLIED: "已答复", w.REHANDLING: "再次办理", w.EVALUATED: "待办结",
    w.CLOSED: "已办结",
    w.WITHDRAWN: "已撤回", w.FILED: "已在别处提出", w.ANSWERED_ELSEWHERE: "已收到答复（别处）",
}  # fmt: skip


def lines() -> Iterable[str]:
    """Diagram and table."""
    yield "## 代表建议"
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for code, word in STATES.items():
        yield f"    {code}: {word}"
    for move in w.MOVES:
        for source in move.sources or ("[*]",):
            if move.target:
                yield f"    {source} --> {move.target}: {move.label}"
    yield "```"
    yield ""
    yield "| 动作 | 谁 | 从 | 到 |"
    yield "|---|---|---|---|"
    for move in w.MOVES:
        who = "、".join(PARTIES[one] for one in move.actors)
        sources = "、".join(STATES[one] for one in move.sources) or "—"
        yield f"| {move.label} | {who} | {sources} | {STATES.get(move.target, '（不变）')} |"
