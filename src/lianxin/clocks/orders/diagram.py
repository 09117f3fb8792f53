"""The workflows of pressing as a document for ``docs/``, made from the tables themselves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from lianxin.clocks.orders import workflow as w

STATES: Final[Mapping[str, str]] = {
    w.DRAFT: "稿",
    w.ISSUED: "已签发，等单位回复",
    w.ANSWERED: "已回复，等核实",
    w.LIFTED: "已解除",
    w.DISCARDED: "不签发",
    w.WITHDRAWN: "已撤回",
    w.STARTED: "已启动，等镇政府回复",
    w.REPORTED: "镇政府已回复",
    w.CONCLUDED: "已办结",
    w.DROPPED: "不启动",
}
PARTIES: Final[Mapping[str, str]] = {
    w.SYSTEM: "系统（到时间）",
    w.DESK: "政府交办台",
    w.LEADER: "镇领导（只限领导包案）",
    w.UNIT: "被督办的单位",
    w.OFFICE: "镇人大办",
}


def section(title: str, moves: Sequence[Any], states: Mapping[str, str], parties: Mapping[str, str]) -> Iterable[str]:
    """One workflow: a diagram and a table."""
    yield from ("", f"## {title}", "", "```mermaid", "stateDiagram-v2")
    used = dict.fromkeys(state for move in moves for state in (*move.sources, move.target) if state)
    yield from (f"    {state}: {states[state]}" for state in used)
    for move in moves:
        if move.target:
            yield from (f"    {source} --> {move.target}: {move.label}" for source in move.sources or ("[*]",))
    ends = [state for state in used if not any(state in move.sources for move in moves)]
    yield from (f"    {state} --> [*]" for state in ends)
    yield from ("```", "", "| 步骤 | 代码 | 从 | 到 | 谁 | 条件 |", "|---|---|---|---|---|---|")
    for move in moves:
        cells = (
            move.label,
            f"`{move.code}`",
            "、".join(states[one] for one in move.sources) or "（新建）",
            states[move.target] if move.target else "不变",
            "、".join(parties[one] for one in move.actors),
            " ".join(f"`{guard}`" for guard in move.guards),
        )
        yield "| " + " | ".join(cells) + " |"


def document(*more: Callable[[], Iterable[str]]) -> str:
    """The whole of ``docs/pressing.md``; higher rooms add their own workflows."""
    lines = [
        "# 督促：督办单、人大监督措施、现场会商单",
        "",
        "这一页由程序按流程表生成，不要手改；表变了，运行 `python -m lianxin workflow-doc` 重新生成。",
        "This page is generated from the workflow tables; do not edit it by hand.",
        "",
        "两条阶梯各归各：政府对承办单位是提醒 → 催办 → 督办 → 领导包案；",
        "人大对镇政府是反映并督促办理 → 重点督办 → 代表视察 → 主席团听取专项工作报告。",
        "提醒和催办由系统到时间发出，其余由系统拟稿、由人签发或启动；天数和依据是本镇的数据（工作台“督促阶梯”）。",
        *section("督办单", w.ORDER_MOVES, STATES, PARTIES),
        *section("人大监督措施", w.STEP_MOVES, STATES, PARTIES),
    ]
    for one in more:
        lines += one()
    return "\n".join([*lines, ""])
