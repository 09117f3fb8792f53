"""What this room tells the others when the house is assembled."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases import due_days, hooks, keeping, notices, outgoing, reminders, settling, upkeep, workflow
from lianxin.cases.asking import registration as asking
from lianxin.cases.delivery import registration as delivery
from lianxin.cases.disputes import registration as disputes
from lianxin.cases.heirs.estates import register_estates
from lianxin.cases.imports import registration as imports
from lianxin.cases.issues import registration as issues
from lianxin.cases.pressing import registration as pressing
from lianxin.cases.promises import registration as promises
from lianxin.cases.suggestions import registration as suggestions
from lianxin.cases.supervision import registration as supervision
from lianxin.clocks import mirrors
from lianxin.journal import kinds, verbs

_FACTS: Final[dict[str, str | Promise]] = {
    "number": _("受理编号"),
    "unit": _("单位"),
    "list": _("转交单"),
    "reason": _("理由"),
    "channel": _("渠道"),
    "result": _("结果"),
    "how": _("方式"),
    "reached": _("联系上"),
    "due": _("期限"),
}

#: Verbs that are not the name of a move.
_MORE: Final[dict[str, str | Promise]] = {
    "case.recorded": _("记录意见"),
    "case.present_corrected": _("更正在场的代表"),
    "case.contact_erased": _("到期清除联系方式"),
    "case.promise_missed": _("承诺到期未兑现"),
    "case.verdict": _("登记评价"),
    "case.reminded": _("到期提醒"),
    "case.keep_draft": _("先存答复稿"),
    "case.attach_file": _("添加附件"),
    "case.reprint_receipt": _("补打回执"),
    "case.remove_file": _("删除自己的附件"),
}


def register() -> None:
    """Register kinds, pairs and the words of the log: a move's entry is called like its button."""
    kinds.register("case", "cases.Case", "事项")
    kinds.register("opinion", "cases.Opinion", "意见")
    kinds.register("reply", "cases.Reply", "答复")
    kinds.register("import_batch", "cases.ImportBatch", "导入")
    mirrors.on_moved("case", upkeep.mirror_due)
    upkeep.register()
    keeping.register()
    reminders.register()
    notices.register()
    outgoing.register()
    due_days.register()
    settling.register()
    hooks.register()
    imports.register()
    issues.register()
    delivery.register()
    promises.register()
    pressing.register()
    disputes.register()
    supervision.register()
    suggestions.register()
    register_estates()
    asking.register()
    for move in workflow.BY_CODE.values():
        verbs.register(f"case.{move.code}", move.label, _FACTS)
    for code, label in _MORE.items():
        verbs.register(code, label, _FACTS)
