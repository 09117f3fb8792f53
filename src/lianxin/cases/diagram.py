"""The workflow table as a document: tables and a Mermaid text, made from the table itself (picture: ``drawing``)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

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
    w.SUCCESSOR: "接续代表",
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
        *_co_opinions(),
        "## 反映人自己随时可以做的",
        "",
        *(f"- {move.label}（`{move.code}`）：{_parties(move.actors)}" for move in w.VOICE_MOVES),
        "",
    ]
    return "\n".join(parts)


_UNITS: Final = {"month": "个月", "working_day": "个工作日", "calendar_day": "天"}


def _co_opinions() -> list[str]:
    """When a co-unit may speak and whether the lead unit waits: by the rule sets that come with the program."""
    move = w.BY_CODE["co_opinion"]
    lines = [
        "## 会办意见：什么时候给，主办等不等",
        "",
        f"会办单位在这些状态里随时可以给意见：{states(move.sources)}。再给一次替换前一次；主办单位在事项页上看得到。",
        (
            "主办单位等不等，看这条办理轨道的时限规则里有没有“会办意见”：有，就要到齐（或由政府交办台免去会办）才能签发，"
            "过了期限也一样要等；没有，就不等，没有给意见的不妨碍签发。"
        ),
        "镇里要改，在这条轨道的规则里加上或去掉 `co_opinion` 一条，程序不用改。",
        "",
        "| 办理轨道 | 会办意见的时限 | 主办等不等 | 依据 |",
        "|---|---|---|---|",
    ]
    data = json.loads(files("lianxin.clocks").joinpath("data/rulesets.json").read_text(encoding="utf-8"))
    for rules in data["rulesets"]:
        if rules["track"] != "petition":
            rule = next((one for one in rules["clocks"] if one["code"] == "co_opinion"), None)
            lines.append(f"| {rules['label']} | " + " | ".join(_waiting(rule)) + " |")
    return [*lines, ""]


def _waiting(rule: Mapping[str, Any] | None) -> tuple[str, str, str]:
    """Limit, waiting and source of one track."""
    if rule is None:
        return "没有", "不等：答复的期限短，不让居民多等", "本项目建议的默认值，待核"
    source = rule["source"] + ("" if rule["status"] == "confirmed" else "，待核")
    return f"交办后 {rule['n']} {_UNITS[rule['unit']]}", "等到齐", source


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
