"""What the pages of issues, of the way to the door and of promises need."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lianxin.cases import workflow as w
from lianxin.cases.delivery.actions import MakeRun, carrying_token, mark_all
from lianxin.cases.delivery.rules import Typed
from lianxin.cases.delivery.selectors import items_of
from lianxin.cases.issues.me_too import OpenMeToo
from lianxin.cases.issues.split import PartSpec, SplitCase
from lianxin.cases.models import AskedPoint
from lianxin.clocks.models import Promise
from lianxin.core.clock import today
from tests.cases.small_town import Town
from tests.cases.walk import make_case, start


def of_the_door(town: Town) -> dict[str, Mapping[str, Any]]:
    """An issue with two followers, a divided matter, a link for neighbours, a run half marked, an old promise."""
    lead = start(town, words="二号楼电梯停了三天，老人下不来", points=["什么时候修好", "停运时谁帮忙"])
    others = [start(town, words=f"{n} 楼也下不来") for n in (3, 5)]
    issue = lead.leads(*others)
    OpenMeToo(
        actor=town.office, case_id=lead.case.pk, title="2 号楼电梯停运", closes_on=today() + dt.timedelta(days=30)
    ).execute()
    whole = start(town, words="电梯坏了，楼下还有人飞线充电", points=["电梯何时修", "飞线谁来管", "谁来答复"])
    point = AskedPoint.objects.filter(case=whole.case).order_by("-id")[0]
    (part,) = SplitCase(actor=town.office, case_id=whole.case.pk, parts=[PartSpec((point.pk,), "飞线充电")]).execute()
    tracked = make_case(town, w.TRACKING)
    promise = Promise.objects.get(owner_id=tracked.case.pk)
    Promise.objects.filter(pk=promise.pk).update(promised_on=today() - dt.timedelta(days=400))
    make_case(town, w.REPLIED)
    make_case(town, w.REPLIED, contact="13900001234")
    run = MakeRun(actor=town.secretary, place_id=town.first.pk, carrier_label="各楼楼组长").execute()
    mark_all(town.secretary, items_of(run), [Typed(1, "delivered", "unsolved", "还是不亮")])
    case = lead.case
    return {
        "issue": {"number": issue.number},
        "issue_case": {"number": case.number},
        "pair": {
            "one": start(town, words="门禁坏了").case.number,
            "other": start(town, words="大门锁不上").case.number,
        },
        "me_too": {"token": case.me_too.get().token},
        "divided": {"number": whole.case.number},
        "divided_slip": {"token": whole.receipt.token},
        "part": {"token": whole.receipt.token, "number": part.number},
        "run": {"number": run.number},
        "carry": {"token": carrying_token(run.pk)},
        "promise": {"promise": promise.pk},
    }
