"""The workflow table as a document: tables, a Mermaid text and an SVG picture, all made from the table itself."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from lianxin.cases import workflow as w

STATE_WORDS: Final = {
    w.RECEIVED: "已收到",
    w.ANSWERED: "当场答复",
    w.REDIRECTED: "已告知正确渠道",
    w.HANDED_OVER: "已移交",
    w.TRANSFERRED: "已转交政府",
    w.ASSIGNED: "已交办",
    w.RETURN_PENDING: "退回待定",
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

#: Column and row of each state on the picture.
PLACES: Final = {
    w.RECEIVED: (0, 1), w.ANSWERED: (1, 0), w.REDIRECTED: (2, 0), w.HANDED_OVER: (0, 3), w.TRANSFERRED: (1, 2),
    w.ASSIGNED: (2, 2), w.RETURN_PENDING: (2, 3), w.ACCEPTED: (3, 2), w.CONTACTED: (4, 2), w.REPLY_DRAFT: (5, 2),
    w.REPLIED: (5, 1), w.REHANDLING: (4, 3), w.REHANDLING_DRAFT: (5, 3), w.MEETING: (6, 2), w.EVALUATED: (6, 1),
    w.SILENT: (4, 0), w.TRACKING: (6, 0), w.CLOSED: (7, 0), w.WITHDRAWN: (7, 3),
}  # fmt: skip

_WIDE, _HIGH, _GAP_X, _GAP_Y, _EDGE = 148, 52, 44, 64, 24


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


def picture() -> str:
    """The SVG of ``docs/workflow.svg``: states as boxes, moves as arrows; words stand in the tables."""
    width = _EDGE * 2 + 8 * _WIDE + 7 * _GAP_X
    height = _EDGE * 2 + 4 * _HIGH + 3 * _GAP_Y
    body = [_arrow(source, target) for source, target, _label in arrows() if source]
    body += [_box(state) for state in w.STATES]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="sans-serif" font-size="15">'
    )
    marker = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="#5a6b7b"/></marker></defs>'
    )
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, "<title>办理流程图</title>", marker, ground, *body, "</svg>", ""])


def _corner(state: str) -> tuple[int, int]:
    column, row = PLACES[state]
    return _EDGE + column * (_WIDE + _GAP_X), _EDGE + row * (_HIGH + _GAP_Y)


def _box(state: str) -> str:
    left, top = _corner(state)
    final = state in w.FINAL_STATES
    fill, line = ("#eef2f5", "#8595a3") if final else ("#f4f9ff", "#2f6fb3")
    return (
        f'<g><rect x="{left}" y="{top}" width="{_WIDE}" height="{_HIGH}" rx="8" fill="{fill}" stroke="{line}" '
        f'stroke-width="1.5"/><text x="{left + _WIDE // 2}" y="{top + _HIGH // 2 + 5}" text-anchor="middle" '
        f'fill="#1c2733">{escape(STATE_WORDS[state])}</text></g>'
    )


def _arrow(source: str, target: str) -> str:
    (x1, y1), (x2, y2) = _middle(source), _middle(target)
    start, end = _rim(x1, y1, x2, y2), _rim(x2, y2, x1, y1)
    bend_x, bend_y = (start[0] + end[0]) / 2 + (y2 - y1) * 0.08, (start[1] + end[1]) / 2 - (x2 - x1) * 0.08
    return (
        f'<path d="M{start[0]:.0f} {start[1]:.0f}Q{bend_x:.0f} {bend_y:.0f} {end[0]:.0f} {end[1]:.0f}" '
        'fill="none" stroke="#5a6b7b" stroke-width="1.2" marker-end="url(#tip)"/>'
    )


def _middle(state: str) -> tuple[float, float]:
    left, top = _corner(state)
    return left + _WIDE / 2, top + _HIGH / 2


def _rim(x: float, y: float, to_x: float, to_y: float) -> tuple[float, float]:
    """Where the line from the middle of a box towards a point leaves the box."""
    dx, dy = to_x - x, to_y - y
    scale = min(
        (_WIDE / 2 + 3) / abs(dx) if dx else float("inf"),
        (_HIGH / 2 + 3) / abs(dy) if dy else float("inf"),
    )
    return x + dx * scale, y + dy * scale
