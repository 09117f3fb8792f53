"""Examples for the style guide; all invented, none from a real place."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core import clock
from lianxin.ui import forms, icons, states, styleguide_more
from lianxin.ui.dates import zh_date, zh_datetime
from lianxin.ui.lists import Listing
from lianxin.ui.templatetags.lianxin_ui import ui_state

CHAPTERS: Final[dict[str, str | Promise]] = {
    "foundations": gettext_lazy("文字与颜色"),
    "actions": gettext_lazy("按钮、状态与提示"),
    "forms": gettext_lazy("表单"),
    "lists": gettext_lazy("清单与导航"),
    "case": gettext_lazy("事项与经过"),
    "figures": gettext_lazy("数字与图"),
    "planning": gettext_lazy("步骤、日程与进度"),
    "choosing": gettext_lazy("比较、选择与地图"),
    "resident": gettext_lazy("居民页面"),
    "desk": gettext_lazy("工作台"),
    "hall": gettext_lazy("大屏"),
    "slip": gettext_lazy("打印单"),
}

COLOURS: Final = (
    ("ink", "正文"), ("ink-2", "次要文字"), ("brand", "主色"), ("brand-tint", "主色淡底"), ("ground", "底色"),
    ("good", "好"), ("warn", "等"), ("bad", "急"),
)  # fmt: skip

_NAMES: Final = (
    "望春一村", "望春二村", "柳浪", "长桥", "荷塘", "东滩", "双溪", "银杏", "北园", "百合", "南浦", "石桥",
    "听雨", "新安", "和风", "明湖", "榆林", "兰亭", "绿苑", "春申", "西岸", "平安", "翠屏", "杏园",
    "虹光", "天河", "金枫", "书香", "映月", "半岛", "梅岭", "云间", "临水",
)  # fmt: skip


class SampleForm(forms.Form):
    """Every kind of field once."""

    words = forms.WordsField(
        label=gettext_lazy("您想说什么"),
        help_text=gettext_lazy("照您平时说话的样子写就行，不用写成公文。"),
        max_length=500,
    )
    place = django_forms.ChoiceField(
        label=gettext_lazy("在哪里"),
        choices=[("", gettext_lazy("请选择")), *((str(i), n) for i, n in enumerate(_NAMES))],
    )
    kind = forms.OneChoice(
        label=gettext_lazy("这是什么事"),
        choices=[
            ("problem", gettext_lazy("有个问题")),
            ("idea", gettext_lazy("有个建议")),
            ("help", gettext_lazy("需要帮忙")),
        ],
        widget=forms.RadioCards(hints={"problem": gettext_lazy("路灯不亮、垃圾没清、噪声扰民……")}),
    )
    reach = forms.ManyChoices(
        label=gettext_lazy("怎样告诉您结果"),
        choices=[
            ("slip", gettext_lazy("送纸条上门")),
            ("phone", gettext_lazy("打电话")),
            ("code", gettext_lazy("我自己查")),
        ],
        widget=forms.CheckCards(layout="two"),
        required=False,
    )
    seen = forms.DateField(label=gettext_lazy("哪天看到的"), required=False)
    photos = forms.PhotosField(label=gettext_lazy("照片"), required=False)
    phone = django_forms.CharField(
        label=gettext_lazy("电话"), required=False, help_text=gettext_lazy("只用来告诉您结果，到期自动删除。")
    )
    code = forms.CodeField(label=gettext_lazy("查询码"), required=False)
    agree = django_forms.BooleanField(
        label=gettext_lazy("同意把我的原话公开（不写名字）"), required=False, widget=forms.YesNo
    )
    once = forms.OnceField()


def chapter_context(request: HttpRequest, name: str) -> dict[str, Any]:
    """Everything the template of one chapter needs."""
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "foundations": _foundations, "actions": _actions, "forms": _forms, "lists": _lists, "case": _case,
        "figures": _figures, "planning": styleguide_more.planning, "choosing": styleguide_more.choosing, "resident": _resident, "desk": _desk, "hall": _figures, "slip": _resident,
    }  # fmt: skip
    chapters = [{"code": code, "label": str(label), "current": code == name} for code, label in CHAPTERS.items()]
    return {"chapters": chapters, "chapter_title": str(CHAPTERS[name]), **makers[name]()}


def _foundations() -> dict[str, Any]:
    return {"icons": sorted(icons.ICONS), "colours": COLOURS, **styleguide_more.foundations()}


def _actions() -> dict[str, Any]:
    today = clock.today()
    return {
        "states": [{"code": code, "word": look.word} for code, look in states.known().items()],
        "today": today,
        "soon": today + dt.timedelta(days=2),
        "late": today - dt.timedelta(days=3),
        "far": today + dt.timedelta(days=20),
    }


def _forms() -> dict[str, Any]:
    bad = SampleForm({"words": "", "kind": "x", "seen": "2026-02-30", "code": "K7QM-3XWD-9FHX", "phone": "139"})
    return {"form": SampleForm(auto_id="id_%s"), "bad": bad if not bad.is_valid() else None}


def _row(number: str, words: str, place: str, unit: str, due: str, state: str) -> list[dict[str, Any]]:
    cells: list[tuple[str, str | SafeString, bool]] = [
        (_("编号"), number, False), (_("内容"), words, True), (_("居民区"), place, False),
        (_("承办单位"), unit, False), (_("到期"), due, False), (_("状态"), ui_state(state), False),
    ]  # fmt: skip
    return [
        {
            "label": label,
            "text": text,
            "main": main,
            "number": False,
            "href": "#" if main else "",
            "sub": "",
            "blank": not text,
        }
        for label, text, main in cells
    ]


def _lists() -> dict[str, Any]:
    day = zh_date(clock.today(), year=False)
    rows = [
        _row(
            "示-0612",
            "7 号楼后面的路灯坏了三天，老人晚上不敢出门。",
            "望春一村",
            "城市建设管理事务中心",
            day,
            "due_today",
        ),
        _row("示-0609", "菜场门口早上占道，孩子上学要走到马路上去。", "长桥", "城市管理行政执法中队", day, "overdue"),
        _row("示-0588", "希望社区食堂周末也开门。", "荷塘", "", day, "triaged"),
        _row("示-0571", "谢谢你们，电梯修好了。", "银杏", "房屋管理办公室", day, "closed"),
    ]
    listing = Listing(
        columns=[{"label": cell["label"]} for cell in rows[0]],
        rows=rows,
        filters=[
            {
                "name": "q",
                "label": _("关键词"),
                "kind": "text",
                "input_type": "search",
                "value": "",
                "placeholder": _("两个字也能找"),
            },
            {
                "name": "place",
                "label": _("居民区"),
                "kind": "choice",
                "choices": [{"value": n, "label": n} for n in _NAMES[:8]],
            },
            {"name": "due", "label": _("到期不晚于"), "kind": "date", "input_type": "date", "value": ""},
        ],
        presets=[
            {"label": _("今天到期"), "href": "?due=today", "current": True},
            {"label": _("已逾期"), "href": "?due=over"},
            {"label": _("等居民回应"), "href": "?state=w"},
        ],
        exports=[{"label": "Excel", "href": "#"}, {"label": "CSV", "href": "#"}],
        next_href="?from=x",
        caption=_("办理清单（示例）"),
    )
    return {
        "list": listing,
        "crumbs": [{"label": _("工作台"), "href": "#"}, {"label": _("事项"), "href": "#"}, {"label": "示-0612"}],
        "tabs": [
            {"label": _("待交办"), "href": "#", "current": True, "count": 4},
            {"label": _("今天到期"), "href": "#", "count": 2, "tone": "warn"},
            {"label": _("已逾期"), "href": "#", "count": 1, "tone": "bad"},
            {"label": _("全部"), "href": "#", "count": None},
        ],
    }


def _case() -> dict[str, Any]:
    now = clock.now()
    ago = [zh_datetime(now - dt.timedelta(days=days)) for days in (9, 8, 7, 3, 1)]
    return {
        "entries": [
            {"title": _("居民说了这件事"), "when": ago[0], "who": _("集中联系社区 · 望春一村"), "quote": "7 号楼后面的路灯坏了三天，老人晚上不敢出门。\n上次也报过，修好两天又坏了。"},
            {"title": _("转交镇政府"), "when": ago[1], "who": _("镇人大办")},
            {"title": _("交办"), "when": ago[2], "who": _("党政办 → 城市建设管理事务中心"), "state": "assigned"},
            {"title": _("逾期提醒"), "when": ago[3], "tone": "bad", "text": _("首次联系应在 1 个工作日内完成，已超过 1 个工作日。")},
            {"title": _("已联系居民"), "when": ago[4], "tone": "good", "who": _("电话接通"), "text": _("约好周五上午上门查看线路。")},
            {"title": _("答复"), "when": _("应在 7月3日 前"), "done": False},
        ],
        "voices": [
            {"kind": "unit", "who": _("城市建设管理事务中心"), "when": ago[4], "text": _("灯头和接线已更换，夜间巡查三次正常。")},
            {"kind": "resident", "who": _("原话"), "when": ago[4], "text": "是亮了，就是不知道能亮几天。"},
            {"kind": "silent", "who": _("打过 3 次电话"), "when": ago[3], "text": _("没有接通，下次由楼组长上门问。")},
            {"kind": "unasked", "text": _("答复送到以后才问。")},
        ],
        "steps": [
            {"label": _("收到"), "done": True}, {"label": _("交办"), "done": True}, {"label": _("办理"), "current": True},
            {"label": _("答复")}, {"label": _("您来评")},
        ],
        "facts": [
            {"name": _("受理编号"), "value": "示-2026-0612"}, {"name": _("地点"), "value": _("望春一村 · 7 号楼")},
            {"name": _("承办单位"), "value": _("城市建设管理事务中心")}, {"name": _("怎么收到的"), "value": _("集中联系社区，当面记录")},
        ],
        "due": clock.today() + dt.timedelta(days=2),
    }  # fmt: skip


def _figures() -> dict[str, Any]:
    tiles = [
        {"name": name, "value": None if i % 11 == 7 else (i * 37) % 24 + 1, "col": i % 9, "row": i // 9, "href": "#"}
        for i, name in enumerate(_NAMES)
    ]
    return {
        "stats": [
            {"name": _("收到的话"), "value": "412", "unit": _("条"), "n": _("1月1日—6月30日"), "definition": _("按收到时间计，重复的也算。")},
            {"name": _("已答复"), "value": "356", "unit": _("件"), "n": _("共 398 件"), "definition": _("答复已签发并送达。")},
            {"name": _("居民说解决了"), "value": "201", "unit": _("件"), "n": _("问到 268 人，答复 356 件"), "definition": _("以居民自己说的为准。")},
            {"name": _("逾期"), "value": "7", "unit": _("件"), "n": _("共 42 件在办"), "definition": _("超过法定或约定期限。"), "tone": "bad"},
        ],
        "bars": [
            {"label": _("停车与道路"), "value": 96}, {"label": _("房屋与物业"), "value": 81}, {"label": _("环境卫生"), "value": 64},
            {"label": _("养老服务"), "value": 37}, {"label": _("噪声"), "value": 22, "note": _("其中重复 9")},
        ],
        "days": [{"label": f"6/{n}", "first": (n * 7) % 11, "second": (n * 5) % 9} for n in range(17, 31)],
        "columns": [{"label": _("%(n)s月") % {"n": n}, "value": v} for n, v in enumerate((31, 44, 52, 47, 58, 150), start=1)],
        "tiles": tiles,
    }  # fmt: skip


def _resident() -> dict[str, Any]:
    now = clock.now()
    return {
        "doors": [
            {"href": "#", "icon": "speak", "title": _("我有话说"), "text": _("三步说完，不用登录"), "first": True},
            {"href": "#", "icon": "search", "title": _("查办到哪一步"), "text": _("用回执上的查询码")},
            {"href": "#", "icon": "users", "title": _("我的人大代表是谁"), "text": _("按居民区查，看接待时间")},
            {"href": "#", "icon": "map", "title": _("代表家站点"), "text": _("地址、开放时间")},
        ],
        "number": "示-2026-0612",
        "code": "K7QM-3XWD-9FHC",
        "received": zh_datetime(now),
        "qr": "https://demo.invalid/q/K7QM3XWD9FHC",
        "facts": [{"name": _("现在由谁办"), "value": _("镇人大办（分类中）")}],
        "next": _("最晚7月3日定下由哪个单位来办。"),
        "steps": [
            {"label": _("说事情"), "done": True},
            {"label": _("在哪里"), "current": True},
            {"label": _("怎么回您")},
        ],
    }


def _desk() -> dict[str, Any]:
    return {**_lists(), "stats": _figures()["stats"]}
