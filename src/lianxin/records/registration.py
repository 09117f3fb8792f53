"""What this room tells the others when the house is assembled."""

from lianxin.journal import kinds


def register() -> None:
    """Register kinds and pair columns."""
    kinds.register("attachment", "records.Attachment", "附件")
    kinds.register("publication", "records.Publication", "公开内容")
    kinds.register("retention_rule", "records.RetentionRule", "保存期限")
    kinds.register("town", "db.Town", "镇")
    kinds.register_pair("records.Attachment", "owner_kind", "owner_id")
    kinds.register_pair("records.LineageLink", "from_kind", "from_id")
    kinds.register_pair("records.LineageLink", "to_kind", "to_id")
    kinds.register_pair("records.Publication")
    kinds.register_pair("records.SearchEntry", "kind", "object_id")
