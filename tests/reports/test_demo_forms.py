"""The two invented forms of the example town: the same bytes each time, and they fill themselves and agree."""

import datetime as dt
import io
import json

from docx import Document
from openpyxl import load_workbook

from lianxin.demo import blank_forms
from lianxin.people import roles
from lianxin.reports.blankforms.actions import FillForm, latest
from lianxin.reports.models import BlankForm
from lianxin.reports.registry import Period
from tests.cases.conftest import clock, town  # noqa: F401
from tests.cases.factories import Town
from tests.cases.walk import make_case
from tests.conftest import FrozenClock
from tests.people.factories import actor_with


def test_the_files_are_the_same_each_time_and_open_elsewhere() -> None:
    assert blank_forms.weekly_workbook() == blank_forms.weekly_workbook()
    assert blank_forms.monthly_letter() == blank_forms.monthly_letter()
    assert load_workbook(io.BytesIO(blank_forms.weekly_workbook()))["周报"]["A12"].value == "合计"
    assert Document(io.BytesIO(blank_forms.monthly_letter())).tables[0].cell(5, 0).text == "答复合计（件）"


def test_both_forms_fill_themselves_and_their_totals_agree(town: Town, clock: FrozenClock) -> None:  # noqa: F811
    office = actor_with(roles.CONGRESS_OFFICE)
    blank_forms.take_in(office)
    for state in ("received", "replied", "closed"):
        make_case(town, state)
    clock.advance(days=1)
    period = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    for form in BlankForm.objects.order_by("name"):
        version = latest(form)
        assert version is not None
        made = FillForm(actor=office, version=version, period=period, typed={"联系人": "小王"}).execute()
        assert json.loads(made.problems) == []
        assert made.by_itself >= 8
        texts = {ref: text for _area, ref, _label, text in json.loads(made.values)}
        assert texts.get("A6", texts.get("r2c2")) == "3"
