"""What this room tells the others when the house is assembled."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from lianxin.db.models import Town
from lianxin.journal import jobs, kinds, verbs, verify
from lianxin.records import erasers, lineage, orphans, retention


def register() -> None:
    """Register kinds, pair columns, verbs, erasers and the daily erasing."""
    kinds.register("attachment", "records.Attachment", "附件")
    kinds.register("publication", "records.Publication", "公开内容")
    kinds.register("retention_rule", "records.RetentionRule", "保存期限")
    kinds.register("town", "db.Town", "镇")
    kinds.register_pair("records.Attachment", "owner_kind", "owner_id")
    kinds.register_pair("records.LineageLink", "from_kind", "from_id")
    kinds.register_pair("records.LineageLink", "to_kind", "to_id")
    kinds.register_pair("records.Publication")
    kinds.register_pair("records.SearchEntry", "kind", "object_id")
    verify.also("lineage", lineage_loops)
    verbs.register("publication.publish", _("批准公开"), {"audience": _("范围"), "until": _("到期")})
    verbs.register("publication.withdraw", _("撤回公开"), {"audience": _("范围")})
    verbs.register("retention.asked", _("运行到期清除"))
    verbs.register("retention.set", _("调整保存期限"), {"code": _("项目"), "days": _("天数"), "source": _("依据")})
    verbs.register("retention.erased", _("到期清除个人信息"), {"code": _("项目"), "erased": _("条数")})
    retention.register(
        "building_head_contact", _("卸任楼组长的姓名和电话"), 90, "个人信息保护法第19条、第47条（期限待核）",
        erasers.building_heads, erasers.building_heads_waiting,
    )  # fmt: skip
    jobs.every(jobs.DAY, "records.retention", offset=dt.timedelta(hours=2))(erase_expired)
    orphans.needed_by(orphans.of_attachments)
    jobs.every(jobs.DAY, "records.orphans", offset=dt.timedelta(hours=4))(sweep_orphans)


def erase_expired(town: Town) -> None:
    """Erase personal fields whose time is over."""
    retention.erase_expired(town)


def sweep_orphans(town: Town) -> None:
    """Remove files that no row refers to."""
    orphans.sweep(town)


def lineage_loops() -> Iterator[verify.Finding]:
    """No object may come from itself, by whatever way round."""
    for kind, object_id in lineage.loops():
        yield verify.Finding("lineage_loop", kind, object_id)
