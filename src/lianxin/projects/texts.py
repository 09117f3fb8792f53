"""Sentences of the projects room: refusals, what idea-givers are told at each fork, states in words and colours."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Why a guard refuses: the field it belongs to, and the sentence.
GUARDS: Final[Mapping[str, tuple[str, str | Promise]]] = {
    "giver_known": ("giver", gettext_lazy("请写明是谁提的：居民意见写受理编号，代表、单位从名单里选。")),
    "project_open": ("project", gettext_lazy("这个项目已经不再并入线索，请另选一个还在筛选的或者候选的项目。")),
    "words_given": ("words", gettext_lazy("请写一两句话说明，提出的人会看到。")),
    "decision_given": ("decision", gettext_lazy("请写明依据的决定（会议名称和日期或者文号），并向社会公告。")),
    "sheet_complete": (
        "",
        gettext_lazy("筛选表还没有填全：内容、受益人数、投资、资金来源、责任单位、完成日期和三项论证都要有。"),
    ),
    "not_negative": ("", gettext_lazy("这个项目在负面清单里，不能列为候选。")),
    "weights_are_hundred": ("", gettext_lazy("节点的权重加起来要正好是 100，请先补齐节点。")),
    "deputies_there": ("deputies", gettext_lazy("验收组里要有代表，请选出参加的代表。")),
    "milestones_done": ("", gettext_lazy("还有节点没有完成，不能验收。")),
}
#: What every giver of an idea is told; papers and calls are Chinese.
TOLD: Final[Mapping[str, str | Promise]] = {
    "collect": gettext_lazy("您提的想法已经登记，编号 %(number)s，正在梳理。"),
    "merge": gettext_lazy("您的想法已经并入项目“%(project)s”，您的话保留着，项目走到每一步都会告诉您。"),
    "forward": gettext_lazy("您的想法不在本镇实事项目范围里，已经转到别处：%(words)s"),
    "reject": gettext_lazy("您的想法这次没有列入：%(words)s"),
    "screen": gettext_lazy("项目“%(project)s”列为候选项目，将由镇人大代表票决。"),
    "drop": gettext_lazy("项目“%(project)s”这次没有列为候选：%(words)s"),
    "choose": gettext_lazy("镇人大代表票决：项目“%(project)s”得 %(votes)s 票，确定为民生实事项目。"),
    "reserve": gettext_lazy(
        "镇人大代表票决：项目“%(project)s”得 %(votes)s 票，这次没有确定，进入储备库，明年可以再提。"
    ),
    "plan": gettext_lazy("项目“%(project)s”的实施计划已经公布，%(due)s前完成。"),
    "suspend": gettext_lazy("项目“%(project)s”暂停：%(words)s（依据：%(decision)s）"),
    "resume": gettext_lazy("项目“%(project)s”恢复实施：%(words)s（依据：%(decision)s）"),
    "terminate": gettext_lazy("项目“%(project)s”终止：%(words)s（依据：%(decision)s）"),
    "accept": gettext_lazy("项目“%(project)s”已经完成并通过验收：%(words)s"),
    "evaluate": gettext_lazy("项目“%(project)s”的测评结果是“%(grade)s”。"),
    "change": gettext_lazy("项目“%(project)s”有调整：%(words)s（依据：%(decision)s）"),
    "rectify": gettext_lazy("项目“%(project)s”的测评结果是“%(grade)s”，责任单位要在 %(days)s 天内整改，再次测评。"),
    "rectified": gettext_lazy("项目“%(project)s”整改完成，等待再次测评：%(words)s"),
    "look_back": gettext_lazy("代表回头看了项目“%(project)s”：%(words)s"),
}
NEGATIVE: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", gettext_lazy("都不是")),
    ("burden", gettext_lazy("增加群众或者企业负担")),
    ("debt", gettext_lazy("有债务风险")),
    ("stability", gettext_lazy("有社会稳定风险")),
    ("not_ours", gettext_lazy("不属于本镇的职权")),
)
GRADES: Final[Mapping[str, str | Promise]] = {
    "good": gettext_lazy("满意"),
    "fair": gettext_lazy("基本满意"),
    "bad": gettext_lazy("不满意"),
}
#: Colour → the word, and the tone it is drawn in.
COLOURS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "blue": (gettext_lazy("已完成"), "info"),
    "green": (gettext_lazy("正常"), "good"),
    "yellow": (gettext_lazy("关注"), "warn"),
    "orange": (gettext_lazy("滞后"), "warn"),
    "red": (gettext_lazy("严重"), "bad"),
}


def why(reason: str, number: int) -> str:
    """Why a project has its colour."""
    return {
        "accepted": _("已经通过验收"),
        "stopped": _("已经暂停或者终止"),
        "overdue": _("有节点超过计划日期 %(n)d 天") % {"n": number},
        "behind": _("比计划慢 %(n)d 个百分点") % {"n": number},
        "soon": _("有节点 %(n)d 天内到期") % {"n": number},
        "rectifying": _("测评不满意，正在整改"),
        "overspent": _("支出超过总投资 %(n)d%%") % {"n": number},
        "no_report": _("上月月报还没有报"),
        "as_planned": _("按计划进行"),
    }[reason]


#: What a decision changed.
CHANGED: Final[Mapping[str, str | Promise]] = {
    "content": gettext_lazy("内容和规模"), "cost": gettext_lazy("总投资"), "due_on": gettext_lazy("完成日期"),
}  # fmt: skip
#: What a look-back finds.
USED: Final[Mapping[str, str | Promise]] = {
    "yes": gettext_lazy("还在用"), "partly": gettext_lazy("部分在用"), "no": gettext_lazy("不用了"),
}  # fmt: skip
#: The columns of an evaluation's count, by the names the counts have.
GRADE_COLUMNS: Final[Mapping[str, str | Promise]] = {
    "yes": gettext_lazy("满意"), "score": gettext_lazy("基本满意"), "no": gettext_lazy("不满意"),
    "abstain": gettext_lazy("基本满意和没有评合计"),
}  # fmt: skip
