"""Making the example town: profile, people, and half a year of opinions played through the real actions."""

import datetime as dt
import json
import logging
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings

from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.demo.cast import Cast, engage
from lianxin.demo.opinions import recording
from lianxin.demo.steps import MAKERS, Scene
from lianxin.journal import jobs
from lianxin.journal.errors import ActionError
from lianxin.people.invitations import first_administrators
from lianxin.places.profiles import load_profile

logger = logging.getLogger(__name__)

PROFILE = Path(__file__).resolve().parents[3] / "profiles" / "example-town.json"
#: The day on which the town is made, before the first opinion of the script.
FIRST_DAY = dt.date(2025, 12, 1)

Row = dict[str, Any]


def load() -> Town:
    """The example town, made where it is missing; its clock then stands at the profile's day.

    Either all of it is stored or nothing. Steps that the product refuses are counted in the log and end their case's
    story there.
    """
    town = Town.objects.filter(is_demo=True).first()
    if town is None:
        clock.set_fixed(FIRST_DAY)
        with write():
            town = load_profile(PROFILE)
            Town.objects.filter(pk=town.pk).update(is_default=True, is_demo=True)
            first_administrators(town)
            with town_scope(town):
                refused = play(engage({one["code"]: one["label"] for one in profile()["outside_bodies"]}))
        for reason, count in refused.most_common():
            logger.warning("example town: %d × %s", count, reason)
        stand_still()
        jobs.run_now(town)
    stand_still()
    town.refresh_from_db()
    return town


def profile() -> Row:
    """The example town's profile."""
    found: Row = json.loads(PROFILE.read_text(encoding="utf-8"))
    return found


def stand_still() -> None:
    """Fix the clock at the profile's moment, here and in every process that starts with this data folder."""
    moment = dt.datetime.fromisoformat(profile()["now"])
    (settings.LIANXIN_DATA / "demo-clock.txt").write_text(moment.isoformat(), encoding="ascii")
    clock.set_fixed(moment)


def read_lines(name: str) -> list[Row]:
    """The lines of one of the script's files."""
    text = files("lianxin.demo").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def play(cast: Cast) -> Counter[str]:
    """Take every step of the script in the order of time; returns what was refused, and how often."""
    rows = {row["key"]: row for row in read_lines("opinions.jsonl")}
    steps = sorted(
        ((step["at"], number, fate["key"], step) for fate in read_lines("fates.jsonl")
         for number, step in enumerate(fate["steps"])),
        key=lambda entry: (dt.datetime.fromisoformat(entry[0]), entry[2], entry[1]),
    )  # fmt: skip
    scenes: dict[str, Scene | None] = {}
    refused: Counter[str] = Counter()
    for at, _number, key, step in steps:
        clock.set_fixed(dt.datetime.fromisoformat(at))
        try:
            take(step, rows[key], scenes, cast)
        except (ActionError, KeyError, IndexError) as error:
            refused[f"{step['do']}: {_words(error)}"] += 1
            scenes[key] = None
    return refused


def _words(error: Exception) -> str:
    problems = getattr(error, "problems", ())
    return "; ".join(f"{one.field} {one.code}" for one in problems) or getattr(error, "code", "") or repr(error)


def take(step: Row, row: Row, scenes: dict[str, Scene | None], cast: Cast) -> None:
    """Take one step. A case whose story was refused at some point takes none after it."""
    key = row["key"]
    if step["do"] == "receive":
        receipt = recording(row, step, cast).execute()
        scenes[key] = Scene(row, receipt.case_id, receipt.opinion_id, cast)
        return
    scene, maker = scenes.get(key), MAKERS.get(step["do"])
    if scene is None or maker is None:
        return
    for action in maker(scene, step):
        action.execute()
