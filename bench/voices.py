"""Invented messages of residents, as many as wanted: places, matters and ways to say them put together by chance.

Every fifth message or so repeats an earlier matter in other words, as on real boards; the rest stand alone.  Words are
invented for this; they are more alike than real ones, so that searching among them is rather harder than in a town.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from lianxin.aggregation.engine.alike import Text
from lianxin.aggregation.engine.pairs import Message

_SIGNS: Final = (
    "青松翠竹梧桐银杏海棠紫荆玉兰丹桂云溪锦绣明珠阳光东西南北安泰和祥瑞丰华庭春秋夏晓晨岚霞枫柏榆槐柳荷莲梅菊芳馨怡悦"
)
_ENDS: Final = ("小区", "新村", "花园", "路", "大厦", "小学", "菜场", "公园", "苑", "村")
_THINGS: Final = (
    "电梯", "路灯", "垃圾桶", "下水道", "停车位", "充电桩", "健身器材", "围墙", "绿化带", "自来水", "燃气管道",
    "公交站", "人行道", "化粪池", "监控探头", "消防通道", "广场舞音响", "夜间施工", "油烟", "外墙", "门禁",
    "信号灯", "雨棚", "物业收费", "维修资金",
)  # fmt: skip
_FAULTS: Final = (
    "坏了很久没有人修", "堵住了走不过去", "夜里声音太大", "漏水漏到楼下", "味道很重", "被人占用", "数量不够",
    "收费不合理", "存在安全隐患", "一直没有消息", "晚上不亮", "老人走路容易摔跤", "已经反映过几次",
    "被挖开以后没有恢复", "说好的时间又推迟了", "影响孩子上学",
)  # fmt: skip
_TAILS: Final = (
    "希望尽快派人来看一看", "不知道应该找哪个部门", "大家都很着急", "物业说不归他们管", "请给一个明确的答复",
    "住在这里的人都可以作证", "去年冬天就是这样", "下雨天更加严重", "打过电话没有下文", "什么时候能够解决",
    "老人和孩子最受影响", "照片可以提供",
)  # fmt: skip


def _matter(chance: Random) -> tuple[str, str, str]:
    """A place, a thing and what is wrong with it."""
    place = "".join(chance.sample(_SIGNS, chance.choice((2, 2, 3)))) + chance.choice(_ENDS)
    return place, chance.choice(_THINGS), chance.choice(_FAULTS)


def _said(chance: Random, matter: tuple[str, str, str]) -> tuple[str, str]:
    """One way to say it."""
    place, thing, fault = matter
    title = chance.choice((f"{place}{thing}{fault}", f"{place}的{thing}{fault}", f"反映{place}{thing}{fault}的问题"))
    number = f"{chance.randint(1, 99)}号"
    own = "".join(chance.sample(_SIGNS, 4))
    parts = [f"我住在{place}{number}，{own}旁边的{thing}{fault}", *chance.sample(_TAILS, 4), f"离{own}{number}很近"]
    chance.shuffle(parts)
    return title, "，".join(parts) + "。"


def messages(many: int, seed: int = 7) -> Iterator[Message]:
    """So many of them; always the same for a seed."""
    chance = Random(seed)
    recent: list[tuple[str, str, str]] = []
    for key in range(many):
        matter = chance.choice(recent) if recent and chance.random() < 0.22 else _matter(chance)
        recent = [*recent[-400:], matter]
        yield Message(key, Text.of(*_said(chance, matter)), 738_000 + key // 60, "", f"p{chance.randint(0, many)}")
