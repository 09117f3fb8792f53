"""Clocks of a project: the plan after the vote, the rectification after a bad grade."""

import datetime as dt
from typing import Final

from lianxin.clocks.rules import CALENDAR_DAY, Limit
from lianxin.clocks.service import Clocks
from lianxin.core.clock import today
from lianxin.projects import rules
from lianxin.projects.actions.base import PROJECT
from lianxin.projects.models import Project

_OURS: Final = "本系统的默认值"
PLAN: Final = Limit("plan", "公布实施计划", rules.PLAN_DAYS, CALENDAR_DAY, source=_OURS, status="待核")
RECTIFY: Final = Limit("rectify", "完成整改", rules.RECTIFY_DAYS, CALENDAR_DAY, source=_OURS, status="待核")


def start_clock(project: Project, limit: Limit, day: dt.date) -> dt.date:
    """Start a clock of a project; returns the last day that is in time."""
    clocks = Clocks.of(PROJECT, project.pk)
    started = clocks.start({limit.code: limit}, day, project.unit_id)
    clocks.save()
    return started[0].due_on if started else day + dt.timedelta(days=limit.n)


def stop_clocks(project: Project, *, cancel: bool = False) -> None:
    """End the clocks of a project: met or late, or without a result where it was terminated."""
    clocks = Clocks.of(PROJECT, project.pk)
    if cancel:
        clocks.cancel(None, today())
    else:
        clocks.stop([PLAN.code, RECTIFY.code], today())
    clocks.save()
