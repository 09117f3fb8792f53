"""Sentences of a round's results."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.contact.results import rules as r

#: Where an item stands, as people say it.
STANDINGS: Final[Mapping[str, str | Promise]] = {
    r.TO_SORT: _("还没有分类"),
    r.TO_TRANSFER: _("等转交"),
    r.AT_DESK: _("交办台还没有交办"),
    r.AT_UNIT: _("承办单位在办"),
    r.TO_TELL: _("答复了，还没有告知到人"),
    r.AGAIN: _("居民说没有解决，再办"),
    r.WITH_LEAD: _("并入别的事项一起办"),
    r.TOLD: _("已答复并告知"),
    r.PROMISED: _("有承诺，在跟踪"),
    r.REDIRECTED: _("已告知正确渠道和理由"),
    r.LEFT: _("已移交，有理由"),
    r.WITHDRAWN: _("本人撤回"),
}
#: Tone and shape of a standing.
TONES: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys((r.TO_SORT, r.TO_TRANSFER), ("warn", "half")),
    **dict.fromkeys((r.AT_DESK, r.AT_UNIT, r.WITH_LEAD), ("info", "dot")),
    r.TO_TELL: ("warn", "half"),
    r.AGAIN: ("bad", "triangle"),
    **dict.fromkeys((r.TOLD, r.PROMISED), ("good", "check")),
    **dict.fromkeys((r.REDIRECTED, r.LEFT, r.WITHDRAWN), ("mute", "ring")),
}
#: Levels of authority in the order of papers; "" has not been decided.
LEVELS: Final[Mapping[str, str | Promise]] = {
    "neighbourhood": _("居民区"),
    "town": _("镇级"),
    "district": _("区级"),
    "city": _("市级"),
    "": _("层级未定"),
}
#: Why an item does not go with the transfer.
LEFT_OUT: Final[Mapping[str, str | Promise]] = {
    "answered": _("当场答复的，不用转交"),
    "redirected": _("告知正确渠道的，不用转交"),
    "handed_over": _("离开本流程移交的"),
    "sealed": _("保密件，按控告检举移交，不随表走"),
    "withdrawn": _("本人撤回的"),
    "following": _("并入别的事项，随牵头的一起走"),
    "transferred": _("已经转交过的"),
    "to_sort": _("还没有分类定性，先分类再转"),
    "same": _("同一件事记了两次，已经合并"),
    "not_chosen": _("这次没有选"),
}
