"""Invented words of residents, for the engine's tests."""

from lianxin.aggregation.engine.alike import Text
from lianxin.aggregation.engine.pairs import Message

LIFT = (
    "梧桐苑6号楼电梯老是停",
    "梧桐苑6号楼的电梯这个月停了五次，老人上不去楼，物业说配件没到，请帮忙催一催。",
)
LIFT_AGAIN = (
    "梧桐苑6号楼电梯又停了",
    "6号楼电梯今天早上又停了，八楼的老人下不来，物业还是说配件没有到，什么时候能修好？",
)
LIFT_ELSEWHERE = (
    "翠湖名邸6号楼电梯老是停",
    "翠湖名邸6号楼的电梯这个月停了五次，老人上不去楼，物业说配件没到，请帮忙催一催。",
)
BIN = ("望江路垃圾桶夜里满出来", "望江路菜场门口的垃圾桶每天夜里都满出来，味道很大，能不能多收一次？")
TREE = ("香樟树挡住二楼窗户", "楼前的香樟树长得太高，二楼人家白天也要开灯，希望修一修。")
CHARGE = ("电瓶车充电棚只有八个插座", "一百多户人家只有八个插座，晚上都拉飞线，太危险了。")
DANCE = ("广场舞音响太响", "每天晚上七点到九点广场舞的音响太响，孩子没法做作业。")

TALE = (LIFT, LIFT_AGAIN, LIFT_ELSEWHERE, BIN, TREE, CHARGE, DANCE)


def message(key: int, words: tuple[str, str], **more: object) -> Message:
    """A message of a title and a body."""
    return Message(key, Text.of(*words), **more)  # type: ignore[arg-type]


def tale() -> list[Message]:
    """All of them, keyed by their place, filled up so that rare words are rare."""
    return [message(at, words) for at, words in enumerate(TALE)]
