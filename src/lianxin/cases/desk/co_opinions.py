"""What the units that help said to the lead unit, and whether its answer has to wait for them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.cases.selectors.case_page import CasePage
from lianxin.clocks.models import ClockState
from lianxin.ui.dates import zh_date, zh_datetime


@dataclass(frozen=True, slots=True)
class Helper:
    """One unit that helps; ``text`` is empty until it gave its opinion."""

    unit: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Help:
    """All of them, and one sentence about waiting."""

    units: tuple[Helper, ...]
    rule: str
    missing: int
    waits: bool


def help_of(page: CasePage) -> Help:
    """From the page that was loaded anyway; no statement."""
    counting = page.case.co_unit_ids
    units = tuple(
        Helper(one.extra, one.text, f"{one.who} {zh_datetime(one.at)}" if one.at else "")
        for one in page.co_units
        if one.ref in counting
    )
    live = {ClockState.RUNNING, ClockState.PAUSED}
    clock = next((one for one in page.clocks if one.code == "co_opinion" and one.state in live), None)
    missing = sum(not one.text for one in units)
    waits = clock is not None and missing > 0
    if not missing:
        return Help(units, "", 0, waits=False)
    if clock is not None:
        rule = _("会办意见要在%(day)s前给；没有到齐以前不能签发答复，用不着的请政府交办台“免去会办”。")
        return Help(units, rule % {"day": zh_date(clock.due_on)}, missing, waits)
    return Help(units, _("这一类事不等会办意见：没有给的，主办单位也可以签发答复。"), missing, waits)
