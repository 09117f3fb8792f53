"""Which fields of the official records of matters people type and which fill themselves (burden meter)."""

from typing import Final, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models import Opinion, OpinionDeputy, Reply, ResidentContact
from lianxin.clocks.ladders.steps import standard_steps
from lianxin.clocks.orders.models import SupervisionOrder
from lianxin.core.clock import day_bounds
from lianxin.reports.burden.meter import Field, Sheet, sheet
from lianxin.reports.registry import Period

M = TypeVar("M", bound=Model)


def _made(rows: QuerySet[M], name: str, period: Period) -> QuerySet[M]:
    start, end = day_bounds(period.first)[0], day_bounds(period.last)[1]
    return rows.filter(**{f"{name}__gte": start, f"{name}__lt": end})


def opinions(period: Period) -> QuerySet[Opinion]:
    """Opinions recorded in the period."""
    rows = _made(Opinion.objects.all(), "recorded_at", period)
    deputies = OpinionDeputy.objects.filter(opinion=OuterRef("pk"))
    contact = ResidentContact.objects.filter(opinion=OuterRef("pk"))
    return rows.annotate(has_deputy=Exists(deputies), has_contact=Exists(contact))


def replies(period: Period) -> QuerySet[Reply]:
    """Replies signed in the period."""
    return _made(Reply.objects.all(), "signed_at", period)


def orders(period: Period) -> QuerySet[SupervisionOrder]:
    """Supervision orders signed in the period."""
    return _made(SupervisionOrder.objects.all(), "issued_at", period)


_OPINION: Final = Sheet(
    "opinion", _("意见登记"), opinions,
    by_itself=(
        Field(_("受理编号")), Field(_("查询码")), Field(_("登记时间")), Field(_("收到日期")),
        Field(_("登记人"), ~Q(recorder_label="")),
        Field(_("来源活动"), ~Q(occasion="")), Field(_("居民区"), Q(place__isnull=False)), Field(_("办理轨道")),
        Field(_("各个期限")),
        Field(_("汇总表一行")), Field(_("告知单"), ~Q(channel="hotline")),
    ),
    by_hand=(
        Field(_("原话"), ~Q(verbatim="")), Field(_("地点"), Q(place__isnull=False)),
        Field(_("地点说明"), ~Q(place_note="")),
        Field(_("性质"), ~Q(kind="unknown")), Field(_("类别"), Q(category__isnull=False)),
        Field(_("摘要"), ~Q(summary="")),
        Field(_("在场代表"), Q(has_deputy=True)), Field(_("代表意见"), ~Q(deputy_opinion="")),
        Field(_("替谁说的"), ~Q(on_behalf_of="")),
        Field(_("当场答复"), ~Q(on_spot_answer="")), Field(_("联系方式"), Q(has_contact=True)),
        Field(_("同意公开"), Q(consent_text=True)),
    ),
    note=_("系统建议、人点一下确认的类别也算人填；居民自己在手机上写的也算人填。"),
)  # fmt: skip
_REPLY: Final = Sheet(
    "reply", _("答复"), replies,
    by_itself=(
        Field(_("受理编号")), Field(_("反映的事")), Field(_("反映了几点")), Field(_("承办单位")),
        Field(_("收到日期")), Field(_("交办日期")),
        Field(_("答复期限")), Field(_("签发人")), Field(_("签发时间")), Field(_("告知单")),
        Field(_("承诺台账一行"), Q(promise_on__isnull=False)),
    ),
    by_hand=(
        Field(_("答复内容"), ~Q(text="")), Field(_("结果"), ~Q(result_code="")),
        Field(_("结果说明"), ~Q(result_reason="")),
        Field(_("办不了的原因"), ~Q(no_reason="")), Field(_("承诺"), ~Q(promise_text="")),
        Field(_("承诺日期"), Q(promise_on__isnull=False)),
    ),
    note=_("逐点答复的每一点不另算。"),
)  # fmt: skip


def _order_sheet() -> Sheet:
    """The demand counts as filled where it is the ladder's own wording."""
    ready = Q(demand__in=[row.demand for row in standard_steps() if row.demand])
    return Sheet(
        "order", _("督办单"), orders,
        by_itself=(
            Field(_("编号")), Field(_("督办的事项")), Field(_("承办单位")), Field(_("怎么称呼（交办、商请）")),
            Field(_("已逾期天数")),
            Field(_("答复期限")), Field(_("签发人")), Field(_("签发时间")), Field(_("要求"), ready),
        ),
        by_hand=(Field(_("要求"), ~ready), Field(_("包案领导"), ~Q(leader_label=""))),
        note=_("要求照用阶梯里写好的，算自己填好；改过的算人填。"),
    )  # fmt: skip


def register() -> None:
    """Register the sheets of matters."""
    for one in (_OPINION, _REPLY, _order_sheet()):
        sheet(one)
