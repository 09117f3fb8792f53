"""The workflow table as a document: tables and a Mermaid text, made from the table itself (picture: ``drawing``)."""

from collections.abc import Iterable, Sequence
from typing import Final

from lianxin.cases import workflow as w

STATE_WORDS: Final = {
    w.RECEIVED: "已收到",
    w.ANSWERED: "当场答复",
    w.REDIRECTED: "已告知正确渠道",
    w.HANDED_OVER: "已移交",
    w.TRANSFERRED: "已转交政府",
    w.ASSIGNED: "已交办",
    w.RETURN_PENDING: "退回待裁定",
    w.ACCEPTED: "已受理",
    w.CONTACTED: "办理中",
    w.REPLY_DRAFT: "答复待签",
    w.REPLIED: "已答复，等评价",
    w.REHANDLING: "再次办理",
    w.REHANDLING_DRAFT: "再次答复待签",
    w.MEETING: "代表当面会商",
    w.EVALUATED: "已评价",
    w.SILENT: "两次询问未回应",
    w.TRACKING: "承诺跟踪中",
    w.CLOSED: "已办结",
    w.WITHDRAWN: "已撤回",
    w.FOLLOWING: "并入议题一起办",
}

PARTY_WORDS: Final = {
    w.RESIDENT: "居民（凭查询码）",
    w.DEPUTY: "代表",
    w.RECORDER: "记录员",
    w.SECRETARY: "居民区",
    w.CONGRESS_OFFICE: "镇人大办",
    w.GOVERNMENT_DESK: "政府交办台",
    w.UNIT: "主办单位",
    w.UNIT_HEAD: "主办单位负责人",
    w.CO_UNIT: "会办单位",
    w.SYSTEM: "系统（到时间）",
}


def states(codes: Iterable[str]) -> str:
    """States as words."""
    return "、".join(STATE_WORDS[code] for code in codes)


def document() -> str:
    """The whole of ``docs/workflow.md``."""
    parts = [
        "# 一件事的一生",
        "",
        "这一页由程序按 `src/lianxin/cases/workflow.py` 里的表生成，不要手改；",
        "表变了，运行 `python -m lianxin workflow-doc` 重新生成。",
        "This page is generated from the workflow table; do not edit it by hand.",
        "",
        "![办理流程图](workflow.svg)",
        "",
        "```mermaid",
        *mermaid(),
        "```",
        "",
        "## 状态",
        "",
        "| 状态 | 代码 | 现在在谁手上 |",
        "|---|---|---|",
        *(f"| {STATE_WORDS[state]} | `{state}` | {_holder(state)} |" for state in w.STATES),
        "",
        "## 每一步",
        "",
        "| 步骤 | 代码 | 从 | 到 | 谁 | 条件 | 起钟 | 停钟 |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(move) for move in w.MOVES),
        "",
        "条件的含义见 `src/lianxin/cases/rules.py`，不满足时给人看的话见 `src/lianxin/cases/texts.py`。",
        "",
        "## 反映人自己随时可以做的",
        "",
        *(f"- {move.label}（`{move.code}`）：{_parties(move.actors)}" for move in w.VOICE_MOVES),
        "",
    ]
    return "\n".join(parts)


def _holder(state: str) -> str:
    who = w.HOLDER[state]
    if state in {w.EVALUATED, w.SILENT}:
        return "有权办结的一方（交办台或人大办）"
    return PARTY_WORDS[who] if who else "—"


def _parties(actors: Sequence[str]) -> str:
    return "、".join(PARTY_WORDS[actor] for actor in actors)


def _row(move: w.Move) -> str:
    target = STATE_WORDS[move.target] if move.target else "不变"
    cells = [
        move.label,
        f"`{move.code}`",
        states(move.sources) or "（新建）",
        target,
        _parties(move.actors),
        _codes(move.guards),
        _codes(move.starts),
        _codes(move.stops),
    ]
    return "| " + " | ".join(cells) + " |"


def _codes(codes: Sequence[str]) -> str:
    return " ".join(f"`{code}`" for code in codes)


def arrows() -> list[tuple[str, str, str]]:
    """(from, to, label) of every move that changes the state; a new case comes from ``""``."""
    found: dict[tuple[str, str], list[str]] = {}
    for move in w.MOVES:
        if move.target and move.code != "withdraw":
            for source in [one for one in move.sources or ("",) if one != move.target]:
                found.setdefault((source, move.target), []).append(move.label)
    return [(source, target, " / ".join(dict.fromkeys(labels))) for (source, target), labels in found.items()]


def mermaid() -> list[str]:
    """The lines of a Mermaid state diagram; withdrawing, possible nearly everywhere, is left out."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state}: {word}" for state, word in STATE_WORDS.items()]
    for source, target, label in arrows():
        lines.append(f"    {source or '[*]'} --> {target}: {label}")
    lines += [f"    {state} --> [*]" for state in w.STATES if state in w.FINAL_STATES]
    return lines
