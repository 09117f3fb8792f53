"""What the room hangs on the house when it is ready."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.aggregation import upkeep
from lianxin.aggregation.pages import hint, hot, panels, search
from lianxin.aggregation.policies import FIND, HINT, HOT, REVIEW, SEE_SHEET
from lianxin.cases.policies import SEE_CASE
from lianxin.journal import kinds, verbs
from lianxin.ui import registry

_KINDS: Final = (
    ("analysis", "aggregation.Analysis", "意见分析"),
    ("likeness", "aggregation.Likeness", "比对"),
    ("learned", "aggregation.Learned", "学到的模型"),
    ("paper_sheet", "aggregation.PaperSheet", "录入的纸"),
    ("hot_notice", "aggregation.HotNotice", "公开的热点问题"),
)
_VERBS: Final = (
    ("aggregation.read", _("读了新的意见")),
    ("aggregation.compared", _("比对了新的意见")),
    ("likeness.decided", _("回答是不是同一件事")),
    ("likeness.joined_copy", _("几乎一样的话自动并入")),
    ("learned.made", _("学了一个模型")),
    ("learned.withdrawn", _("退回一个模型")),
    ("hot.published", _("按决定公开热点问题")),
    ("hot.withdrawn", _("撤回公开的热点问题")),
    ("sheet.taken", _("收下一张记录纸的照片")),
    ("sheet.row", _("确认照片上的一行")),
    ("sheet.row_added", _("照片上加一行")),
    ("sheet.erased", _("删去记录纸的照片")),
    ("aggregation.heat", _("计算议题热度")),
    ("likeness.renewed", _("引擎换版后重新计算回答过的各对")),
    ("likeness.taken_back", _("撤回是不是同一件事的回答")),
)


def register() -> None:
    """Kinds and verbs of the log, what time does."""
    for kind in _KINDS:
        kinds.register(*kind)
    for verb in _VERBS:
        verbs.register(*verb)
    upkeep.register()
    registry.nav("desk", _("查找"), "aggregation:search", order=12, policy=FIND, icon="search")
    registry.nav("desk", _("照纸录入"), "aggregation:sheets", order=21, policy=SEE_SHEET, icon="camera")
    registry.nav("desk", _("比对"), "aggregation:review", order=13, policy=REVIEW, icon="copy")
    registry.nav("desk", _("热点问题"), "aggregation:hot", order=14, policy=HOT, icon="chart")
    registry.panel("case", "aggregation/case_panel.html", 35, REVIEW, panels.of_case)
    registry.panel("round_summary", "aggregation/round_panel.html", 20, REVIEW, panels.of_round)
    registry.panel("issue", "aggregation/issue_panel.html", 20, SEE_CASE, hot.of_issue)
    registry.panel("record", "aggregation/hint_writing.html", 20, HINT, hint.while_writing)
    registry.panel("case_list", "aggregation/search_link.html", 20, FIND, search.from_list)
    registry.panel("recorded", "aggregation/hint_after.html", 20, HINT, hint.after_keeping)
