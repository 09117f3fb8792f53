"""Playing the script: half a year of opinions, step by step in the order of time, with a night between two days."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from lianxin.cases import workflow
from lianxin.cases.receipts import Receipt
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.demo.cast import Cast
from lianxin.demo.opinions import recording
from lianxin.demo.pressing import PRESSING
from lianxin.demo.steps import BY_TIME, MAKERS, NOT_YET, Scene
from lianxin.journal import jobs
from lianxin.journal.errors import ActionError

Row = dict[str, Any]
#: Told now and then: how many steps are done, of how many.
Progress = Callable[[int, int], None]
#: What else goes on in the town: told every moment the script comes to, it takes its own steps up to then.
Beside = Callable[[dt.datetime], None]

#: Where something else goes on at which words are heard, it records them and gives the receipt; nothing elsewhere.
Hear = Callable[[Row, Row], Receipt | None]
#: Steps that time, who heard the words, or a round in one act may have taken already, with the state they lead to.
_DONE: Final = {**BY_TIME, "answer_on_spot": workflow.ANSWERED, "transfer": workflow.TRANSFERRED}

#: The hour at which the night's jobs run, before anybody is at work.
NIGHT: Final = dt.time(5, 30)


class Refused(RuntimeError):
    """The product refused a step of the script: the script and the actions no longer fit each other."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One step of one case, and when it is taken."""

    at: dt.datetime
    key: str
    number: int
    step: Row


def read_lines(name: str) -> list[Row]:
    """The lines of one of the script's files."""
    text = files("lianxin.demo").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def cues() -> list[Cue]:
    """Every step of every case, in the order of time."""
    found = [
        Cue(dt.datetime.fromisoformat(step["at"]), fate["key"], number, step)
        for fate in read_lines("fates.jsonl")
        for number, step in enumerate(fate["steps"])
    ]
    return sorted(found, key=lambda cue: (cue.at, cue.key, cue.number))


def play(
    town: Town,
    cast: Cast,
    progress: Progress | None = None,
    beside: Beside | None = None,
    hear: Hear | None = None,
    days: int | None = None,
) -> None:
    """Take every step of the script, or those of its first days; the town must be in scope.

    Raises `Refused` at the first step that fails.
    """
    beside = beside or (lambda _moment: None)
    hear = hear or (lambda _row, _step: None)
    rows = {row["key"]: row for row in read_lines("opinions.jsonl")}
    script, scenes = cues(), dict[str, Scene]()
    day = script[0].at.date()
    if days is not None:
        script = [cue for cue in script if cue.at.date() < day + dt.timedelta(days=days)]
    for done, cue in enumerate(script):
        if cue.at.date() != day:
            day, night = cue.at.date(), dt.datetime.combine(cue.at.date(), NIGHT, clock.TOWN_TZ)
            beside(night)
            _night_before(town, night)
        beside(cue.at)
        clock.set_fixed(cue.at)
        try:
            _take(cue, rows[cue.key], scenes, cast, hear)
        except (ActionError, LookupError, ValueError) as error:
            raise Refused(f"{cue.key}, step {cue.number} ({cue.step['do']}): {words_of(error)}") from error
        if progress is not None:
            progress(done + 1, len(script))


def _night_before(town: Town, night: dt.datetime) -> None:
    """What time does by itself: promises pass their day, silence falls, the log is sealed."""
    clock.set_fixed(night)
    jobs.run_now(town)


def words_of(error: Exception) -> str:
    """Why a step was refused, as codes."""
    problems = getattr(error, "problems", ())
    return "; ".join(f"{one.field} {one.code}" for one in problems) or getattr(error, "code", "") or repr(error)


def _take(cue: Cue, row: Row, scenes: dict[str, Scene], cast: Cast, hear: Hear) -> None:
    """Take one step."""
    step = cue.step
    if step["do"] in NOT_YET:
        return
    if step["do"] == "receive":
        receipt = hear(row, step) or recording(row, step, cast).execute()
        scenes[cue.key] = Scene(row, receipt.case_id, receipt.opinion_id, cast)
        return
    scene = scenes[cue.key]
    if step["do"] in _DONE and scene.state() == _DONE[step["do"]]:
        return
    for action in _made(scene, step):
        action.execute()
    scene.taken.append(step)


def _made(scene: Scene, step: Row) -> Iterator[Any]:
    """The actions of a step, each made when its turn comes."""
    yield from {**MAKERS, **PRESSING}[step["do"]](scene, step)
