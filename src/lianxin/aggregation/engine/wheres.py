"""Do two messages speak of the same place?  Names by their endings, and what differs between near-copies.

The comparison is careful in one direction: ``CONFLICT`` is only said where both name a place of one kind and none of
the names can be the same.  A conflict never says that people are wrong to join; it keeps a machine from joining.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final


class Where(StrEnum):
    """How the places of two messages stand to each other."""

    SAME = "same"
    CONTAINS = "contains"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


#: Endings of names by kind; longer endings first, so that 幼儿园 is no 园.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "home": (
        "小区", "花园", "家园", "公寓", "新村", "雅苑", "佳苑", "花苑", "嘉苑", "山庄", "别墅", "名邸", "华庭", "公馆",
        "新城", "苑", "庭", "邸", "郡", "墅", "湾", "坊", "里弄",
    ),
    "house": (
        "大厦", "大楼", "广场", "中心", "商城", "百货", "超市", "市场", "酒店", "宾馆", "会所", "ktv", "网吧", "物流园",
        "工业园", "产业园",
    ),
    "school": ("幼儿园", "小学", "中学", "学校", "学院", "大学"),
    "health": ("医院", "卫生院", "卫生室", "卫生站", "诊所", "敬老院", "养老院"),
    "road": ("高速", "大道", "公路", "路", "街", "巷", "弄"),
    "village": ("居民区", "社区", "村"),
    "water": ("公园", "湖", "河", "港", "浜"),
    "works": ("公司", "工厂", "厂", "砖厂", "搅拌站", "工地", "楼盘"),
    "stop": ("地铁站", "公交站", "车站", "站", "桥"),
}  # fmt: skip
_KIND_OF: Final = {ending: kind for kind, endings in KINDS.items() for ending in endings}
_ENDINGS: Final = "|".join(sorted(_KIND_OF, key=lambda one: (-len(one), one)))
_NAMED: Final = re.compile(rf"([一-鿿a-z0-9]{{2,8}}?)({_ENDINGS})(?![子人面上边道])")
#: What stands before a name and does not belong to it.
_BEFORE: Final = re.compile(
    r"^.*(?:投诉|举报|反映|关于|请问|咨询|建议|希望|请求|要求|恳请|强烈|在|位于|座落|坐落|到|从|至|往|的|是|和|与|对|把|被|给|将"
    r"|市|区|县|镇|乡|街道|为什么|为何|何时|什么时候|我们|我|本|该|这个|这|那|某|个|条|座|处|家|所|一|近)(?=.)"
)
_WEAK: Final = frozenset("小大中老新本该各全整每多几两个条座处家所此某")
_NUMBERED: Final = re.compile(r"([0-9a-z一二三四五六七八九十]{1,5})(号楼|号院|幢|栋|弄|单元|期|号线|路公交|路车)")
#: What stands in sentences and not in names of places.
_VERBS: Final = frozenset(
    "设置立建拆修改增加求问请处理解决办开关放停收交通为因与及或何时什么的是有在被把不没未能可已应"
)
#: Two texts are near-copies when so much of them is common, in order.
NEAR: Final = 0.75
#: From here on they are copies in which one changed name is no accident.
COPY: Final = 0.9
_LOOK: Final = 220


def names(text: str) -> dict[str, set[str]]:
    """Names of places in a normalised text, by kind, without what stands before them."""
    found: dict[str, set[str]] = {}
    for match in _NAMED.finditer(text):
        core = _BEFORE.sub("", match[1]) if len(match[1]) > 2 else match[1]
        core = core.lstrip("".join(_WEAK)) if len(core) > 2 else core
        if len(core) >= 2 and not set(core) <= _WEAK:
            found.setdefault(_KIND_OF[match[2]], set()).add(core)
    return found


def may_be_same(one: str, other: str) -> bool:
    """Whether two names can mean one place: one within the other, or half of the shorter one's characters in common.

    Names are misheard and mistyped (金茂 for 金贸, two characters changed over), so likeness is read generously.
    """
    if one in other or other in one:
        return True
    return 2 * len(set(one) & set(other)) >= min(len(set(one)), len(set(other)))


def relation(one: str, other: str) -> Where:
    """How the places of two normalised texts (titles, or titles with the beginning of the body) stand."""
    ours, theirs = names(one), names(other)
    shared = [kind for kind in ours if kind in theirs]
    if any(may_be_same(a, b) for kind in shared for a in ours[kind] for b in theirs[kind]):
        return Where.SAME
    across = [(a, b) for a in _all(ours) for b in _all(theirs)]
    if any(may_be_same(a, b) for a, b in across):
        return Where.CONTAINS
    return Where.CONFLICT if shared else Where.UNKNOWN


def _all(found: dict[str, set[str]]) -> Iterable[str]:
    return sorted(name for some in found.values() for name in some)


def swapped(one: str, other: str) -> bool:
    """Whether two near-copies differ in a place: of some kind all names differ, and none stands in the other."""
    a, b = one[:_LOOK], other[:_LOOK]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < NEAR or matcher.quick_ratio() < NEAR or matcher.ratio() < NEAR:
        return False
    ours, theirs = _clean(a), _clean(b)
    nearly = matcher.ratio() >= COPY
    return any(_differ(ours[kind], theirs[kind], a, b, one_is_enough=nearly) for kind in ours if kind in theirs) or (
        _renumbered(a, b)
    )


def _differ(ours: set[str], theirs: set[str], one: str, other: str, *, one_is_enough: bool) -> bool:
    """Whether names of one kind differ: all of them, or in copies one on either side that the other does not know."""
    lone = {x for x in ours if x not in other and not any(may_be_same(x, y) for y in theirs)}
    strange = {y for y in theirs if y not in one and not any(may_be_same(x, y) for x in ours)}
    if one_is_enough:
        return bool(lone and strange)
    return lone == ours and strange == theirs


def _clean(text: str) -> dict[str, set[str]]:
    """Names without those that are more sentence than name."""
    found = {kind: {name for name in some if not _VERBS & set(name)} for kind, some in names(text).items()}
    return {kind: some for kind, some in found.items() if some}


def _renumbered(one: str, other: str) -> bool:
    """Whether both give a house, lane or phase, and never the same one."""
    a, b = ({(m[2], m[1]) for m in _NUMBERED.finditer(text)} for text in (one, other))
    kinds = {kind for kind, _ in a} & {kind for kind, _ in b}
    return any({n for k, n in a if k == kind}.isdisjoint({n for k, n in b if k == kind}) for kind in kinds)
