"""Sentences of the round's pages."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: How a plan was worked out.
METHODS: Final[Mapping[str, Promise]] = {
    "solver": _("求解器"),
    "fallback": _("内置算法"),
    "exact": _("逐一比较"),
}

#: What a plan would rather avoid, by the codes of ``planning/data/weights.json``.
TERMS: Final[Mapping[str, Promise]] = {
    "idle": _("到会的代表没有安排走访"),
    "no_own": _("代表一处联系社区、选区都没去"),
    "outside": _("去的不是联系社区或选区"),
    "last_round": _("上一轮去过"),
    "before_last_round": _("再上一轮去过"),
    "wish": _("代表的意愿没有满足"),
    "asked": _("居民区想请的代表没来"),
    "one_level": _("两人以上同去，却都是同一级代表"),
    "area_level": _("片区没有这一级代表去"),
    "thin": _("请的人多，代表少"),
    "second": _("多去一处"),
    "travel": _("路上的分钟"),
    "changed": _("改动了代表"),
    "retimed": _("改动了时间"),
}
