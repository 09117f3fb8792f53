"""What this room tells the others when the house is assembled."""

from django.utils.translation import gettext_lazy as _

from lianxin.journal import kinds, verbs, verify
from lianxin.journal.actors import Actor
from lianxin.records import access, publication
from lianxin.records.models import Attachment
from lianxin.reports import sources
from lianxin.reports.blankforms.actions import KEEPERS
from lianxin.reports.frozen import proof
from lianxin.reports.frozen.actions import SIGNERS


def register() -> None:
    """Register kinds, verbs, who may read the files, and the sources that every form asks for."""
    kinds.register("blank_form", "reports.BlankForm", "空白表")
    kinds.register("form_version", "reports.FormVersion", "空白表版本")
    kinds.register("filled_form", "reports.FilledForm", "填好的表")
    kinds.register("frozen_report", "reports.FrozenReport", "定稿报告")
    access.files_of("form_version", may_read_files)
    access.files_of("filled_form", may_read_files)
    version, place = _("版本"), _("位置")
    verbs.register("form.add", _("收空白表"), {"name": _("表名"), "cycle": _("多久报一次")})
    verbs.register("form.renew", _("换新表样"), {"carried": _("照旧"), "lost": _("要重新点")})
    verbs.register("form.bind", _("指定哪一格填什么"), {"version": version, "place": place, "source": _("来源")})
    verbs.register("form.unbind", _("不再填这一处"), {"version": version, "place": place})
    verbs.register("form.check", _("核对合计"), {"version": version, "place": place, "parts": _("各项")})
    verbs.register(
        "form.fill", _("填好一张表"), {"first": _("从"), "last": _("到"), "by_itself": _("自动"), "by_hand": _("手填")}
    )
    number, version_no = _("编号"), _("第几版")
    verbs.register(
        "report.freeze",
        _("定稿报告"),
        {"number": number, "version": version_no, "changes": _("改了几处"), "reason": _("原因")},
    )
    publication.approved_by("frozen_report", may_publish_report)
    verify.also("frozen_reports", proof.findings)
    sources.register_own()


def may_publish_report(actor: Actor, _report_id: int) -> bool:
    """Whoever signs reports may approve a text about one; nothing is published by itself."""
    return SIGNERS.check(actor)


def may_read_files(actor: Actor, _owner_id: int, _attachment: Attachment) -> bool:
    """Blank and filled forms are for those who keep them."""
    return KEEPERS.check(actor)
