"""What the import tells the others when the house is assembled."""

from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.cases.imports import files, runs
from lianxin.journal import verbs
from lianxin.records import orphans, retention
from lianxin.ui import registry

_FACTS = {
    "rows": _("行数"),
    "done": _("已完成"),
    "undone": _("撤销"),
    "kept": _("没有撤销"),
}

_VERBS = {
    "import.uploaded": _("上传表格"),
    "import.mapped": _("核对列"),
    "import.started": _("开始导入"),
    "import.stopped": _("停下导入"),
    "import.resumed": _("继续导入"),
    "import.dropped": _("放弃表格"),
    "import.undone": _("导入撤销"),
}


def register() -> None:
    """Words of the log, the minute job, the retention of files, the door on the desk."""
    for code, label in _VERBS.items():
        verbs.register(code, label, _FACTS)
    runs.register()
    retention.register(
        "import_files", _("导入的原表格"), files.KEPT_DAYS, "个人信息保护法第19条、第47条（期限待核）", files.erase_old
    )
    orphans.needed_by(files.still_needed)
    registry.nav("desk", _("导入表格"), "cases:imports", order=30, policy=policies.IMPORT, icon="upload")
