"""What is played beside the residents' opinions: several scripts, one after the other in the order of time."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lianxin.core import clock
from lianxin.core.clock import TOWN_TZ
from lianxin.demo.play import Cue, Refused, words_of
from lianxin.journal.errors import ActionError


class Course:
    """One script whose steps are taken as their moments come; subclasses say how a step is taken."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """Keep the *cues*, the next one last."""
        self.waiting = sorted(cues, key=lambda cue: (cue.at, cue.key, cue.number), reverse=True)

    def take(self, cue: Cue) -> None:
        """Take one step."""
        raise NotImplementedError

    def take_next(self) -> None:
        """Take the next step at its moment; raises `play.Refused` where the product refuses it."""
        cue = self.waiting.pop()
        clock.set_fixed(cue.at)
        try:
            self.take(cue)
        except (ActionError, LookupError, ValueError) as error:
            raise Refused(f"{cue.key}, step {cue.number} ({cue.step['do']}): {words_of(error)}") from error

    def __call__(self, moment: dt.datetime) -> None:
        """Take every step whose moment has come; raises `play.Refused` at the first one that fails."""
        while self.waiting and self.waiting[-1].at <= moment:
            self.take_next()


def together(*courses: Course) -> "Together":
    """Several courses as one."""
    return Together(courses)


class Together:
    """Takes the steps of several courses in the order of their moments, so that the log stays in the order of time."""

    def __init__(self, courses: Iterable[Course]) -> None:
        """Keep the *courses*."""
        self.courses = tuple(courses)

    def __call__(self, moment: dt.datetime) -> None:
        """Take every step whose moment has come."""
        while due := [one for one in self.courses if one.waiting and one.waiting[-1].at <= moment]:
            min(due, key=lambda one: one.waiting[-1].at).take_next()


class Act(NamedTuple):
    """Something that happens at a moment."""

    at: dt.datetime
    name: str
    run: Callable[[], object]


def moment_of(text: str) -> dt.datetime:
    """A moment of the town's own clock, written ``2026-06-11T13:25``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=TOWN_TZ)


class Acts(Course):
    """A course whose steps are acts written down in Python, not rows of a script."""

    def __init__(self, key: str, acts: Iterable[Act]) -> None:
        """Keep the *acts* under the *key* by which a refusal names them."""
        self._all = list(acts)
        super().__init__(Cue(act.at, key, number, {"do": act.name}) for number, act in enumerate(self._all))

    def take(self, cue: Cue) -> None:
        """One act."""
        self._all[cue.number].run()
