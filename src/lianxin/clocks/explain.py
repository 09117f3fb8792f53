"""Every date explains itself: rule, source, mark, days skipped, make-up days, pauses, extensions, provisional."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.models import Clock, ClockState
from lianxin.clocks.rules import UNITS, Limit, days_late, days_left
from lianxin.clocks.service import History, histories, reckoning_of
from lianxin.core.workdays import Due, Reckoning, WorkCalendar, english
from lianxin.ui.dates import is_english


@dataclass(frozen=True, slots=True)
class Explained:
    """A clock in finished words.

    ``lines`` are sentences in the reader's language, one a fact; ``tone`` is ``ok``, ``soon``, ``late``, ``paused`` or
    ``done``.
    """

    code: str
    label: str
    due_on: dt.date
    provisional: bool
    state: str
    state_label: str
    tone: str
    left: int
    rule: str
    source: str
    to_confirm: bool
    lines: tuple[str, ...]


def label_of(clock: Clock) -> str:
    """What the clock is for, in the language of the moment as far as its rule says it; the rule should be joined."""
    return (clock.rule.label_en if clock.rule is not None and is_english() else "") or clock.label


def limit_word(limit: Limit) -> str:
    """What a limit that has not begun is for, in the language of the moment."""
    return (limit.label_en if is_english() else "") or limit.label


def explain(
    clock: Clock, today: dt.date, calendar: WorkCalendar | None = None, history: History | None = None
) -> Explained:
    """Explain one clock.

    For many clocks pass the calendar and what :func:`lianxin.clocks.service.histories` found, to spare statements; the
    rule should be joined.
    """
    story = history if history is not None else histories([clock])[clock.pk]
    known = calendar if calendar is not None else town_calendar()
    rule = clock.rule
    source = rule.source if rule is not None else ""
    to_confirm = rule is not None and rule.status == "待核"
    return Explained(
        code=clock.code,
        label=label_of(clock),
        due_on=clock.due_on,
        provisional=clock.provisional,
        state=clock.state,
        state_label=str(ClockState(clock.state).label),
        tone=_tone(clock, today, known),
        left=days_left(clock.due_on, today, known),
        rule=_rule(clock),
        source=source,
        to_confirm=to_confirm,
        lines=(*_count(clock, story, known), *_standing(clock, today, known, source, to_confirm)),
    )


def _count(clock: Clock, history: History, calendar: WorkCalendar) -> list[str]:
    """The count itself: day by day, or with what stood still and what was granted."""
    pauses, extensions = history
    found: Reckoning | Due = (
        reckoning_of(clock, pauses, extensions, calendar)
        if pauses or extensions
        else calendar.add(clock.started_on, clock.n, UNITS[clock.unit])
    )
    return english.explain(found) if is_english() else found.explain_zh().split("\n")


def _rule(clock: Clock) -> str:
    """The rule in one line: what for, and how many of which unit."""
    if is_english():
        return f"{label_of(clock)}: {english.period(clock.n, UNITS[clock.unit])}"
    return _("%(label)s：%(n)d%(unit)s") % {"label": clock.label, "n": clock.n, "unit": UNITS[clock.unit].zh}


def _standing(clock: Clock, today: dt.date, calendar: WorkCalendar, source: str, to_confirm: bool) -> list[str]:
    """Where the rule comes from, and how late it is."""
    lines = []
    if source:
        mark = _("（待核：尚未对照原文或本镇文件确认）") if to_confirm else ""
        lines.append(_("依据：%(source)s%(mark)s") % {"source": source, "mark": mark})
    if clock.state == ClockState.RUNNING and today > clock.due_on:
        lines.append(_("已超过 %(days)d 个工作日。") % {"days": days_late(clock.due_on, today, calendar)})
    return lines


def _tone(clock: Clock, today: dt.date, calendar: WorkCalendar) -> str:
    """How urgent a clock looks; always shown together with words."""
    if clock.state == ClockState.PAUSED:
        return "paused"
    if clock.state != ClockState.RUNNING:
        return "late" if clock.state == ClockState.LATE else "done"
    if today > clock.due_on:
        return "late"
    return "soon" if days_left(clock.due_on, today, calendar) <= 1 else "ok"
