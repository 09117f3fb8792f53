"""What the pages of leaves and handovers need: one prepared, one stopped halfway, one done; something that waits."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.cases import workflow as w
from lianxin.core.clock import today
from lianxin.deputies.actions import EndMandate
from lianxin.deputies.handover import planning
from lianxin.deputies.handover.actions import BeginHandover, OpenHandover
from lianxin.deputies.handover.passing import FinishHandover, HandOver
from lianxin.deputies.leave.actions import GrantLeave
from lianxin.deputies.models import EndReason, Handover, HandoverState, Level
from tests.cases.handovers import Terms, brought, constituency
from tests.cases.small_town import Town


def handovers(town: Town) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    office, terms = town.office, Terms(town)
    leaver, stayer, alone = (terms.deputy(code) for code in ("镇代表31号", "镇代表32号", "镇代表33号"))
    first, second = constituency("第三十一选区"), constituency("第三十二选区")
    for who, where in ((leaver, first), (stayer, first), (alone, second)):
        terms.seat(who, terms.old, where)
    terms.seat(stayer, terms.new, first)
    brought(town, w.CONTACTED, leaver)
    brought(town, w.CONTACTED, alone)
    prepared = OpenHandover(actor=office, old_term=terms.old, new_term=terms.new).execute()
    gone = terms.deputy("镇代表34号")
    mandate = terms.seat(gone, terms.old, first)
    yesterday = today() - dt.timedelta(days=1)
    EndMandate(actor=office, mandate=mandate, ends_on=yesterday, reason=EndReason.MOVED, note="已迁出").execute()
    done = Handover.objects.get(kind="one", level=Level.TOWN)
    BeginHandover(actor=office, handover=done, seen=planning.seal(planning.planned(done))).execute()
    HandOver(actor=office, handover=done, deputy=gone).execute()
    FinishHandover(actor=office, handover=done).execute()
    out = terms.deputy("镇代表35号")
    EndMandate(
        actor=office, mandate=terms.seat(out, terms.old, second), ends_on=yesterday, reason=EndReason.RESIGNED
    ).execute()
    stopped = Handover.objects.get(kind="one", state=HandoverState.OPEN)
    Handover.objects.filter(pk=stopped.pk).update(state=HandoverState.FAILED, problem="交接中途出了意外。")
    lost = terms.deputy("镇代表36号")
    waits = brought(town, w.CONTACTED, lost)
    leave = GrantLeave(
        actor=office, deputy=stayer, starts_on=today(), ends_on=today(), reason="出差", granted_by="人大主席",
        granted_on=today(),
    ).execute()  # fmt: skip
    return {
        "handover": {"pk": prepared.pk}, "handover_done": {"pk": done.pk}, "handover_stopped": {"pk": stopped.pk},
        "handover_successor": {"pk": prepared.pk, "deputy": leaver.pk, "place": 0}, "leave": {"pk": leave.pk},
        "handover_waits": {"kind": "case", "pk": waits.pk}, "deputy_on_leave": {"pk": stayer.pk},
    }  # fmt: skip
