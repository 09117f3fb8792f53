"""Examples of the components that later rooms need; all invented."""

import datetime as dt
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from lianxin.core import clock
from lianxin.ui import contrast


def foundations() -> dict[str, Any]:
    """Contrast figures, the type scale, spaces, and what to do and not to do."""
    return {
        "contrasts": contrast.figures(),
        "sizes": ["t-3xl", "t-2xl", "t-xl", "t-l", "t-m", "t-s"],
        "spaces": [{"name": f"s{n}", "width": width} for n, width in enumerate((4, 8, 12, 16, 24, 32, 48, 72), 1)],
        "rules": _rules(),
        "day": clock.today(),
        "now": clock.now(),
    }


def _rules() -> list[dict[str, str]]:
    pairs = (
        (_("红色、琥珀色只表示状态：逾期、退回、不满意。"), _("用红色做标题、横幅、按钮，图个喜庆。")),
        (_("颜色旁边总有一个词和一个形状。"), _("只用一个色点，让人去猜。")),
        (_("写“6月30日（周二）前，由城管中队办”。"), _("写“尽快”“相关部门”“正在流转”。")),
        (_("写“232 件，共问到 256 人”，定义写在下面。"), _("只写“满意率 90.6%”。")),
        (_("居民的原话放进引文，一字不改。"), _("把原话改顺、改短、改客气。")),
        (_("出错时说怎么改，已经填的都留着。"), _("写“参数错误”“操作失败”。")),
        (_("一页一个主按钮，写清按下去做什么。"), _("三个一样的按钮：确定、提交、保存。")),
        (_("数字用等宽数字，件数右对齐。"), _("为了好看把数字做成动画。")),
        (_("图旁边有表，图里的每个数都读得到。"), _("只有一张图。")),
        (_("地图写明“示意图”。"), _("用国徽、党徽做装饰。")),
    )
    return [{"do": do, "dont": dont} for do, dont in pairs]


def planning() -> dict[str, Any]:
    """Steps, days, milestones, progress, tree, heat table and tally."""
    today = clock.today()
    monday = today - dt.timedelta(days=today.weekday())
    return {
        "wizard": [
            {"label": _("选活动"), "done": True, "href": "#", "text": _("2026年第一次集中联系社区")},
            {"label": _("分到各居民区"), "current": True, "text": _("33 个居民区，已分 21 个")},
            {"label": _("打印记录单")},
            {"label": _("发通知")},
        ],
        "days": _days(monday, today),
        "milestones": _milestones(today),
        "first": dt.date(today.year, 1, 1),
        "last": dt.date(today.year, 12, 31),
        "progress": [
            {"label": _("望春片区"), "done": 6, "total": 6, "href": "#"},
            {"label": _("柳浪片区"), "done": 4, "total": 7, "href": "#", "note": _("还有双溪、银杏、北园")},
            {"label": _("虹光片区"), "done": 0, "total": 5, "href": "#"},
        ],
        "tree": _tree(),
        "months": [_("%(n)s月") % {"n": n} for n in range(1, 7)],
        "heat": [
            {
                "label": name, "href": "#",
                "cells": [{"value": (i * 7 + n * n * 5) % 19, "label": "", "href": "#"} for n in range(6)],
            }
            for i, name in enumerate((_("城建中心"), _("房管中心"), _("派出所"), _("市场监管所"), _("社区中心")))
        ],
        "parts": [
            {"label": _("解决了"), "value": 201, "tone": "good", "shape": "check"},
            {"label": _("部分解决"), "value": 41, "tone": "info", "shape": "half"},
            {"label": _("没有解决"), "value": 26, "tone": "bad", "shape": "cross"},
            {"label": _("问过没回"), "value": 52, "tone": "warn", "shape": "half"},
            {"label": _("还没问"), "value": 36, "tone": "mute", "shape": "ring"},
        ],
    }  # fmt: skip


def _days(monday: dt.date, today: dt.date) -> list[dict[str, Any]]:
    items = {
        1: [
            {"at": "9:00", "title": _("代表联合接待"), "href": "#", "text": _("代表之家联合接待室，3 位代表")},
            {"at": "14:00", "title": _("走访望春一村"), "href": "#", "word": _("带记录单"), "tone": "info"},
        ],
        3: [{"at": "13:30", "title": _("集中联系社区"), "text": _("先在党群服务中心开会，再分赴各居民区")}],
    }
    days = [monday + dt.timedelta(days=n) for n in range(5)]
    return [{"day": day, "today": day == today, "items": items.get(n, [])} for n, day in enumerate(days)]


def _milestones(today: dt.date) -> list[dict[str, Any]]:
    def on(month: int, day: int) -> dt.date:
        return dt.date(today.year, month, day)

    def stone(month: int, day: int, label: str) -> dict[str, Any]:
        return {"on": on(month, day), "label": label, "done": on(month, day) <= today}

    return [
        {
            "label": _("加装电梯 12 台"), "href": "#", "start": on(2, 1), "end": on(10, 31), "word": _("按计划"),
            "milestones": [stone(3, 15, _("签约")), stone(6, 20, _("开工")), stone(10, 31, _("验收"))],
        },
        {
            "label": _("社区食堂"), "href": "#", "start": on(3, 1), "end": on(8, 15), "word": _("晚 20 天"),
            "tone": "warn", "milestones": [stone(4, 10, _("选址")), stone(8, 15, _("开张"))],
        },
    ]  # fmt: skip


def _tree() -> list[dict[str, Any]]:
    return [
        {
            "label": _("望春片区"), "note": _("2 个居民区"), "open": True,
            "children": [
                {
                    "label": _("望春一村"), "note": _("2 个小区"),
                    "children": [{"label": _("一号院"), "href": "#"}, {"label": _("二号院"), "href": "#"}],
                },
                {"label": _("望春二村"), "href": "#"},
            ],
        },
        {"label": _("虹光园区"), "note": _("管理办公室、派出所各一"), "href": "#"},
    ]  # fmt: skip


def choosing() -> dict[str, Any]:
    """Side by side, a ballot, photos, signatures, and the map with layers."""
    names = (
        _("望春一村"),
        _("望春二村"),
        _("柳浪"),
        _("长桥"),
        _("荷塘"),
        _("东滩"),
        _("双溪"),
        _("银杏"),
        _("北园"),
        _("百合"),
    )
    picture = static("ui/img/bridge.svg")
    states = ("late", "open", "clear", "open", "none")
    return {
        "photos": [
            {"id": n, "thumb": picture, "href": picture, "name": name, "note": ""}
            for n, name in enumerate((_("整改前"), _("整改后")), 1)
        ],
        "compare": [
            {"name": _("承办单位"), "left": _("房管中心"), "right": _("房管中心")},
            {"name": _("答复"), "left": _("计划年内改造。"), "right": _("10月31日前完成改造。"), "differs": True},
            {"name": _("办理结果"), "left": _("列入计划"), "right": _("解决采纳"), "differs": True},
        ],
        "options": [
            {"value": "1", "number": 1, "label": _("加装电梯 12 台"), "text": _("6 个小区，预算 960 万元")},
            {"value": "2", "number": 2, "label": _("新建社区食堂一处"), "text": _("望春片区，预算 210 万元")},
            {"value": "3", "number": 3, "label": _("改造公共厕所 5 座"), "text": _("柳浪、虹光片区，预算 150 万元")},
        ],
        "signers": [
            {"role": _("记录人"), "name": "", "date": True}, {"role": _("代表"), "name": "", "date": True},
        ],
        "layers": [
            {"label": _("在办"), "href": "#", "current": True}, {"label": _("等评价"), "href": "#"},
            {"label": _("承诺"), "href": "#"},
        ],
        "tiles": [
            {
                "name": name, "col": i % 5, "row": i // 5, "state": states[i % 5], "href": "#",
                "value": None if states[i % 5] == "none" else (0 if states[i % 5] == "clear" else i + 2),
                "late": 2 if states[i % 5] == "late" else 0, "note": _("逾期 2") if states[i % 5] == "late" else "",
            }
            for i, name in enumerate(names)
        ],
    }  # fmt: skip
