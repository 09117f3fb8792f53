"""What the room hangs on the house when it is ready."""

import datetime as dt
from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.field import kinds as field_kinds
from lianxin.field import opinions, uploads
from lianxin.field.policies import FIELD, SEND_OUT
from lianxin.journal import jobs, kinds, verbs
from lianxin.ui import registry

_KINDS: Final = (
    ("field_visit", "field.Visit", "走访"),
    ("field_seat", "field.Seat", "现场手机"),
    ("field_item", "field.Item", "现场记录"),
)


def register() -> None:
    """Kinds and verbs of the log, the first kind of record, navigation, and the daily tidying."""
    for kind in _KINDS:
        kinds.register(*kind)
    kinds.register_pair("field.Item", "result_kind", "result_id")
    verbs.register("field.seat_taken", _("手机领号"), {"visit": _("走访代号"), "recorder": _("几号机")})
    verbs.register("field.received", _("收到现场记录"), {"slip": _("取单号"), "number": _("受理编号")})
    verbs.register("field.photo", _("收到现场照片"), {})
    verbs.register("field.sent_out", _("发放走访链接"), {"from": _("从"), "to": _("到")})
    field_kinds.register(opinions.KIND)
    registry.nav("field", _("现场首页"), "field:home", order=10, policy=FIELD, icon="home")
    registry.nav("field", _("记意见"), "field:opinion", order=20, policy=opinions.KIND.policy, icon="speak")
    registry.nav("desk", _("走访链接"), "field:visit_links", order=70, policy=SEND_OUT, icon="qr", group=_("代表"))
    jobs.every(jobs.DAY, "field.forget_unfinished", offset=dt.timedelta(hours=2))(uploads.forget_unfinished)
