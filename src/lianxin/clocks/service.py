"""Clocks of one object: started, stopped, paused, resumed, extended, cancelled; each date explains itself.

An action loads the clocks of its object once, changes them in memory and saves them once, so that a move costs a fixed,
small number of statements however many clocks it touches::

    clocks = Clocks.of("case", case.pk)
    clocks.stop(["transfer"], today())
    clocks.start(limits(case.track, ["assign"], case.kind, today()), today())
    clocks.save()
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import QuerySet

from lianxin.clocks import rules
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.models import Clock, ClockState, Extension, Pause
from lianxin.clocks.rules import Limit
from lianxin.core.clock import now
from lianxin.core.workdays import Due, WorkCalendar
from lianxin.db import prepared
from lianxin.db.unions import Shape

_LIVE: Final = (ClockState.RUNNING, ClockState.PAUSED)
#: What changes of a clock that is there.
_CHANGED: Final = ("state", "stopped_on", "due_on", "provisional")


@dataclass(frozen=True, slots=True)
class Binding:
    """The date that binds the present holder: the earliest running clock; empty when none runs."""

    on: dt.date | None = None
    code: str = ""


@dataclass
class Clocks:
    """The live clocks of one object, changed in memory and written by :meth:`save`."""

    owner_kind: str
    owner_id: int
    live: list[Clock] = field(default_factory=list)
    _new: list[Clock] = field(default_factory=list)
    _changed: dict[int, Clock] = field(default_factory=dict)
    _new_pauses: list[Pause] = field(default_factory=list)
    _ended_pauses: list[Pause] = field(default_factory=list)
    _new_extensions: list[Extension] = field(default_factory=list)
    _histories: dict[int, tuple[list[Pause], list[Extension]]] = field(default_factory=dict)
    _calendar: WorkCalendar | None = None

    @classmethod
    def of(cls, owner_kind: str, owner_id: int) -> "Clocks":
        """The running and paused clocks of an object (one statement); the object's row must be locked."""
        return cls(owner_kind, owner_id, prepared.objects("clocks.live", _live, owner_kind, owner_id))

    @classmethod
    def fresh(cls, owner_kind: str, owner_id: int) -> "Clocks":
        """For an object that is just being made and has no clock yet (no statement)."""
        return cls(owner_kind, owner_id)

    @property
    def calendar(self) -> WorkCalendar:
        """The town's calendar, looked up once."""
        if self._calendar is None:
            self._calendar = town_calendar()
        return self._calendar

    def running(self, code: str) -> Clock | None:
        """The live clock with that code, running or paused."""
        return next((clock for clock in self.live if clock.code == code), None)

    def start(self, limits: Mapping[str, Limit], on: dt.date, unit_id: int | None = None) -> list[Clock]:
        """Start one clock a limit with ``on`` as day 0; a live clock of the same code is left as it is."""
        started = []
        for limit in limits.values():
            if self.running(limit.code) is not None:
                continue
            deadline = rules.first_deadline(on, limit.n, limit.unit, self.calendar)
            clock = Clock(
                owner_kind=self.owner_kind,
                owner_id=self.owner_id,
                code=limit.code,
                label=limit.label,
                rule_id=limit.rule_id,
                n=limit.n,
                unit=limit.unit,
                started_on=on,
                due_on=deadline.on,
                provisional=deadline.provisional,
                responsible_unit_id=unit_id,
            )
            self._histories[clock.pk] = ([], [])
            self._new.append(clock)
            self.live.append(clock)
            started.append(clock)
        return started

    def stop(self, codes: Collection[str], on: dt.date) -> list[Clock]:
        """Stop clocks: in time up to and including their due day, late after it; unknown codes are ignored."""
        return [self._end(clock, rules.result(clock.due_on, on), on) for clock in self._live_of(codes)]

    def cancel(self, codes: Collection[str] | None, on: dt.date) -> list[Clock]:
        """End clocks without a result, for example when another unit takes over; ``None`` means all."""
        return [self._end(clock, ClockState.CANCELLED, on) for clock in self._live_of(codes)]

    def pause(self, on: dt.date, reason: str, codes: Collection[str] | None = None) -> list[Clock]:
        """Let running clocks stand still from ``on`` (the first day that does not count)."""
        paused = []
        for clock in self._live_of(codes):
            if clock.state == ClockState.RUNNING:
                self._new_pauses.append(Pause(clock=clock, from_on=on, reason=reason))
                self._history(clock)[0].append(self._new_pauses[-1])
                self._set(clock, state=ClockState.PAUSED)
                paused.append(clock)
        return paused

    def resume(self, on: dt.date, codes: Collection[str] | None = None) -> list[Clock]:
        """Let paused clocks run again; ``on`` counts. The due day moves by what stood still."""
        resumed = []
        for clock in self._live_of(codes):
            if clock.state == ClockState.PAUSED:
                for pause in self._history(clock)[0]:
                    if pause.to_on is None:
                        pause.to_on = on
                        self._ended_pauses.append(pause)
                self._set(clock, state=ClockState.RUNNING)
                self._recount(clock)
                resumed.append(clock)
        return resumed

    def extend(self, code: str, n: int, unit: str, reason: str, granted_by: str) -> Extension:
        """Grant more time, counted from the present due day; ``KeyError`` when no such clock is live."""
        clock = self.running(code)
        if clock is None:
            raise KeyError(code)
        extension = Extension(
            clock=clock,
            n=n,
            unit=unit,
            reason=reason,
            old_due_on=clock.due_on,
            new_due_on=clock.due_on,
            granted_by_label=granted_by,
            granted_at=now(),
        )
        self._history(clock)[1].append(extension)
        self._recount(clock)
        extension.new_due_on = clock.due_on
        self._new_extensions.append(extension)
        return extension

    def binding(self) -> Binding:
        """The earliest date among the running clocks."""
        clocks = [clock for clock in self.live if clock.state == ClockState.RUNNING]
        if not clocks:
            return Binding()
        first = min(clocks, key=lambda clock: (clock.due_on, clock.pk))
        return Binding(first.due_on, first.code)

    def save(self) -> None:
        """Write what changed: at most one statement each for new clocks, changed clocks, pauses and extensions."""
        if self._new:
            Clock.objects.bulk_create(self._new)
        if len(self._changed) == 1:
            next(iter(self._changed.values())).save(update_fields=_CHANGED)
        elif self._changed:
            Clock.objects.bulk_update(self._changed.values(), _CHANGED, batch_size=100)
        fresh = [pause for pause in self._ended_pauses if pause not in self._new_pauses]
        if fresh:
            Pause.objects.bulk_update(fresh, ["to_on"])
        if self._new_pauses:
            Pause.objects.bulk_create(self._new_pauses)
        if self._new_extensions:
            Extension.objects.bulk_create(self._new_extensions)
        for changes in (self._new, self._new_pauses, self._ended_pauses, self._new_extensions):
            changes.clear()
        self._changed.clear()

    def facts(self) -> list[list[object]]:
        """The live clocks for a log entry: code, due day, state, provisional."""
        return [[clock.code, clock.due_on, clock.state, clock.provisional] for clock in self.live]

    def _live_of(self, codes: Collection[str] | None) -> list[Clock]:
        return [clock for clock in self.live if codes is None or clock.code in codes]

    def _end(self, clock: Clock, state: str, on: dt.date) -> Clock:
        self._set(clock, state=state, stopped_on=on)
        self.live.remove(clock)
        return clock

    def _set(self, clock: Clock, **values: object) -> None:
        """Change a clock in memory and remember to write it, unless it is new anyway."""
        for name, value in values.items():
            setattr(clock, name, value)
        if clock not in self._new:
            self._changed[clock.pk] = clock

    def _history(self, clock: Clock) -> tuple[list[Pause], list[Extension]]:
        """Pauses and extensions of a clock; the first look reads those of all live clocks (two statements)."""
        if clock.pk not in self._histories:
            ids = [live.pk for live in self.live]
            for live in self.live:
                self._histories.setdefault(live.pk, ([], []))
            for pause in Pause.objects.filter(clock__in=ids).order_by("id"):
                self._histories[pause.clock_id][0].append(pause)
            for extension in Extension.objects.filter(clock__in=ids).order_by("id"):
                self._histories[extension.clock_id][1].append(extension)
        return self._histories[clock.pk]

    def _recount(self, clock: Clock) -> None:
        pauses, extensions = self._history(clock)
        recount(clock, pauses, extensions, self.calendar)
        self._set(clock)


def _live(owner_kind: str, owner_id: int) -> QuerySet[Clock]:
    rows = Clock.objects.filter(owner_kind=owner_kind, owner_id=owner_id, state__in=_LIVE)
    return rows.order_by("id")


def recount(
    clock: Clock, pauses: Iterable[Pause], extensions: Iterable[Extension], calendar: WorkCalendar
) -> tuple[dt.date, bool]:
    """Set ``due_on`` and ``provisional`` of a clock from its history; returns what they were.

    A paused clock keeps its date: the true one is known when it runs again.
    """
    before = clock.due_on, clock.provisional
    due = reckoning_of(clock, pauses, extensions, calendar)
    if due.date is not None:
        clock.due_on, clock.provisional = due.date, due.provisional
    return before


def reckoning_of(clock: Clock, pauses: Iterable[Pause], extensions: Iterable[Extension], calendar: WorkCalendar) -> Due:
    """The reckoning behind a clock's date, from stored values."""
    return rules.reckon(
        clock.started_on,
        clock.n,
        clock.unit,
        calendar,
        [(pause.from_on, pause.to_on, pause.reason) for pause in pauses],
        [(extension.n, extension.unit, extension.reason) for extension in extensions],
    )


History = tuple[Sequence[Pause], Sequence[Extension]]


_STORY: Final = Shape(id="number", clock="number", begin="day", end="day", n="number", unit="text", reason="text")


def histories(clocks: Collection[Clock]) -> dict[int, History]:
    """Pauses and extensions of some clocks by clock, oldest first; one statement, none without clocks.

    The rows carry what explanations need (days, length, reason), not who granted them.
    """
    found: dict[int, tuple[list[Pause], list[Extension]]] = {clock.pk: ([], []) for clock in clocks}
    if not found:
        return {}
    of_these = {"clock_id__in": list(found)}
    pauses = Pause.objects.filter(**of_these)
    extensions = Extension.objects.filter(**of_these)
    parts = [
        _STORY.part(pauses, "pause", clock="clock_id", begin="from_on", end="to_on", reason="reason"),
        _STORY.part(
            extensions, "extension", clock="clock_id", begin="old_due_on", end="new_due_on", n="n", unit="unit",
            reason="reason",
        ),
    ]  # fmt: skip
    for kind, pk, clock, begin, end, n, unit, reason in sorted(_STORY.rows(parts), key=lambda row: row[1]):
        if kind == "pause":
            found[clock][0].append(Pause(id=pk, clock_id=clock, from_on=begin, to_on=end, reason=reason))
        else:
            found[clock][1].append(
                Extension(id=pk, clock_id=clock, n=n, unit=unit, reason=reason, old_due_on=begin, new_due_on=end)
            )
    return dict(found)
