"""Orders, congress steps and sheets in every state, for the pages that show them."""

from collections.abc import Mapping
from typing import Any

from lianxin.cases import workflow as w
from lianxin.cases.actions.base import KIND
from lianxin.cases.disputes.actions import OpenDispute, RecordMeeting
from lianxin.clocks.orders.congress import ProposeStep, StartStep
from lianxin.clocks.orders.government import AnswerOrder, DraftOrder, SignOrder
from lianxin.core.clock import today
from tests.cases.small_town import Town
from tests.cases.walk import make_case


def pressing(town: Town) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of the addresses of pressing."""
    case = make_case(town, w.CONTACTED).case
    about = [(KIND, case.pk)]
    typed = {"unit_id": town.office_unit.pk, "step": "oversee", "about": about, "title": "关于二号楼电梯"}
    draft = DraftOrder(actor=town.desk, **typed).execute()
    issued = SignOrder(actor=town.desk, pk=DraftOrder(actor=town.desk, **typed).execute().pk).execute()
    answered = SignOrder(actor=town.desk, pk=DraftOrder(actor=town.desk, **typed).execute().pk).execute()
    AnswerOrder(actor=town.head(), pk=answered.pk, text="配件今天到货，后天修好。").execute()
    proposed = ProposeStep(actor=town.office, step="reflect", about=about, title="关于二号楼电梯").execute()
    started = ProposeStep(actor=town.office, step="reflect", about=about, title="关于二号楼电梯").execute()
    StartStep(actor=town.office, pk=started.pk).execute()
    disputed = make_case(town, w.RETURN_PENDING).case
    sheet = OpenDispute(actor=town.desk, case_id=disputed.pk, reason="units", unit_ids=[town.police_unit.pk]).execute()
    RecordMeeting(
        actor=town.desk, pk=sheet.pk, met_on=today(), met_where="二号楼", present="城建办：李某\n派出所：王某",
        findings="控制柜老化",
    ).execute()  # fmt: skip
    undecided = make_case(town, w.RETURN_PENDING).case
    return {
        "pressed_case": {"number": case.number},
        "undecided_case": {"number": undecided.number},
        "order_draft": {"pk": draft.pk},
        "order_issued": {"pk": issued.pk},
        "order_answered": {"pk": answered.pk},
        "order_sign": {"pk": draft.pk, "move": "sign"},
        "order_edit": {"pk": draft.pk, "move": "edit"},
        "order_answer": {"pk": issued.pk, "move": "answer"},
        "order_lift": {"pk": answered.pk, "move": "lift"},
        "step_started": {"pk": started.pk},
        "step_start": {"pk": proposed.pk, "move": "start"},
        "step_report": {"pk": started.pk, "move": "report"},
        "sheet": {"pk": sheet.pk},
        "sheet_meet": {"pk": sheet.pk, "move": "meet"},
        "sheet_decide": {"pk": sheet.pk, "move": "decide"},
    }
