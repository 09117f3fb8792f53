"""The example town: loaded from its seed, or played through the actions where the seed no longer fits the tables."""

import datetime as dt
import json
import logging
from typing import Any

from django.conf import settings

from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.demo import beside, blank_forms, door, handover, home, home_life, livelihood, rounds, suggestions
from lianxin.demo.bulk import load_seed
from lianxin.demo.cast import engage
from lianxin.demo.play import Progress, play
from lianxin.demo.seed import HOW_TO_MAKE, PROFILE, fits
from lianxin.journal import jobs
from lianxin.people import roles
from lianxin.people.invitations import first_administrators
from lianxin.places.profiles import load_profile

logger = logging.getLogger(__name__)

#: The day on which the town is made, before the first opinion of the script.
FIRST_DAY = dt.date(2025, 12, 1)

Row = dict[str, Any]


def load(progress: Progress | None = None) -> Town:
    """The example town, made where it is missing; its clock then stands at the profile's day.

    Either all of it is stored or nothing. ``progress`` is told only where the script has to be played.
    """
    town = Town.objects.filter(is_demo=True).first()
    if town is None and fits():
        town = load_seed()
    elif town is None:
        logger.warning("the seed of the example town does not fit these tables; make it anew with: %s", HOW_TO_MAKE)
        town = replay(progress)
    stand_still()
    return town


def replay(progress: Progress | None = None, days: int | None = None) -> Town:
    """The example town, played through the real actions in an empty database; raises `play.Refused`.

    With ``days`` only the first days of the script are played, and nothing that comes after it.
    """
    clock.set_fixed(FIRST_DAY)
    with write():
        town = load_profile(PROFILE)
        town.is_default = town.is_demo = True
        Town.objects.filter(pk=town.pk).update(is_default=True, is_demo=True)
        first_administrators(town)
        with town_scope(town):
            cast = engage({one["code"]: one["label"] for one in profile()["outside_bodies"]})
            home.furnish(cast)
            life = home_life.Course(cast)
            course = beside.together(suggestions.Course(cast), life, rounds.Rounds(cast), livelihood.Chapter(cast))
            play(town, cast, progress, course, life.hear, days)
            if days is not None:
                return town
            course(moment())
            home.show_evidence(cast.somebody(roles.CONGRESS_OFFICE))
            door.gather_and_carry(cast)
            blank_forms.take_in(cast.somebody(roles.CONGRESS_OFFICE))
            handover.one_leaves(cast.somebody(roles.CONGRESS_OFFICE), moment())
        clock.set_fixed(moment())
        jobs.run_now(town)
    return town


def profile() -> Row:
    """The example town's profile."""
    found: Row = json.loads(PROFILE.read_text(encoding="utf-8"))
    return found


def moment() -> dt.datetime:
    """The moment at which the example town stands still."""
    return dt.datetime.fromisoformat(profile()["now"])


def stand_still() -> None:
    """Fix the clock at the profile's moment, here and in every process that starts with this data folder."""
    note = settings.LIANXIN_DATA / "demo-clock.txt"
    if not note.exists():
        note.write_text(moment().isoformat(), encoding="ascii")
    clock.set_fixed(moment())
