"""Fifty templates pasted for another place, as people do it: the machine joins none of them, learned or not."""

import pytest

from lianxin.aggregation.engine import service
from lianxin.aggregation.engine.pairs import Message, Pair, PairModel
from tests.aggregation.voices import message

PLACES = (
    ("梧桐苑", "翠湖名邸"), ("青枫路18弄", "青枫路42弄"), ("望江路小学", "春晓路小学"), ("松柏村", "杏花村"),
    ("海棠花园", "紫荆花园"), ("丹桂公寓", "玉兰公寓"), ("长乐大厦", "兴业大厦"), ("东风菜市场", "石桥菜市场"),
    ("银杏幼儿园", "百合幼儿园"), ("和平医院", "仁济医院"),
)  # fmt: skip
WISHES = (
    ("{}电梯三天没有修好", "{}的电梯停了三天，老人下不了楼，打了四次电话物业都说配件没到，请派人来看一看。"),
    ("{}门口乱停车挡住消防通道", "{}门口每天晚上停满外来车，消防通道完全堵死，出了事车子进不来，请交警管一管。"),
    ("{}旁边夜里施工太吵", "{}旁边的工地半夜两点还在打桩，孩子睡不着，白天上课没精神，请问有没有夜间许可？"),
    ("{}周边垃圾桶太少", "{}周边只有两个垃圾桶，天热味道很大，苍蝇到处飞，能不能多放几个，早晚各收一次？"),
    ("{}附近路灯不亮", "{}附近的路灯已经坏了两个多星期，下晚班的人只好打手电走路，前天还有人摔了一跤。"),
)


def planted() -> list[Message]:
    """The same words for two places, fifty times; far enough apart in subject that pairs stand alone."""
    pairs = [(wish, place) for place in PLACES for wish in WISHES]
    words = [(title.format(name), body.format(name)) for (title, body), names in pairs for name in names]
    return [message(at, one, person=str(at)) for at, one in enumerate(words)]


@pytest.mark.parametrize("bold", [False, True])
def test_none_of_fifty_pairs_in_conflicting_places_is_joined_by_the_machine(bold: bool) -> None:
    messages = planted()
    index = service.index_of(messages)
    pairs = service.compare_all(messages, service.candidates_of(index, library=False))
    numbers = len(pairs[0].numbers())
    model = PairModel((3.0, *(0.0,) * (numbers - 1)), 3.0, 0.5) if bold else None
    groups = service.joined(index, pairs, model)
    wrong = [at for at in range(0, len(messages), 2) if groups[at] == groups[at + 1]]
    assert [messages[at].text.title for at in wrong] == []


def test_every_planted_pair_was_seen_by_the_comparison() -> None:
    messages = planted()
    pairs = service.compare_all(messages, service.candidates_of(service.index_of(messages), library=False))
    seen: dict[tuple[int, int], Pair] = {(pair.one, pair.other): pair for pair in pairs}
    assert sum((at, at + 1) in seen for at in range(0, len(messages), 2)) >= 45
